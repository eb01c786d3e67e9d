package record_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// titles lists the titles that a question finds.
func (b *notebook) titles(t testing.TB, c *record.Caller, q record.ListRequest) (titles []string, err error) {
	t.Helper()
	a, err := b.records.List(context.Background(), c, "note", q, nil)
	if err != nil {
		return nil, err
	}
	var rows []struct{ Title string }
	require.NoError(t, json.Unmarshal([]byte("["+string(a.Rows)+"]"), &rows))
	for _, r := range rows {
		titles = append(titles, r.Title)
	}
	return titles, nil
}

// What one may read and not find by is no condition, no order and no word to
// search for, and looks there like a field that does not exist.
func TestOneFindsOnlyByWhatIsFindable(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, document(t, definition.KindGrant, "note_clerk",
		`{"name":"note_clerk","role":"clerk","entity":"note","actions":["read"],"scope":"all","read":"all","find":{"only":["rank"]}}`))
	b.note(t, mortise.Record{"title": "canary", "rank": 1})
	b.note(t, mortise.Record{"title": "other", "rank": 2})
	found, err := b.titles(t, b.clerk, record.ListRequest{Filter: "rank == 1"})
	require.NoError(t, err)
	require.Equal(t, []string{"canary"}, found, "he reads what he may not find by")
	_, unknown := b.titles(t, b.clerk, record.ListRequest{Filter: "nothing == 'canary'"})
	for _, q := range []record.ListRequest{{Filter: "title == 'canary'"}, {Filter: `{"title":{"contains":"can"}}`}, {Sort: "title"}, {Sort: "rank,-title"}} {
		_, err := b.titles(t, b.clerk, q)
		require.Error(t, err)
		require.Equal(t, code(t, unknown), code(t, err))
	}
	found, err = b.titles(t, b.clerk, record.ListRequest{Search: "canary"})
	require.NoError(t, err)
	require.Empty(t, found, "searching compares, too")
	d, err := b.records.Describe(context.Background(), b.clerk)
	require.NoError(t, err)
	for _, e := range d.Entities {
		for _, f := range e.Fields {
			if e.Name == "note" && (f.Name == "title" || f.Name == "rank") {
				require.Equal(t, f.Name == "rank", f.Filterable, f.Name)
				require.Equal(t, f.Name == "rank", f.Sortable, f.Name)
			}
		}
	}
}

// A field may be findable on some records: on the others it counts as empty.
func TestFindableDependsOnTheRecord(t *testing.T) {
	t.Parallel()
	b := newNotebook(t,
		document(t, definition.KindGrant, "note_own", `{"name":"note_own","role":"clerk","entity":"note","actions":["read"],"scope":"own","read":"all"}`),
		document(t, definition.KindGrant, "note_all", `{"name":"note_all","role":"clerk","entity":"note","actions":["read"],"scope":"all","read":"all","find":{"only":["title"]}}`))
	b.note(t, mortise.Record{"title": "mine", "rank": 1, "author": b.clerkID})
	b.note(t, mortise.Record{"title": "others", "rank": 1})
	b.note(t, mortise.Record{"title": "higher", "rank": 2})
	found, err := b.titles(t, b.clerk, record.ListRequest{Filter: "rank == 1"})
	require.NoError(t, err)
	require.Equal(t, []string{"mine"}, found)
	found, err = b.titles(t, b.clerk, record.ListRequest{Filter: "rank == nil", Sort: "title"})
	require.NoError(t, err)
	require.Equal(t, []string{"higher", "others"}, found)
	found, err = b.titles(t, b.clerk, record.ListRequest{Sort: "rank,title"})
	require.NoError(t, err)
	require.Equal(t, []string{"mine", "higher", "others"}, found, "no order betrays a rank")
}

// onceNote is a note whose rank is set once.
var onceNote = strings.Replace(note, `"title":"Rank"`, `"title":"Rank","x-set-once":true`, 1)

func TestFieldsThatAreSetOnce(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, document(t, definition.KindGrant, "note_clerk",
		`{"name":"note_clerk","role":"clerk","entity":"note","actions":["read","create","update"],"scope":"all","read":"all","write":"all","once":["weight"]}`))
	b.Publish(t, []mortise.Document{document(t, definition.KindEntity, "note", onceNote)})
	ctx := context.Background()
	clerk := b.caller(t, b.clerkID)
	admin, _, err := b.App.Identity.UserByEmail(ctx, "main", "root@example.test")
	require.NoError(t, err)
	root := b.caller(t, admin)
	update := func(c *record.Caller, id, field, value string) error {
		_, err := b.records.Update(ctx, c, "note", record.UpdateRequest{ID: id, Fields: map[string]any{field: json.Number(value)}})
		return err
	}
	id := b.note(t, mortise.Record{"title": "empty"})
	for _, field := range []string{"weight", "rank"} {
		may, err := b.records.MayI(ctx, clerk, "note", []string{id})
		require.NoError(t, err)
		require.Equal(t, "write", may[id].Fields[field])
		require.NoError(t, update(clerk, id, field, "5"), "while it is empty")
		require.NoError(t, update(clerk, id, field, "5"), "the same value changes nothing")
		err = update(clerk, id, field, "6")
		require.Equal(t, "field_set_once", code(t, err))
		require.ErrorContains(t, err, "/"+field)
		may, err = b.records.MayI(ctx, clerk, "note", []string{id})
		require.NoError(t, err)
		require.Empty(t, may[id].Fields[field])
	}
	require.NoError(t, update(root, id, "weight", "6"), "another grant knows no such limit")
	require.Equal(t, "field_set_once", code(t, update(root, id, "rank", "6")), "the definition binds everybody")
	_, err = b.records.Update(ctx, root, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"rank": nil}})
	require.Equal(t, "field_set_once", code(t, err), "nor may it be emptied")
	_, err = b.records.Create(ctx, clerk, "note", map[string]any{"title": "new", "weight": json.Number("1"), "rank": json.Number("1")})
	require.NoError(t, err, "a new record is free")
}
