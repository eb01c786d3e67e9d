package apppackage_test

import (
	"encoding/json"
	"io/fs"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

const (
	extension = `{"properties": {"campus": {"x-field": "text", "x-id": "campus0001", "title": "Campus"}}}`
	person    = `{"name": "person", "title": "Person", "type": "object", "x-id": "person0001", "x-package": "base", "properties": {"name": {"x-field": "text", "x-id": "name000001"}, "born": {"x-field": "date", "x-id": "born000001"}}}`
)

// extending reads the small package with an extension of person.
func extending(t *testing.T, extend string) *apppackage.Package {
	t.Helper()
	p, err := apppackage.Read(small(map[string]string{
		"app.json":                    `{"name": "small", "version": "1.0.0", "title": {"en": "Small"}, "requires": ["base"]}`,
		"entities/person/extend.json": extend, "entities/person/scenarios.yaml": "users: {}",
	}))
	require.NoError(t, err)
	return p
}

func entityOf(t *testing.T, name, body string) definition.Document {
	t.Helper()
	canonical, err := definition.Canonical([]byte(body))
	require.NoError(t, err)
	return definition.Document{Key: definition.Key{Kind: "entity", Name: name}, Body: canonical}
}

// brought is what the store keeps of a package that is installed.
func brought(p *apppackage.Package) []definition.Document {
	return slices.Concat(p.Documents, p.Extensions)
}

// titles gives the fields of an entity among documents, with their titles.
func titles(t *testing.T, docs []definition.Document, name string) map[string]string {
	t.Helper()
	i := slices.IndexFunc(docs, func(d definition.Document) bool { return d.Kind == "entity" && d.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	var e struct {
		Properties map[string]struct{ Title string }
	}
	require.NoError(t, json.Unmarshal(docs[i].Body, &e))
	out := map[string]string{}
	for field, p := range e.Properties {
		out[field] = p.Title
	}
	return out
}

func TestAnExtensionIsMergedMemberByMember(t *testing.T) {
	t.Parallel()
	p := extending(t, extension)
	require.Len(t, p.Extensions, 1)
	docs := []definition.Document{entityOf(t, "person", person)}
	first, err := p.Merge(nil, docs, nil, "")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"name": "", "born": "", "campus": "Campus"}, titles(t, first.Documents, "person"))
	require.Contains(t, keys(documents(first)), "entity person", "the plan names it")
	again, err := p.Merge(brought(p), first.Documents, nil, "")
	require.NoError(t, err)
	require.Empty(t, again.Changes)

	// The workspace gave it another name and a hint; the entity another field.
	mine := entityOf(t, "person", `{"name": "person", "title": "Person", "type": "object", "x-id": "person0001", "x-package": "base", "properties": {
		"site": {"x-field": "text", "x-id": "campus0001", "title": "Campus", "description": "Where"}, "size": {"x-field": "integer", "x-id": "size000001", "title": "Size"}}}`)
	next := extending(t, `{"properties": {"campus": {"x-field": "text", "x-id": "campus0001", "title": "School"}, "room": {"x-field": "text", "x-id": "room000001", "title": "Room"}}}`)
	second, err := next.Merge(brought(p), []definition.Document{mine}, nil, "")
	require.NoError(t, err)
	require.Empty(t, second.Conflicts)
	require.Equal(t, map[string]string{"site": "School", "size": "Size", "room": "Room"}, titles(t, second.Documents, "person"))
	require.Contains(t, string(second.Documents[indexOf(second.Documents, "person")].Body), `"Where"`)

	mine.Body = []byte(`{"name": "person", "title": "Person", "type": "object", "x-id": "person0001", "x-package": "base", "properties": {"campus": {"x-field": "text", "x-id": "campus0001", "title": "Branch"}}}`)
	both, err := next.Merge(brought(p), []definition.Document{mine}, nil, "")
	require.NoError(t, err)
	require.Len(t, both.Conflicts, 1)
	require.Equal(t, "/properties/campus/title", both.Conflicts[0].Pointer)
	require.Equal(t, definition.Key{Kind: "entity", Name: "person"}, both.Conflicts[0].Document)
	theirs, err := next.Merge(brought(p), []definition.Document{mine}, []apppackage.Choice{{Document: both.Conflicts[0].Document, Pointer: both.Conflicts[0].Pointer, Take: "theirs"}}, "")
	require.NoError(t, err)
	require.Equal(t, "School", titles(t, theirs.Documents, "person")["campus"])

	none, err := apppackage.Read(small(map[string]string{"app.json": `{"name": "small", "version": "1.1.0", "title": "Small", "requires": ["base"]}`}))
	require.NoError(t, err)
	third, err := none.Merge(brought(p), first.Documents, nil, "")
	require.NoError(t, err)
	require.NotContains(t, titles(t, third.Documents, "person"), "campus", "what a package brings no more goes")
}

func indexOf(docs []definition.Document, name string) int {
	return slices.IndexFunc(docs, func(d definition.Document) bool { return d.Kind == "entity" && d.Name == name })
}

func documents(m apppackage.Merged) (list []definition.Document) {
	for _, c := range m.Changes {
		list = append(list, c.Document)
	}
	return list
}

func TestWhatTheWorkspaceTookOutOfAnExtensionStaysOut(t *testing.T) {
	t.Parallel()
	p := extending(t, extension)
	taken := entityOf(t, "person", `{"name": "person", "title": "Person", "type": "object", "x-id": "person0001", "x-package": "base", "properties": {"campus": {"x-field": "text", "x-id": "other00001", "title": "My own"}}}`)
	m, err := p.Merge(brought(p), []definition.Document{taken}, nil, "")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"campus": "My own"}, titles(t, m.Documents, "person"))
	require.NotContains(t, keys(documents(m)), "entity person")
}

// The package that brought the entity raises it over what others added.
func TestTheOwnersUpgradeKeepsAnExtension(t *testing.T) {
	t.Parallel()
	base := func(title string) *apppackage.Package {
		p, err := apppackage.Read(small(map[string]string{
			"app.json":                    `{"name": "base", "version": "1.0.0", "title": "Base"}`,
			"entities/person/entity.json": `{"name": "person", "title": "` + title + `", "type": "object", "x-id": "person0001", "properties": {"name": {"x-field": "text", "x-id": "name000001"}}}`,
			"roles.json":                  "", "entities/note/entity.json": "", "entities/note/form.json": "", "entities/note/views.json": "", "entities/note/access.json": "", "entities/note/ignored.text": "",
		}))
		require.NoError(t, err)
		return p
	}
	old, p := base("Person"), extending(t, extension)
	first, err := p.Merge(nil, old.Documents, nil, "")
	require.NoError(t, err)
	m, err := base("Human").Merge(old.Documents, first.Documents, nil, "")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"name": "", "campus": "Campus"}, titles(t, m.Documents, "person"))
	require.Contains(t, string(m.Documents[indexOf(m.Documents, "person")].Body), "Human")
}

func TestMergeRefusesExtensionsThatDoNotFit(t *testing.T) {
	t.Parallel()
	p := extending(t, extension)
	for name, c := range map[string]struct {
		docs []definition.Document
		want string
	}{
		"no such entity":      {nil, "/entity/person unknown_entity"},
		"of a stranger":       {[]definition.Document{entityOf(t, "person", `{"name": "person", "x-id": "person0001", "x-package": "shop", "properties": {}}`)}, "/entity/person extends_stranger"},
		"of the workspace":    {[]definition.Document{entityOf(t, "person", `{"name": "person", "x-id": "person0001", "properties": {}}`)}, "/entity/person extends_stranger"},
		"the name is another": {[]definition.Document{entityOf(t, "person", `{"name": "person", "x-id": "person0001", "x-package": "base", "properties": {"campus": {"x-field": "text", "x-id": "other00001"}}}`)}, "/entity/person/properties/campus extends_taken"},
	} {
		_, err := p.Merge(nil, c.docs, nil, apppackage.Theirs)
		require.True(t, problem.Is(err, problem.Invalid), "%s: %v", name, err)
		d := problem.As(err).Details
		require.Len(t, d, 1, name)
		require.Equal(t, c.want, d[0].Pointer+" "+d[0].Code, name)
	}
}

func TestReadReportsWhatIsWrongWithExtensions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, body, want string }{
		"of its own entity": {"entities/note/extend.json", extension, "/entities~1note~1extend.json extends_own"},
		"no x-id":           {"entities/person/extend.json", `{"properties": {"campus": {"x-field": "text"}}}`, "/entities~1person~1extend.json/properties/campus/x-id required"},
		"more than fields":  {"entities/person/extend.json", `{"title": "P", "properties": {"campus": {"x-field": "text", "x-id": "campus0001"}}}`, "/entities~1person~1extend.json/title unknown_keyword"},
		"nothing":           {"entities/person/extend.json", `{"properties": {}}`, "/entities~1person~1extend.json/properties required"},
		"no JSON":           {"entities/person/extend.json", `{`, "/entities~1person~1extend.json malformed_json"},
		"no type":           {"entities/person/extend.json", `{"properties": {"campus": {"x-field": "tixt", "x-id": "campus0001"}}}`, "/entities~1person~1extend.json/properties/campus/x-field not_an_option"},
		"a system field":    {"entities/person/extend.json", `{"properties": {"created_at": {"x-field": "date", "x-id": "campus0001"}}}`, "/entities~1person~1extend.json/properties/created_at reserved_name"},
	} {
		_, err := apppackage.Read(small(map[string]string{test.file: test.body}))
		require.True(t, problem.Is(err, problem.Invalid), "%s: %v", name, err)
		found := []string{}
		for _, d := range problem.As(err).Details {
			found = append(found, d.Pointer+" "+d.Code)
		}
		require.Contains(t, found, test.want, name)
	}
	_, err := apppackage.Read(small(map[string]string{"entities/person/extend.json": extension, "entities/person/form.json": `[]`}))
	require.Equal(t, "extends_only", problem.As(err).Details[0].Code)
}

func TestAnExtensionIsWrittenAsItIsRead(t *testing.T) {
	t.Parallel()
	p := extending(t, extension)
	m, err := p.Merge(nil, []definition.Document{entityOf(t, "person", person)}, nil, "")
	require.NoError(t, err)
	own := apppackage.Belonging(m.Documents, brought(p), "small")
	require.Contains(t, keys(own), "extension person")
	require.NotContains(t, keys(own), "entity person")
	files, err := apppackage.Write(own, "small")
	require.NoError(t, err)
	require.JSONEq(t, extension, string(files["entities/person/extend.json"]))
	packed, err := files.Pack(nil)
	require.NoError(t, err)
	unpacked, err := apppackage.Unpack(packed)
	require.NoError(t, err)
	folder, err := unpacked.Open()
	require.NoError(t, err)
	again, err := apppackage.Read(folder)
	require.NoError(t, err)
	require.Equal(t, p.Extensions, again.Extensions)
	_, err = fs.Stat(folder, "entities/person/entity.json")
	require.ErrorIs(t, err, fs.ErrNotExist)
	alone := apppackage.Withdraw(m.Documents, brought(p))
	require.Equal(t, map[string]string{"name": "", "born": ""}, titles(t, alone, "person"))
}
