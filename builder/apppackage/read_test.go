package apppackage_test

import (
	"encoding/json"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

func shipped(t *testing.T, name string) fs.FS {
	t.Helper()
	files, err := fs.Sub(apps.Files, name)
	require.NoError(t, err)
	return files
}

// small gives a package of one entity, whose files a test may replace.
func small(replace map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for name, body := range map[string]string{
		"app.json":                   `{"name": "small", "version": "1.0.0", "title": {"en": "Small"}}`,
		"roles.json":                 `[{"name": "reader", "x-id": "role000001", "title": "Reader"}]`,
		"entities/note/entity.json":  `{"name": "note", "title": "Note", "type": "object", "x-id": "note000001", "properties": {"text": {"x-field": "text", "x-id": "text000001"}}}`,
		"entities/note/form.json":    `{"name": "note.default", "entity": "note", "sections": [{"fields": ["text"]}]}`,
		"entities/note/views.json":   `[{"name": "note.all", "entity": "note", "title": "All", "columns": [{"field": "text"}]}]`,
		"entities/note/access.json":  `{"grants": [{"name": "note_read", "role": "reader", "entity": "note", "actions": ["read"], "scope": "all", "read": "all"}]}`,
		"seed/note.csv":              "text\nhello\n",
		"entities/note/ignored.text": "not a definition",
	} {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	for name, body := range replace {
		if body == "" {
			delete(files, name)
			continue
		}
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return files
}

func keys(docs []definition.Document) []string {
	list := []string{}
	for _, d := range docs {
		list = append(list, string(d.Kind)+" "+d.Name)
	}
	return list
}

func TestReadTakesEveryFile(t *testing.T) {
	t.Parallel()
	p, err := apppackage.Read(small(nil))
	require.NoError(t, err)
	require.Equal(t, "small", p.Manifest.Name)
	require.Equal(t, []string{
		"package small", "role reader", "entity note", "form note.default", "view note.all", "grant note_read",
	}, keys(p.Documents))
	var entity struct {
		Package string `json:"x-package"`
	}
	require.NoError(t, json.Unmarshal(p.Documents[2].Body, &entity))
	require.Equal(t, "small", entity.Package)
	seed, err := fs.ReadFile(p.Seed(), "note.csv")
	require.NoError(t, err)
	require.Equal(t, "text\nhello\n", string(seed))
}

func TestReadTakesTheShippedPackages(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"core", "education"} {
		p, err := apppackage.Read(shipped(t, name))
		require.NoError(t, err)
		require.Equal(t, name, p.Manifest.Name)
		for _, d := range p.Documents {
			body, changed, err := definition.AssignIDs(d.Kind, d.Body, nil)
			require.NoError(t, err)
			require.False(t, changed, "%s %s has no x-id somewhere", d.Kind, d.Name)
			require.Equal(t, string(d.Body), string(body))
		}
	}
}

func TestReadTakesPolicies(t *testing.T) {
	t.Parallel()
	p, err := apppackage.Read(small(map[string]string{
		"alerts.json": `[{"name": "note_reading", "kind": "mass_read", "threshold": 5, "minutes": 1, "notify": ["reader"]}]`,
		"menus.json":  `[{"name": "notes", "title": "Notes", "items": [{"x-id": "m000000000", "entity": "note", "view": "note.all"}]}]`,
		"entities/note/access.json": `{"sharings": [{"name": "note_all", "entity": "note", "level": "read", "to": {"roles": ["reader"]}}],
			"pools": [{"name": "notes", "title": "Notes", "entity": "note", "members": ["reader"]}],
			"obligations": [{"name": "note_why", "entity": "note", "actions": ["archive"], "needs": "reason"}]}`,
		"policies/note.rego":      "package app.small.note\n",
		"policies/note_test.rego": "package app.small.note_test\n",
		"policies/note.json":      `{"title": "Notes <by hand>", "ids": [{"id": "small_note", "role": "reader", "read": "all"}]}`,
	}))
	require.NoError(t, err)
	require.Equal(t, []string{
		"package small", "role reader", "menu notes", "alert note_reading", "entity note", "form note.default", "view note.all",
		"sharing note_all", "pool notes", "obligation note_why", "rego app.small.note",
	}, keys(p.Documents))
	parsed, wrong := definition.ParseDocument(definition.KindRego, p.Documents[10].Body)
	require.Empty(t, wrong)
	require.Equal(t, &definition.Rego{
		Name: "app.small.note", Title: definition.Text{"": "Notes <by hand>"}, Entities: []string{"note"},
		Module: "package app.small.note\n", Tests: "package app.small.note_test\n",
		Ids: []definition.RegoID{{ID: "small_note", Role: "reader", Read: definition.FieldSet{All: true}}},
	}, parsed)
}

func TestReadReportsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		replace map[string]string
		pointer string
		code    string
	}{
		"no manifest":         {map[string]string{"app.json": ""}, "/app.json", "file_missing"},
		"no entity":           {map[string]string{"entities/note/entity.json": ""}, "/entities~1note~1entity.json", "file_missing"},
		"not JSON":            {map[string]string{"roles.json": "[{"}, "/roles.json", "malformed_json"},
		"x-id is missing":     {map[string]string{"roles.json": `[{"name": "reader", "title": "Reader"}]`}, "/roles.json/0/x-id", "required"},
		"unknown member":      {map[string]string{"entities/note/access.json": `{"grunts": []}`}, "/entities~1note~1access.json/grunts", "unknown_keyword"},
		"folder named other":  {map[string]string{"entities/other/entity.json": `{"name": "note2", "title": "N", "type": "object", "x-id": "note000002", "properties": {}}`}, "/entities~1other~1entity.json/name", "name_differs"},
		"given twice":         {map[string]string{"roles.json": `[{"name": "reader", "x-id": "role000001", "title": "R"}, {"name": "reader", "x-id": "role000002", "title": "R"}]`}, "/roles.json/1/name", "duplicate_document"},
		"tests of no policy":  {map[string]string{"policies/note_test.rego": "package x"}, "/policies~1note_test.rego", "file_missing"},
		"policy and more":     {map[string]string{"policies/note.rego": "package x", "policies/note.json": `{"grants": true}`}, "/policies~1note.json/grants", "unknown_keyword"},
		"reference to a file": {map[string]string{"roles.json": `[{"$ref": "file:///etc/passwd"}]`}, "/roles.json/0/$ref", "reference_refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := apppackage.Read(small(test.replace))
			require.True(t, problem.Is(err, problem.Invalid), "%v", err)
			found := []string{}
			for _, d := range problem.As(err).Details {
				found = append(found, d.Pointer+" "+d.Code)
			}
			require.Contains(t, found, test.pointer+" "+test.code)
		})
	}
}

func TestMergeKeepsWhatIsNotThePackages(t *testing.T) {
	t.Parallel()
	p, err := apppackage.Read(small(nil))
	require.NoError(t, err)
	other := definition.Document{Key: definition.Key{Kind: "entity", Name: "lead"}, Body: []byte(`{"name": "lead"}`)}
	old := p.Documents[2]
	old.Body = []byte(`{"x-package": "small", "name": "note"}`)
	merged, err := p.Merge([]definition.Document{old}, []definition.Document{other, old}, nil, "")
	require.NoError(t, err)
	require.Len(t, merged.Documents, 7)
	require.Contains(t, merged.Documents, other)
	require.NotContains(t, merged.Documents, old)
}

func TestMergeRefusesStrangers(t *testing.T) {
	t.Parallel()
	p, err := apppackage.Read(small(nil))
	require.NoError(t, err)
	mine := definition.Document{Key: definition.Key{Kind: "entity", Name: "note"}, Body: []byte(`{"name": "note"}`)}
	_, err = p.Merge(nil, []definition.Document{mine}, nil, apppackage.Theirs)
	details := problem.As(err).Details
	require.Len(t, details, 1)
	require.Equal(t, "document_exists", details[0].Code)
}
