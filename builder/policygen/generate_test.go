package policygen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
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
			set := load(t, rules)
			entity, _, named := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), ".")
			if !named {
				entity = "customer"
			}
			got := generate(t, set, entity)
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
func load(t *testing.T, rules string) *definition.Set {
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
	set, problems := definition.ParseSet(docs)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return set
}

func generate(t *testing.T, set *definition.Set, entity string) string {
	t.Helper()
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
	compile(t, set, entity, policy)
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
func compile(t *testing.T, set *definition.Set, entity string, policy policygen.Policy) {
	t.Helper()
	u, err := access.Compile(context.Background(), access.Source{
		Entity: entity, Schema: schema{set}, Modules: policy.Modules, Grants: policy.Grants, Masks: policy.Masks, Obligations: policy.Obligations,
	})
	if err == nil {
		err = u.Check(context.Background())
	}
	if err != nil {
		t.Errorf("%v\n%s", err, policy.Modules[policygen.FileName])
	}
}

// schema makes a query.Schema of a set of definitions.
type schema struct{ set *definition.Set }

func (s schema) find(entity, name string) *definition.Field {
	for _, e := range s.set.Entities {
		if e.Name == entity {
			return e.Field(name)
		}
	}
	return nil
}

func (s schema) Field(entity, name string) (query.Field, bool) {
	f := s.find(entity, name)
	if f == nil {
		return query.Field{}, false
	}
	kind := query.Type{Kind: query.UUID}
	if ft, ok := fieldtype.Get(f.Type); ok {
		kind = ft.Kind()
	}
	return query.Field{Entity: entity, Name: name, Column: f.Column, Type: kind}, true
}

func (s schema) Target(entity, field string) (string, bool) {
	f := s.find(entity, field)
	return target(f), f != nil && f.Entity != ""
}

func target(f *definition.Field) string {
	if f == nil {
		return ""
	}
	return f.Entity
}

func (s schema) Table(entity string) (string, bool) { return "e_" + entity, true }
