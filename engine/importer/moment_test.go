package importer_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// An import that is cancelled in its second batch keeps the first, counts it,
// and tells of what was refused of it. One whose user is disabled meanwhile
// begins no third.
func TestJobIsCancelledOrLosesItsRightsInTheMiddle(t *testing.T) {
	t.Parallel()
	s := market(t)
	ctx := t.Context()
	s.Publish(t, []mortise.Document{
		{Kind: "role", Name: "clerk", Body: []byte(`{"name":"clerk","x-id":"r1b2c3d4e5","title":"Clerk"}`)},
		{Kind: "grant", Name: "firm_clerk", Body: []byte(`{"name":"firm_clerk","role":"clerk","entity":"firm","scope":"all","actions":["read","create","update","import"],"read":"all","write":"all"}`)},
	})
	conn, err := pgx.Connect(ctx, s.DSN())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	for prefix, end := range map[string]func(id string, c *mortise.Client, job string) (state, code string){
		"c": func(_ string, c *mortise.Client, job string) (string, string) {
			_, err := c.CancelJob(ctx, job)
			require.NoError(t, err)
			return "cancelled", ""
		},
		"d": func(id string, _ *mortise.Client, _ string) (string, string) {
			_, err := s.Admin.Do(ctx, mortise.Request{Method: "POST", Path: "/api/v1/users/" + id + "/disable"})
			require.NoError(t, err)
			return "failed", "job_account_closed"
		},
	} {
		id, c := s.NewUser(t, "clerk", []string{"clerk"})
		kept, err := s.Admin.Records("firm").Create(ctx, mortise.Record{"title": "Kept", "code": prefix + "1050"})
		require.NoError(t, err)
		tx, err := conn.Begin(ctx)
		require.NoError(t, err)
		_, err = tx.Exec(ctx, "SELECT FROM ws_main.e_firm000001 WHERE id = $1 FOR UPDATE", kept.ID())
		require.NoError(t, err)
		var list strings.Builder
		list.WriteString("Title,Code,Size\n")
		for n := range 2100 {
			size := 1
			if n == 5 {
				size = 5000 // refused
			}
			fmt.Fprintf(&list, "New,%s%d,%d\n", prefix, n, size)
		}
		job, err := c.Records("firm").ImportFile(ctx, mortise.ImportOrder{File: upload(t, c, "list.csv", list.String()), Mode: "upsert", Key: []string{"code"}})
		require.NoError(t, err)
		require.Eventually(t, func() bool {
			var n int
			err := tx.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))").Scan(&n)
			return err == nil && n > 0
		}, 20*time.Second, 5*time.Millisecond)
		wantState, wantCode := end(id, c, job.ID)
		if wantState == "failed" {
			require.NoError(t, tx.Rollback(ctx))
		}
		var state, code string
		require.Eventually(t, func() bool {
			err := s.App.DB.Pool().QueryRow(ctx, "SELECT state, coalesce(problem->>'code', '') FROM ws_main.job WHERE id = $1 AND ended_at IS NOT NULL", job.ID).Scan(&state, &code)
			return err == nil
		}, 20*time.Second, 5*time.Millisecond)
		require.Equal(t, []string{wantState, wantCode}, []string{state, code})
		var written int
		require.NoError(t, s.App.DB.Pool().QueryRow(ctx, "SELECT count(*) FROM ws_main.e_firm000001 WHERE f_firm000003 LIKE $1 AND f_firm000002 = 'New'", prefix+"%").Scan(&written))
		if wantState == "failed" {
			require.LessOrEqual(t, written, 1999, "nothing of the third batch")
			continue
		}
		require.Equal(t, 999, written, "the first batch alone, but for what was refused of it")
		require.NoError(t, tx.Rollback(ctx))
		for range 2 {
			job, err = c.CancelJob(ctx, job.ID)
			require.NoError(t, err, "a second time changes nothing")
			require.Equal(t, "cancelled", job.State)
			require.Equal(t, map[string]int64{"created": 999, "updated": 0, "failed": 1, "skipped": 0}, job.Counts)
		}
		file, err := c.JobFile(ctx, job.ID)
		require.NoError(t, err)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file), "\ufeff"))).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2, "what was refused is told whole")
	}
}
