package store_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
)

func TestPruneKeepsWhatIsYoung(t *testing.T) {
	t.Parallel()
	w := workspacetest.New(t)
	now := time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
	require.NoError(t, w.DB.EnsurePartitions(t.Context(), w.Name, now.AddDate(-1, 0, 0)))
	require.NoError(t, w.DB.EnsurePartitions(t.Context(), w.Name, now))
	require.NoError(t, w.DB.EnsurePartitions(t.Context(), w.Name, now), "twice is nothing")
	for _, at := range []time.Time{now, now.AddDate(0, -2, 0), now.AddDate(0, -11, 0), now.AddDate(-3, 0, 0)} {
		_, err := w.Pool.Exec(t.Context(), `INSERT INTO "`+w.Schema+`".decision (at, entity, action, allowed, revision, channel) VALUES ($1, 'x', 'read', true, 1, 'api')`, at)
		require.NoError(t, err)
		_, err = w.Pool.Exec(t.Context(), `INSERT INTO "`+w.Schema+`".traffic (minute, principal, entity, action, channel) VALUES ($1, gen_random_uuid(), 'x', 'read', 'api')`, at)
		require.NoError(t, err)
	}
	require.NoError(t, w.DB.PruneDecisions(t.Context(), w.Name, now.AddDate(0, -7, 0)))
	require.NoError(t, w.DB.PruneTraffic(t.Context(), w.Name, now.AddDate(0, 0, -90)))
	require.Equal(t, []time.Time{now.AddDate(0, -2, 0), now}, times(t, w, "at", "decision"))
	require.Equal(t, []time.Time{now.AddDate(0, -2, 0), now}, times(t, w, "minute", "traffic"))
}

func times(t *testing.T, w *workspacetest.Workspace, column, table string) []time.Time {
	t.Helper()
	rows, err := w.Pool.Query(t.Context(), `SELECT `+column+` FROM "`+w.Schema+`".`+table+` ORDER BY 1`)
	require.NoError(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	require.NoError(t, err)
	for i := range all {
		all[i] = all[i].UTC()
	}
	return all
}
