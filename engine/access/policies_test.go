package access_test

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/mortise-crm/mortise/policies"
)

// loadPolicies parses the hand-written policies with their tests.
func loadPolicies(t *testing.T) (modules map[string]*ast.Module, sources map[string]string) {
	t.Helper()
	modules, sources = map[string]*ast.Module{}, map[string]string{}
	err := fs.WalkDir(policies.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".rego" {
			return err
		}
		src, err := fs.ReadFile(policies.Files, name)
		if err != nil {
			return err
		}
		sources[name] = string(src)
		modules[name], err = ast.ParseModuleWithOpts(name, string(src), ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return modules, sources
}

// The tests beside the policies must pass.
func TestPolicies(t *testing.T) {
	t.Parallel()
	modules, _ := loadPolicies(t)
	ctx, store := context.Background(), inmem.New()
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(ctx, txn)
	results, err := tester.NewRunner().SetStore(store).SetModules(modules).RunTests(ctx, txn)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for result := range results {
		count++
		if !result.Pass() {
			t.Errorf("%s: %v %v", result.Name, result, result.Error)
		}
		for _, sub := range result.SubResults {
			if sub.Fail {
				t.Errorf("%s: %v", result.Name, sub)
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d tests ran", count)
	}
}

// Policies are formatted, short, and say what they are for.
func TestPoliciesAreReadable(t *testing.T) {
	t.Parallel()
	modules, sources := loadPolicies(t)
	described := map[string]bool{}
	for _, m := range modules {
		for _, a := range m.Annotations {
			if a.Title != "" && a.Scope == "package" {
				described[m.Package.Path.String()] = true
			}
			if a.Title != "" && a.Scope != "package" {
				described[a.GetTargetPath().GroundPrefix().String()] = true
			}
		}
	}
	for name, m := range modules {
		formatted, err := format.SourceWithOpts(name, []byte(sources[name]), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(formatted), sources[name]); diff != "" {
			t.Errorf("%s is not formatted:\n%s", name, diff)
		}
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		if lines := strings.Count(sources[name], "\n"); lines > 120 {
			t.Errorf("%s has %d lines", name, lines)
		}
		if !described[m.Package.Path.String()] {
			t.Errorf("%s: its package has no title", name)
		}
		for _, rule := range m.Rules {
			public := !strings.HasPrefix(string(rule.Head.Name), "_")
			if path := m.Package.Path.Extend(rule.Head.Ref().GroundPrefix()).String(); public && !described[path] {
				t.Errorf("%s has no title", path)
			}
		}
	}
}
