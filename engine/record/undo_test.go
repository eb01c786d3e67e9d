package record_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// entry is the newest change of a record.
func (d *desk) entry(t testing.TB, id string) mortise.Change {
	t.Helper()
	list, err := d.Admin.Records("ticket").History(context.Background(), id)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list[0]
}

func TestUndoTakesOneChangeBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.Admin.Records("ticket")
	far := d.ticket(t, mortise.Record{"title": "far"})
	rec := d.ticket(t, mortise.Record{"title": "one", "price": 2.5, "count": 2, "due": "2026-01-02T03:04:05.5+08:00", "above": far.ID(), "members": []string{d.agentID, d.me(t)}})
	d.change(t, rec, mortise.Record{"price": 4, "due": nil, "above": nil, "members": []string{d.me(t)}})
	wrong := d.entry(t, rec.ID())
	d.change(t, rec, mortise.Record{"title": "two"})
	undone, err := tickets.Undo(ctx, rec.ID(), wrong.Seq)
	require.NoError(t, err)
	require.Equal(t, []any{"two", json.Number("2.5"), json.Number("5"), "2026-01-01T19:04:05.5Z", far.ID(), []any{d.agentID, d.me(t)}},
		[]any{undone["title"], undone["price"], undone["total"], undone["due"], undone["above"], undone["members"]})

	_, err = tickets.Undo(ctx, rec.ID(), wrong.Seq)
	require.Contains(t, conflictsOf(t, err), "price", "what was changed since is not overwritten")
	_, err = tickets.Undo(ctx, rec.ID(), d.entry(t, far.ID()).Seq)
	require.Equal(t, map[string]string{"/seq": "no_such_change"}, pointers(problemFrom(t, err)))

	require.NoError(t, tickets.Archive(ctx, rec.ID()))
	back, err := tickets.Undo(ctx, rec.ID(), d.entry(t, rec.ID()).Seq)
	require.NoError(t, err)
	require.Nil(t, back["archived_at"])
	gone, err := tickets.Undo(ctx, far.ID(), d.entry(t, far.ID()).Seq)
	require.NoError(t, err)
	require.NotNil(t, gone["archived_at"], "what was made is archived")
	d.change(t, rec, mortise.Record{"pin": "1234"})
	_, err = tickets.Undo(ctx, rec.ID(), d.entry(t, rec.ID()).Seq)
	require.Equal(t, "cannot_undo", problemFrom(t, err).Code)
}

func TestRevertGivesTheValuesOfAVersion(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.Admin.Records("ticket")
	rec := d.ticket(t, mortise.Record{"title": "one", "count": 1, "inner": "canary", "owner": d.agentID, "pin": "1"})
	d.change(t, rec, mortise.Record{"title": "two"})
	d.change(t, rec, mortise.Record{"title": "three", "count": 2, "inner": "x", "members": []string{d.agentID}, "pin": "2"})
	d.change(t, rec, mortise.Record{"count": 3})

	would, err := d.agent.Records("ticket").PreviewRevert(ctx, rec.ID(), 2)
	require.NoError(t, err)
	require.Equal(t, []mortise.FieldChange{{Name: "title", Before: "three", After: "two"}, {Name: "count", Before: json.Number("3"), After: json.Number("1")},
		{Name: "members", Before: []any{d.agentID}, After: would.Changes[2].After, Labels: map[string]string{d.agentID: "agent"}}}, would.Changes)
	require.Equal(t, "/pin", would.Skipped[0].Pointer)
	now, err := d.agent.Records("ticket").Revert(ctx, rec.ID(), 2)
	require.NoError(t, err)
	require.Equal(t, []any{"two", json.Number("1")}, []any{now["title"], now["count"]})
	all, err := tickets.Get(ctx, rec.ID())
	require.NoError(t, err)
	require.Equal(t, "x", all.Text("inner"), "what he may not see stays")
	require.Empty(t, all["members"])
	_, err = tickets.Revert(ctx, rec.ID(), 1)
	require.NoError(t, err)
	for _, version := range []int64{0, 99} {
		_, err = tickets.Revert(ctx, rec.ID(), version)
		require.Contains(t, pointers(problemFrom(t, err)), "/version")
	}

	d.change(t, rec, mortise.Record{"owner": d.me(t)})
	for _, path := range []string{":undo", ":revert"} {
		body := `{"seq":1,"version":1}`
		_, hidden := d.send(t, d.agent, "a", "POST", "/api/v1/records/ticket/"+rec.ID()+path, body)
		_, missing := d.send(t, d.agent, "b", "POST", "/api/v1/records/ticket/01890000-0000-7000-8000-000000000000"+path, body)
		require.Equal(t, http.StatusNotFound, hidden.Status)
		require.Equal(t, string(missing.Body), string(hidden.Body))
	}
}

// The history has every change, in the order of versions, with names and in the
// form that the record has its values.
func TestHistoryIsWhole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	far := d.ticket(t, mortise.Record{"title": "canary", "owner": d.me(t)})
	rec := d.ticket(t, mortise.Record{"title": "one", "owner": d.agentID, "above": far.ID(), "due": "2026-01-02T03:04:05+08:00", "members": []string{d.agentID}})
	for i := range 60 {
		d.change(t, rec, mortise.Record{"price": json.Number(strconv.Itoa(i) + ".50"), "due": "2026-01-02T03:04:0" + strconv.Itoa(i%10) + "Z"})
	}
	var versions, want []int64
	var last mortise.Change
	for one, err := range d.agent.Records("ticket").AllHistory(ctx, rec.ID()) {
		require.NoError(t, err)
		versions, want = append(versions, one.Version), append(want, int64(61-len(want)))
		last = one
	}
	require.Equal(t, want, versions)
	require.Equal(t, "create", last.Action)
	require.Equal(t, "api", last.Channel)
	labels := map[string]map[string]string{}
	for _, f := range last.Fields {
		labels[f.Name] = f.Labels
	}
	require.Equal(t, map[string]string{d.agentID: "agent"}, labels["members"])
	require.Equal(t, map[string]string{d.agentID: "agent"}, labels["owner"])
	require.Nil(t, labels["above"], "what he cannot read has no name")
	newest := d.entry(t, rec.ID())
	for _, f := range newest.Fields {
		if f.Name == "due" {
			require.Equal(t, []any{"2026-01-02T03:04:08Z", "2026-01-02T03:04:09Z"}, []any{f.Before, f.After})
		}
		if f.Name == "price" {
			require.Equal(t, []any{json.Number("58.5"), json.Number("59.5")}, []any{f.Before, f.After})
		}
	}
}
