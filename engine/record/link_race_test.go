package record_test

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Two writers of one list: it is always the list of one of them, and the history
// tells what each has found.
func TestWritersOfOneListOfLinksWaitForEachOther(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	crates, stamps := s.Admin.Records("crate"), s.Admin.Records("stamp")
	var ids []string
	for _, title := range []string{"a", "b", "c", "d"} {
		ids = append(ids, made(t, stamps, mortise.Record{"title": title}))
	}
	crate := made(t, crates, mortise.Record{"title": "x"})
	lists := [][]string{{ids[0], ids[1], ids[2]}, {ids[2], ids[3], ids[0]}}
	var writers sync.WaitGroup
	for _, list := range lists {
		writers.Add(1)
		go func() {
			defer writers.Done()
			for range 12 {
				_, err := crates.Update(ctx, crate, 0, mortise.Record{"stamps": list})
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	writers.Wait()
	db, err := pgx.Connect(ctx, s.DSN())
	require.NoError(t, err)
	defer db.Close(ctx)
	rows, err := db.Query(ctx, "SELECT before -> 'f_k4b2c3d4e5', after -> 'f_k4b2c3d4e5' FROM ws_main.change WHERE record = $1 AND action = 'update' ORDER BY version", crate)
	require.NoError(t, err)
	type change struct{ Before, After any }
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[change])
	require.NoError(t, err)
	require.Len(t, changes, 24)
	var found any
	for i, c := range changes {
		require.Equal(t, found, c.Before, "change %d", i)
		found = c.After
	}
	rec, err := crates.Get(ctx, crate)
	require.NoError(t, err)
	require.Equal(t, found, rec["stamps"])
}
