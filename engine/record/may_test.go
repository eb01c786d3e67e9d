package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Who may delete a record for good is told so: a page offers nothing else.
func TestMayTellsOfPurges(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", `"actions":["read","purge"],"scope":"all","when":"rank < 3"`))
	ctx := context.Background()
	for rank, want := range map[int]bool{1: true, 3: false} {
		id := b.note(t, mortise.Record{"title": "canary", "rank": rank})
		may, err := b.records.MayI(ctx, b.clerk, "note", []string{id})
		require.NoError(t, err)
		if want {
			require.Contains(t, may[id].Actions, "purge")
		} else {
			require.NotContains(t, may[id].Actions, "purge")
		}
	}
}
