package client

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDocumentsOfAnAppPackage(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"app.json":                      `{"name":"shop"}`,
		"roles.json":                    `[{"name":"clerk"},{"name":"boss"}]`,
		"menus.json":                    `[{"name":"desk"}]`,
		"entities/sale/entity.json":     "\ufeff{\"name\":\"sale\"}",
		"entities/sale/views.json":      `[{"name":"sale.all"}]`,
		"entities/sale/access.json":     `{"grants":[{"name":"sale_own"}],"masks":[{"name":"sale_mask"}]}`,
		"entities/sale/scenarios.yaml":  `users: {}`,
		"seed/01_sale.json":             `[{"_key":"x"}]`,
		".git/config.json":              `{}`,
		"extra/anything.json":           `{"$schema":"mortise:restriction","name":"hold"}`,
		"entities/sale/notes/readme.md": `text`,
	})
	l, err := loadDocuments([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range l.docs {
		got = append(got, d.Kind+" "+d.Name)
	}
	want := []string{
		"package shop", "grant sale_own", "mask sale_mask", "entity sale", "view sale.all", "restriction hold", "menu desk", "role clerk", "role boss",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestDocumentsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no kind":        {map[string]string{"lead.json": `{"name":"lead"}`}, "which kind"},
		"no name":        {map[string]string{"entity.json": `{}`}, "has no name"},
		"twice":          {map[string]string{"a/entity.json": `{"name":"a"}`, "b/entity.json": `{"name":"a"}`}, "is also in"},
		"not JSON":       {map[string]string{"entity.json": `{`}, "entity.json: "},
		"unknown access": {map[string]string{"access.json": `{"grant":[]}`}, "want only"},
		"nothing":        {map[string]string{"a.txt": ``}, "no definitions"},
	} {
		_, err := loadDocuments([]string{folder(t, c.files)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestDocumentsOfTheShippedPackages(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("../../../../apps/*/app.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no app packages: %v", err)
	}
	paths := make([]string, len(folders))
	for i, f := range folders {
		paths[i] = filepath.Dir(f)
	}
	slices.Reverse(paths) // an extension may come before what it extends
	if _, err := loadDocuments(paths); err != nil {
		t.Error(err)
	}
}

func TestFieldsForAnotherPackagesEntity(t *testing.T) {
	t.Parallel()
	base := folder(t, map[string]string{"entities/order/entity.json": `{"name":"order","properties":{"name":{"x-field":"text"}}}`})
	more := folder(t, map[string]string{"entities/order/extend.json": `{"properties":{"site":{"x-field":"text"}}}`})
	twice := folder(t, map[string]string{"entities/order/extend.json": `{"properties":{"name":{"x-field":"text"}}}`})
	l, err := loadDocuments([]string{more, base})
	if err != nil || len(l.docs) != 1 || !strings.Contains(string(l.docs[0].Body), `"site"`) || !strings.Contains(string(l.docs[0].Body), `"name":{`) {
		t.Errorf("got %v, %v", l, err)
	}
	if _, err := loadDocuments([]string{more}); err == nil || !strings.Contains(err.Error(), "mortise package install") {
		t.Errorf("alone: %v", err)
	}
	if _, err := loadDocuments([]string{base, twice}); err == nil || !strings.Contains(err.Error(), "has a field name already") {
		t.Errorf("twice: %v", err)
	}
}

func TestPoliciesAreReadWithWhatStandsBeside(t *testing.T) {
	t.Parallel()
	l, err := loadDocuments([]string{folder(t, map[string]string{
		"policies/night.rego":      "package custom.night\n\nimport rego.v2\n",
		"policies/night_test.rego": "package custom.night_test\n",
		"policies/night.json":      `{"entities":["order"],"title":"Night"}`,
		"policies/order.rego":      "package app.shop.order\n\nimport rego.v2\n",
	})})
	if err != nil || len(l.docs) != 2 {
		t.Fatalf("%v, %v", l, err)
	}
	docs := l.docs
	for i, want := range []string{"night", "app.shop.order"} {
		if docs[i].Kind != "rego" || docs[i].Name != want || !strings.Contains(string(docs[i].Body), `"entities":["order"]`) {
			t.Errorf("document %d is %s %s: %s", i, docs[i].Kind, docs[i].Name, docs[i].Body)
		}
	}
	if !strings.Contains(string(docs[0].Body), "night_test") {
		t.Errorf("the tests are missing: %s", docs[0].Body)
	}
}
