package publish_test

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// asked notes of which entities anything is asked.
type asked struct {
	query.Schema
	entities map[string]bool
}

func (a asked) Field(entity, name string) (query.Field, bool) {
	a.entities[entity] = true
	return a.Schema.Field(entity, name)
}

func (a asked) Target(entity, field string) (string, bool) {
	a.entities[entity] = true
	return a.Schema.Target(entity, field)
}

func (a asked) Table(entity string) (string, bool) {
	a.entities[entity] = true
	return a.Schema.Table(entity)
}

// The access to an entity is made from nothing that it is not known to rely on:
// whose definitions are asked for while it is compiled touches it.
func TestAccessIsMadeFromWhatItReliesOn(t *testing.T) {
	t.Parallel()
	docs := []definition.Document{
		entity("island", "text", "text"),
		document(definition.KindRole, "castaway", `{"name": "castaway", "x-id": "role000001", "title": "Castaway"}`),
		document(definition.KindGrant, "landing", `{"name": "landing", "role": "castaway", "entity": "island", "actions": ["read"], "scope": "all", "read": "all"}`),
	}
	for _, name := range []string{"core", "education"} {
		files, err := fs.Sub(apps.Files, name)
		require.NoError(t, err)
		p, err := apppackage.Read(files)
		require.NoError(t, err)
		m, err := p.Merge(nil, docs, nil, "")
		require.NoError(t, err)
		docs = m.Documents
	}
	docs, err := publish.New(nil).Proposed(docs)
	require.NoError(t, err)
	snapshot, err := catalog.Compile(0, docs)
	require.NoError(t, err)
	far := 0
	for _, e := range snapshot.Entities() {
		source, schema := e.Source(), asked{snapshot, map[string]bool{}}
		source.Schema = schema
		unit, err := access.Compile(t.Context(), source)
		require.NoError(t, err)
		require.NoError(t, unit.Check(t.Context()))
		for name := range schema.entities {
			if _, ok := snapshot.Entity(name); !ok {
				continue
			}
			require.Contains(t, publish.Touched(docs, definition.Key{Kind: definition.KindEntity, Name: name}), e.Name(), "%s asks for %s", e.Name(), name)
			if name != e.Name() {
				far++
			}
		}
		touched := publish.Touched(docs, definition.Key{Kind: definition.KindEntity, Name: e.Name()})
		require.Equal(t, e.Name() == "island" || e.Name() == "user" || touched["user"], touched["island"], "%s touches whom it should", e.Name())
	}
	require.Positive(t, far)
	require.True(t, publish.Touched(docs, definition.Key{Kind: definition.KindGrant, Name: "landing"})["island"])
	require.True(t, publish.Touched(docs, definition.Key{Kind: definition.KindRole, Name: "castaway"})["island"])
	require.Len(t, publish.Touched(docs, definition.Key{Kind: definition.KindEntity, Name: "island"}), 2, "the island and the grant about it")
}

// Documents that come from elsewhere move values to other columns as drafts do,
// also under another name.
func TestDocumentsFromElsewhereRaiseTheirColumns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	published := []definition.Document{entity("note", "size", "integer")}
	_, err := b.publish(0, published...)
	require.NoError(t, err)
	docs := []definition.Document{document(definition.KindEntity, "memo", `{"name": "memo", "title": "Memo", "type": "object", "x-id": "`+id("note")+`",
		"properties": {"size": {"x-field": "text", "x-id": "`+id("notesize")+`"}}}`)}
	require.NoError(t, publish.Raise(t.Context(), b.db, workspace, docs, published))
	require.Contains(t, string(docs[0].Body), `"x-column": 2`)
	again := []definition.Document{published[0]}
	require.NoError(t, publish.Raise(t.Context(), b.db, workspace, again, published))
	require.Equal(t, published, again)
}
