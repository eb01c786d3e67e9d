package policygen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

var update = flag.Bool("update", false, "write what is generated into the golden files")

const separator = "\n----------\n"

// A golden file holds the access rules, and below the line what is generated
// from them: the module and the fields, or the problems. All are about the
// entities of entities.json; the entity is customer, or what the file's name
// begins with before a dot.
func TestGenerate(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			rules, want, _ := strings.Cut(string(content), separator)
			docs := load(t, rules)
			entity, _, named := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), ".")
			if !named {
				entity = "customer"
			}
			got := generate(t, docs, entity)
			if *update {
				if err := os.WriteFile(file, []byte(strings.TrimSpace(rules)+"\n"+separator+got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// load reads the entities and the access rules of a golden file.
func load(t *testing.T, rules string) []definition.Document {
	t.Helper()
	entities, err := os.ReadFile("testdata/entities.json")
	if err != nil {
		t.Fatal(err)
	}
	var docs []definition.Document
	for _, src := range []string{string(entities), rules} {
		var list []definition.Document
		if err := json.Unmarshal([]byte(src), &list); err != nil {
			t.Fatal(err)
		}
		for _, d := range list { // those of the file come in place of the shared ones
			docs = slices.DeleteFunc(docs, func(old definition.Document) bool { return old.Key == d.Key })
			docs = append(docs, d)
		}
	}
	return docs
}

func generate(t *testing.T, docs []definition.Document, entity string) string {
	t.Helper()
	set, problems := definition.ParseSet(docs)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	policy, err := policygen.NewRules(set).Generate(entity)
	if err != nil {
		var b strings.Builder
		for _, d := range problem.As(err).Details {
			params, err := json.Marshal(d.Params)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(d.Pointer + " " + d.Code + " " + string(params) + "\n")
		}
		return b.String()
	}
	compile(t, docs, entity, policy)
	module := policy.Modules[policygen.FileName]
	static, err := json.Marshal(struct {
		policygen.Policy
		Modules string `json:"modules,omitempty"` // stands above
	}{Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, static, "", "  "); err != nil {
		t.Fatal(err)
	}
	return module + separator + pretty.String() + "\n"
}

// compile asks that everything generated compiles and becomes a plan.
func compile(t *testing.T, docs []definition.Document, entity string, policy policygen.Policy) {
	t.Helper()
	snapshot, err := catalog.Compile(0, docs)
	if err != nil {
		t.Fatal(err)
	}
	u, err := access.Compile(context.Background(), access.Source{
		Entity: entity, Schema: snapshot, Modules: policy.Modules, Grants: policy.Grants, Masks: policy.Masks,
		Obligations: policy.Obligations, CustomGrants: policy.CustomGrants, Related: open(snapshot),
	})
	if err == nil {
		err = u.Check(context.Background())
	}
	if err != nil {
		t.Errorf("%v\n%s", err, policy.Modules[policygen.FileName])
	}
}

// open lets everyone read all records of other entities.
func open(schema query.Schema) func(ctx context.Context, entity string) (*access.Unit, error) {
	return func(ctx context.Context, entity string) (*access.Unit, error) {
		module := "package generated[" + strconv.Quote(entity) + "]\n\nimport rego.v2\n\ngrant contains \"all\" if input.action == \"read\"\n"
		return access.Compile(ctx, access.Source{
			Entity: entity, Schema: schema, Modules: map[string]string{policygen.FileName: module},
			Grants: []access.Grant{{ID: "all", Read: map[string]bool{"id": true}}},
		})
	}
}
