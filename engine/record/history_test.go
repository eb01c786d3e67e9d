package record_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The history of a record is for those who are granted it there, and reading
// the record is needed besides.
func TestHistoryIsAnActionOfItsOwn(t *testing.T) {
	t.Parallel()
	b := newNotebook(t,
		noteGrant(t, "clerk", "note_seen", `"actions":["read","update"],"scope":"all","when":"rank < 3"`),
		noteGrant(t, "clerk", "note_past", `"actions":["history"],"scope":"all","when":"rank > 1"`))
	ctx := context.Background()
	for rank, want := range map[int]string{1: "action_not_granted", 2: "", 3: "not_found"} {
		id := b.note(t, mortise.Record{"title": "canary", "rank": rank})
		entries, err := b.records.History(ctx, b.clerk, "note", id, 0)
		require.Equal(t, want, code(t, err), "rank %d", rank)
		if want != "" {
			require.Empty(t, entries)
		}
	}
	_, err := b.records.History(ctx, b.clerk, "note", "nonsense", 0)
	require.Equal(t, "not_found", code(t, err))

	id := b.note(t, mortise.Record{"title": "with a reason", "rank": 2})
	c := *b.clerk
	c.Reason = " the customer asked "
	_, err = b.records.Update(ctx, &c, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"weight": json.Number("1")}})
	require.NoError(t, err)
	entries, err := b.records.History(ctx, b.clerk, "note", id, 0)
	require.NoError(t, err)
	require.Equal(t, "the customer asked", entries[0].Reason)

	may, err := b.records.MayI(ctx, b.clerk, "note", []string{id})
	require.NoError(t, err)
	require.Contains(t, may[id].Actions, "history")
	low := b.note(t, mortise.Record{"title": "low", "rank": 1})
	may, err = b.records.MayI(ctx, b.clerk, "note", []string{low})
	require.NoError(t, err)
	require.NotContains(t, may[low].Actions, "history")
}
