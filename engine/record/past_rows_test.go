package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// stepTexts are the texts of a ticket's rows, with what agents may not see.
func stepTexts(t testing.TB, rec mortise.Record) (list []string) {
	t.Helper()
	rows, _ := rec["steps"].([]any)
	for _, v := range rows {
		row := mortise.Record(v.(map[string]any))
		list = append(list, row.Text("text")+"/"+row.Text("hidden"))
	}
	return list
}

func rowOf(t testing.TB, rec mortise.Record, i int, more mortise.Record) map[string]any {
	t.Helper()
	row := map[string]any{"id": rec["steps"].([]any)[i].(map[string]any)["id"]}
	for name, v := range more {
		row[name] = v
	}
	return row
}

// Rows of tables come back with their record: those that went, those that were
// changed and in their order; what came since goes.
func TestTablesAreTakenBackWithTheirRecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.Admin.Records("ticket")
	step := func(text string) map[string]any { return map[string]any{"text": text, "hidden": "h-" + text} }
	first := d.ticket(t, mortise.Record{"title": "one", "owner": d.agentID, "steps": []any{step("a"), step("b"), step("c")}})
	d.change(t, first, mortise.Record{"title": "two", "steps": []any{step("d"), rowOf(t, first, 2, nil), rowOf(t, first, 0, mortise.Record{"text": "A"})}})
	whole := []string{"a/h-a", "b/h-b", "c/h-c"}

	would, err := tickets.PreviewRevert(ctx, first.ID(), 1)
	require.NoError(t, err)
	require.Equal(t, []string{"title", "steps"}, []string{would.Changes[0].Name, would.Changes[1].Name})
	require.Equal(t, whole, stepTexts(t, mortise.Record{"steps": would.Changes[1].After}))
	require.Equal(t, []string{"d/h-d", "c/h-c", "A/h-a"}, stepTexts(t, mortise.Record{"steps": would.Changes[1].Before}))
	seq := d.entry(t, first.ID()).Seq
	undone, err := tickets.Undo(ctx, first.ID(), seq)
	require.NoError(t, err)
	require.Equal(t, whole, stepTexts(t, undone))
	require.Equal(t, "one", undone.Text("title"))

	again, err := tickets.Undo(ctx, first.ID(), d.entry(t, first.ID()).Seq)
	require.NoError(t, err)
	require.Equal(t, []string{"d/h-d", "c/h-c", "A/h-a"}, stepTexts(t, again), "undone twice is done")
	back, err := tickets.Revert(ctx, first.ID(), 1)
	require.NoError(t, err)
	require.Equal(t, whole, stepTexts(t, back))

	d.change(t, first, mortise.Record{"steps": []any{rowOf(t, back, 0, mortise.Record{"text": "x"}), rowOf(t, back, 1, nil), rowOf(t, back, 2, nil)}})
	seq = d.entry(t, first.ID()).Seq
	d.change(t, first, mortise.Record{"steps": []any{rowOf(t, back, 0, mortise.Record{"text": "y"}), rowOf(t, back, 1, nil), rowOf(t, back, 2, nil)}})
	_, err = tickets.Undo(ctx, first.ID(), seq)
	require.Contains(t, conflictsOf(t, err), "steps", "a row that was changed since stays")

	// Who may not restore rows cannot bring them back, and changes nothing.
	d.change(t, first, mortise.Record{"title": "three", "steps": []any{}})
	now, err := d.agent.Records("ticket").Get(ctx, first.ID())
	require.NoError(t, err)
	_, err = d.agent.Records("ticket").Revert(ctx, first.ID(), 1)
	require.Equal(t, map[string]string{"/steps": "action_not_granted"}, pointers(problemFrom(t, err)))
	same, err := d.agent.Records("ticket").Get(ctx, first.ID())
	require.NoError(t, err)
	require.Equal(t, now, same)
}
