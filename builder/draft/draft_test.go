package draft_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

const workspace = "main"

type bundle struct {
	*testing.T
	db     *store.DB
	drafts *draft.Drafts
	ann    string
	bob    string
}

func setup(t *testing.T) bundle {
	t.Helper()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: workspace, Title: "Main"}))
	return bundle{t, db, draft.New(db), uuid.NewString(), uuid.NewString()}
}

func (b bundle) published(docs ...definition.Document) int64 {
	b.Helper()
	_, base, _, err := b.db.Documents(b.Context(), workspace)
	require.NoError(b, err)
	revision, err := b.db.Publish(b.Context(), workspace, &store.Publication{Base: base, Documents: docs})
	require.NoError(b, err)
	return revision
}

func (b bundle) view(owner string) *draft.View {
	b.Helper()
	v, err := b.drafts.Get(b.Context(), workspace, owner)
	require.NoError(b, err)
	return v
}

func role(name, body string) definition.Document {
	canonical, err := definition.Canonical([]byte(body))
	if err != nil {
		panic(err)
	}
	return definition.Document{Key: definition.Key{Kind: definition.KindRole, Name: name}, Body: canonical}
}

func changes(v *draft.View) map[string]draft.Change {
	m := map[string]draft.Change{}
	for _, i := range v.Items {
		m[i.Name] = i.Change
	}
	return m
}

func TestDraftsLieOverThePublishedSet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa"}`), role("b", `{"name": "b", "x-id": "bbbbbbbbbb"}`), role("c", `{"name": "c"}`))
	_, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "A"}`), draft.AnyHash)
	require.NoError(t, err)
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("d", `{"name": "d"}`), "")
	require.NoError(t, err)
	require.NoError(t, b.drafts.Delete(t.Context(), workspace, b.ann, definition.Key{Kind: "role", Name: "b"}, draft.AnyHash))

	require.Equal(t, map[string]draft.Change{"a": draft.Changed, "b": draft.Removed, "c": draft.Same, "d": draft.Added}, changes(b.view(b.ann)))
	require.Len(t, b.view(b.ann).Documents(), 3)
	require.Len(t, b.view(b.ann).Changes(), 3)
	require.Empty(t, b.view(b.bob).Changes(), "a draft is its owner's alone")
	require.NoError(t, b.drafts.Discard(t.Context(), workspace, b.ann, nil))
	require.Empty(t, b.view(b.ann).Changes())
}

func TestPutKeepsIDsOfTheSameNames(t *testing.T) {
	t.Parallel()
	b := setup(t)
	entity := func(fields string) definition.Document {
		d := role("note", `{"name": "note", "title": "Note", "type": "object", "properties": {`+fields+`}}`)
		d.Kind = definition.KindEntity
		return d
	}
	first, err := b.drafts.Put(t.Context(), workspace, b.ann, entity(`"text": {"x-field": "text"}`), draft.AnyHash)
	require.NoError(t, err)
	require.Equal(t, draft.Added, first.Change)
	second, err := b.drafts.Put(t.Context(), workspace, b.ann, entity(`"size": {"x-field": "integer"}, "text": {"x-field": "text"}`), first.Hash)
	require.NoError(t, err)
	require.Equal(t, ids(t, first.Body)["text"], ids(t, second.Body)["text"])
	require.Equal(t, ids(t, first.Body)[""], ids(t, second.Body)[""])
	require.NotEmpty(t, ids(t, second.Body)["size"])
}

// ids gives the x-ids of an entity by field name, its own under "".
func ids(t *testing.T, body []byte) map[string]string {
	t.Helper()
	var e struct {
		ID         string `json:"x-id"`
		Properties map[string]struct {
			ID string `json:"x-id"`
		}
	}
	require.NoError(t, json.Unmarshal(body, &e))
	m := map[string]string{"": e.ID}
	for name, f := range e.Properties {
		m[name] = f.ID
	}
	return m
}

func TestPutIsOptimistic(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa"}`))
	seen := b.view(b.ann).Items[0].Hash
	saved, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "one"}`), seen)
	require.NoError(t, err)
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "two"}`), seen)
	require.True(t, problem.Is(err, problem.Stale))
	require.Equal(t, saved.Hash, problem.As(err).Extra["current_hash"])
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "two"}`), "")
	require.True(t, problem.Is(err, problem.Stale), "it exists already")
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "two"}`), saved.Hash)
	require.NoError(t, err)
}

func TestDraftsTellWhatOthersPublishedMeanwhile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa"}`), role("b", `{"name": "b"}`))
	for _, name := range []string{"a", "b"} {
		_, err := b.drafts.Put(t.Context(), workspace, b.ann, role(name, `{"name": "`+name+`", "title": "mine"}`), draft.AnyHash)
		require.NoError(t, err)
	}
	require.Empty(t, b.view(b.ann).Moved)
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "theirs"}`), role("b", `{"name": "b"}`))
	require.Equal(t, []definition.Key{{Kind: "role", Name: "a"}}, b.view(b.ann).Moved)
	_, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "mine"}`), draft.AnyHash)
	require.NoError(t, err)
	require.Empty(t, b.view(b.ann).Moved, "written over whatever is in place")
}

func TestPutRefusesWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for name, doc := range map[string]definition.Document{
		"not JSON":        {Key: definition.Key{Kind: "role", Name: "a"}, Body: []byte(`{"name"`)},
		"an array":        {Key: definition.Key{Kind: "role", Name: "a"}, Body: []byte(`[]`)},
		"a policy":        {Key: definition.Key{Kind: "policy", Name: "a"}, Body: []byte(`{}`)},
		"an unknown kind": {Key: definition.Key{Kind: "wish", Name: "a"}, Body: []byte(`{}`)},
		"a name with NUL": {Key: definition.Key{Kind: "role", Name: "a\x00"}, Body: []byte(`{}`)},
		"a reference":     {Key: definition.Key{Kind: "entity", Name: "a"}, Body: []byte(`{"properties": {"x": {"$ref": "file:///etc/passwd"}}}`)},
		"NUL in a text":   {Key: definition.Key{Kind: "role", Name: "a"}, Body: []byte("{\"title\": \"\x00\"}")},
	} {
		_, err := b.drafts.Put(t.Context(), workspace, b.ann, doc, draft.AnyHash)
		require.True(t, problem.Is(err, problem.Invalid), "%s: %v", name, err)
	}
	require.Empty(t, b.view(b.ann).Items)
}

func TestPutAllSavesAllOrNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bad := definition.Document{Key: definition.Key{Kind: "role", Name: "b"}, Body: []byte(`{`)}
	_, err := b.drafts.PutAll(t.Context(), workspace, b.ann, []definition.Document{role("a", `{"name": "a"}`), bad})
	require.Equal(t, "/role/b", problem.As(err).Details[0].Pointer)
	_, err = b.drafts.PutAll(t.Context(), workspace, b.ann, []definition.Document{role("a", `{"name": "a"}`), role("a", `{"name": "a"}`)})
	require.Equal(t, "duplicate_document", problem.As(err).Details[0].Code)
	require.Empty(t, b.view(b.ann).Items)
}

func TestPublishingClearsOnlyWhatWasPublished(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a"}`), draft.AnyHash)
	require.NoError(t, err)
	view := b.view(b.ann)
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("late", `{"name": "late"}`), draft.AnyHash)
	require.NoError(t, err)
	_, err = b.db.Publish(t.Context(), workspace, &store.Publication{
		Base: view.Revision, Documents: view.Documents(), Draft: &store.DraftMark{Owner: b.ann, Until: view.Mark},
	})
	require.NoError(t, err)
	require.Equal(t, map[string]draft.Change{"a": draft.Same, "late": draft.Added}, changes(b.view(b.ann)))
}
