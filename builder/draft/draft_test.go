package draft_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/merge"
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

// seen is how ann saves what she made of a document with a hash.
func (b bundle) seen(hash string) draft.Save { return draft.Save{By: b.ann, Seen: hash} }

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
	_, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "A"}`), b.seen(draft.AnyHash))
	require.NoError(t, err)
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("d", `{"name": "d"}`), b.seen(""))
	require.NoError(t, err)
	require.NoError(t, b.drafts.Delete(t.Context(), workspace, b.ann, definition.Key{Kind: "role", Name: "b"}, b.seen(draft.AnyHash)))

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
	first, err := b.drafts.Put(t.Context(), workspace, b.ann, entity(`"text": {"x-field": "text"}`), b.seen(draft.AnyHash))
	require.NoError(t, err)
	require.Equal(t, draft.Added, first.Change)
	second, err := b.drafts.Put(t.Context(), workspace, b.ann, entity(`"size": {"x-field": "integer"}, "text": {"x-field": "text"}`), b.seen(first.Hash))
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
	saved, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "one"}`), b.seen(seen))
	require.NoError(t, err)
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "two"}`), b.seen(seen))
	require.True(t, problem.Is(err, problem.Stale))
	require.Equal(t, saved.Hash, problem.As(err).Extra["current_hash"])
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "two"}`), b.seen(""))
	require.True(t, problem.Is(err, problem.Stale), "it exists already")
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "two"}`), b.seen(saved.Hash))
	require.NoError(t, err)
}

func TestWhatOthersPublishMeanwhileIsMerged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "A"}`), role("b", `{"name": "b"}`), role("c", `{"name": "c", "title": "C"}`))
	_, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "title": "mine"}`), b.seen(draft.AnyHash))
	require.NoError(t, err)
	require.NoError(t, b.drafts.Delete(t.Context(), workspace, b.ann, definition.Key{Kind: "role", Name: "c"}, b.seen(draft.AnyHash)))
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "A", "permissions": ["audit"]}`), role("b", `{"name": "b"}`), role("c", `{"name": "c", "title": "C"}`))
	a := b.item("a")
	require.Equal(t, string(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "mine", "permissions": ["audit"]}`).Body), string(a.Body))
	require.Empty(t, a.Conflicts)
	require.Equal(t, a.Hash, b.item("a").Hash, "reading again gives the same")

	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "theirs", "permissions": []}`), role("b", `{"name": "b"}`), role("c", `{"name": "c", "title": "changed"}`))
	a = b.item("a")
	require.Equal(t, []merge.Conflict{{Pointer: "/title", Base: []byte(`"A"`), Mine: []byte(`"mine"`), Theirs: []byte(`"theirs"`)}}, plain(a.Conflicts))
	require.Len(t, b.view(b.ann).Conflicts(), 2, "what one removes and another changes is one, too")
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "mine", "description": "D", "permissions": []}`), b.seen(a.Hash))
	require.NoError(t, err)
	require.Len(t, b.item("a").Conflicts, 1, "saving something else solves nothing")
	solved := b.seen(b.item("a").Hash)
	solved.Solved = true
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "ours", "permissions": []}`), solved)
	require.NoError(t, err)
	require.Empty(t, b.item("a").Conflicts)
	require.NoError(t, b.drafts.Discard(t.Context(), workspace, b.ann, &definition.Key{Kind: "role", Name: "c"}))
	require.Empty(t, b.view(b.ann).Conflicts())
}

func (b bundle) item(name string) draft.Item {
	b.Helper()
	i, ok := b.view(b.ann).Find(definition.Key{Kind: "role", Name: name})
	require.True(b, ok)
	return i
}

// plain leaves out what only merging itself can see of conflicts.
func plain(list []merge.Conflict) []merge.Conflict {
	out := make([]merge.Conflict, len(list))
	for i, c := range list {
		out[i] = merge.Conflict{Pointer: c.Pointer, Base: c.Base, Mine: c.Mine, Theirs: c.Theirs}
	}
	return out
}

func TestSavingsFromAnOlderDocumentAreMerged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.published(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "A"}`))
	save := func(who, body, seen string) (draft.Item, error) {
		return b.drafts.Put(t.Context(), workspace, store.SharedDraft, role("a", body), draft.Save{By: who, Seen: seen})
	}
	seen := b.item("a").Hash
	first, err := save(b.ann, `{"name": "a", "x-id": "aaaaaaaaaa", "title": "A", "permissions": ["audit"]}`, seen)
	require.NoError(t, err)
	second, err := save(b.bob, `{"name": "a", "x-id": "aaaaaaaaaa", "title": "B"}`, seen)
	require.NoError(t, err, "made from what was published")
	require.Equal(t, string(role("a", `{"name": "a", "x-id": "aaaaaaaaaa", "title": "B", "permissions": ["audit"]}`).Body), string(second.Body))
	third, err := save(b.ann, `{"name": "a", "x-id": "aaaaaaaaaa", "title": "A", "permissions": ["audit"], "description": "D"}`, first.Hash)
	require.NoError(t, err, "made from what she saved herself")
	require.Contains(t, string(third.Body), `"B"`)
	_, err = save(b.ann, `{"name": "a", "x-id": "aaaaaaaaaa", "title": "C", "permissions": ["audit"]}`, first.Hash)
	require.True(t, problem.Is(err, problem.Stale))
	require.Len(t, problem.As(err).Extra["conflicts"], 1)
	_, err = save(b.ann, `{"name": "a"}`, "0123456789abcdef0123456789abcdef")
	require.True(t, problem.Is(err, problem.Stale), "made from nobody knows what")

	saves, err := b.drafts.Saves(t.Context(), workspace, store.SharedDraft)
	require.NoError(t, err)
	require.Len(t, saves, 3)
	require.Equal(t, b.ann, *saves[0].SavedBy)
	require.Equal(t, b.bob, *saves[1].SavedBy)
	require.NoError(t, b.drafts.Discard(t.Context(), workspace, store.SharedDraft, nil))
	saves, err = b.drafts.Saves(t.Context(), workspace, store.SharedDraft)
	require.NoError(t, err)
	require.Empty(t, saves)
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
		_, err := b.drafts.Put(t.Context(), workspace, b.ann, doc, b.seen(draft.AnyHash))
		require.True(t, problem.Is(err, problem.Invalid), "%s: %v", name, err)
	}
	require.Empty(t, b.view(b.ann).Items)
}

func TestPutAllSavesAllOrNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bad := definition.Document{Key: definition.Key{Kind: "role", Name: "b"}, Body: []byte(`{`)}
	_, err := b.drafts.PutAll(t.Context(), workspace, b.ann, b.ann, []definition.Document{role("a", `{"name": "a"}`), bad})
	require.Equal(t, "/role/b", problem.As(err).Details[0].Pointer)
	_, err = b.drafts.PutAll(t.Context(), workspace, b.ann, b.ann, []definition.Document{role("a", `{"name": "a"}`), role("a", `{"name": "a"}`)})
	require.Equal(t, "duplicate_document", problem.As(err).Details[0].Code)
	require.Empty(t, b.view(b.ann).Items)
}

func TestPublishingClearsOnlyWhatWasPublished(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.drafts.Put(t.Context(), workspace, b.ann, role("a", `{"name": "a"}`), b.seen(draft.AnyHash))
	require.NoError(t, err)
	view := b.view(b.ann)
	_, err = b.drafts.Put(t.Context(), workspace, b.ann, role("late", `{"name": "late"}`), b.seen(draft.AnyHash))
	require.NoError(t, err)
	_, err = b.db.Publish(t.Context(), workspace, &store.Publication{
		Base: view.Revision, Documents: view.Documents(), Draft: &store.DraftMark{Owner: b.ann, Until: view.Mark},
	})
	require.NoError(t, err)
	require.Equal(t, map[string]draft.Change{"a": draft.Same, "late": draft.Added}, changes(b.view(b.ann)))
}
