package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/store"
)

// TestFollowPassesOverNoLateCommit: what a follower has behind him stays whole,
// whatever commits later.
func TestFollowPassesOverNoLateCommit(t *testing.T) {
	t.Parallel()
	w := workspacetest.New(t)
	enter := func(q store.Querier, record string) {
		_, err := q.Exec(t.Context(), `INSERT INTO "`+w.Schema+`".change (entity, record, version, action, channel) VALUES ('x', $1, 1, 'update', 'api')`, record)
		require.NoError(t, err)
	}
	now, err := w.DB.Latest(t.Context(), w.Name)
	require.NoError(t, err)
	require.Empty(t, now.Moves)
	require.Positive(t, now.Epoch)
	late, early := uuid.NewString(), uuid.NewString()
	tx, err := w.Pool.Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(context.Background()) }()
	enter(tx, late)
	enter(w.Pool, early)
	first, err := w.DB.Follow(t.Context(), w.Name, now.Upto, 10)
	require.NoError(t, err)
	require.Empty(t, first.Moves, "a transaction before it still runs")
	require.NoError(t, tx.Commit(t.Context()))
	at, heard := first.Upto, []string{}
	require.Eventually(t, func() bool {
		next, err := w.DB.Follow(t.Context(), w.Name, at, 1)
		require.NoError(t, err)
		require.False(t, next.Upto.Before(at))
		at = next.Upto
		for _, m := range next.Moves {
			heard = append(heard, m.Record)
		}
		return len(heard) == 2
	}, 20*time.Second, time.Millisecond)
	require.Equal(t, []string{late, early}, heard)
}
