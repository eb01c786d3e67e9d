package pool_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/store"
)

// exec runs statements in the workspace, named by $.
func (d *desk) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	_, err := d.App.DB.Pool().Exec(context.Background(), strings.ReplaceAll(sql, "$.", `"`+store.SchemaName("main")+`".`), args...)
	require.NoError(t, err)
}

func (d *desk) count(t testing.TB, sql string) (n int) {
	t.Helper()
	require.NoError(t, d.App.DB.Pool().QueryRow(context.Background(), strings.ReplaceAll(sql, "$.", `"`+store.SchemaName("main")+`".`)).Scan(&n))
	return n
}

// crowd has a user own many tickets since start, each with one answer; the
// database is never told how many there are.
func crowd(t testing.TB, d *desk, owner string, start time.Time, n int) {
	t.Helper()
	for _, table := range []string{"e_t0k3aq7w2e", "e_a0w6sj4t9b", "ownership", "reminder", "e_j8roq9ogag"} {
		d.exec(t, "ALTER TABLE $."+table+" SET (autovacuum_enabled = false)")
	}
	d.exec(t, `INSERT INTO $.e_t0k3aq7w2e (id, created_at, updated_at, f_t1m5xk1r9t, f_t2s7gw3q5u, f_t5o2lp7g4w)
		SELECT gen_random_uuid(), $2, $2, 'ticket', 'open', $1 FROM generate_series(1, $3)`, owner, start, n)
	d.exec(t, `INSERT INTO $.ownership (at, entity, record, action, to_user) SELECT $2, 't0k3aq7w2e', id, 'claim', $1 FROM $.e_t0k3aq7w2e`, owner, start)
	d.exec(t, `INSERT INTO $.e_a0w6sj4t9b (id, created_at, updated_at, f_a1n7cx3p5k, f_a2t8cx3p5k)
		SELECT gen_random_uuid(), $1, $1, 'answer', id FROM $.e_t0k3aq7w2e`, start)
}

const owned = "SELECT count(*) FROM $.e_t0k3aq7w2e WHERE f_t5o2lp7g4w IS NOT NULL"

func toldOf(kind string) string {
	return "SELECT count(DISTINCT f_cfi2l3w1ek) FROM $.e_j8roq9ogag WHERE f_gjo13q6s28 = '" + kind + "'"
}

// TestReturnGoesThroughAllWindows has more idle records than one transaction
// looks at, some of them between those that stay.
func TestReturnGoesThroughAllWindows(t *testing.T) {
	t.Parallel()
	d := newDesk(t, object{"return": object{"days": 10, "activity": "answer.ticket", "protect": "subject startsWith 'keep'", "remind": []int{2}}})
	a := d.person(t, "Ann", "agent")
	start := time.Now().Add(-10 * day)
	n := 2*store.IdleWindow + 7
	crowd(t, d, a.id, start, n)
	d.exec(t, "UPDATE $.e_t0k3aq7w2e SET f_t1m5xk1r9t = 'keep' WHERE id < '55555555-5555-5555-5555-555555555555'")
	kept := d.count(t, "SELECT count(*) FROM $.e_t0k3aq7w2e WHERE f_t1m5xk1r9t = 'keep'")
	d.returnAt(t, start.Add(8*day+time.Hour))
	require.Equal(t, n-kept, d.count(t, toldOf("return_soon")), "what is protected needs no reminder")
	require.Equal(t, n, d.count(t, owned))
	d.returnAt(t, start.Add(10*day+time.Hour))
	require.Equal(t, kept, d.count(t, owned))
	require.Equal(t, n-kept, d.count(t, toldOf("record_returned")))
	require.Equal(t, n-kept, d.count(t, "SELECT count(*) FROM $.ownership WHERE action = 'return' AND from_user IS NOT NULL AND to_user IS NULL"))
	require.Equal(t, n-kept, d.count(t, "SELECT count(*) FROM $.change WHERE action = 'return' AND before->>'f_t5o2lp7g4w' = '"+a.id+"' AND after->'f_t5o2lp7g4w' = 'null'"))
}

// BenchmarkReturn goes through 100,000 owned records, of tables that were never
// analyzed: nothing is due, all have to be reminded of, all go back.
func BenchmarkReturn(b *testing.B) {
	d := newDesk(b, object{"return": object{"days": 10, "activity": "answer.ticket", "remind": []int{2}}})
	a := d.person(b, "Ann", "agent")
	start := time.Now().Add(-10 * day)
	crowd(b, d, a.id, start, 100_000)
	for b.Loop() {
		for _, step := range []struct {
			name  string
			after time.Duration
		}{{"nothing", 5 * day}, {"remind", 8*day + time.Hour}, {"reminded", 8*day + 2*time.Hour}, {"return", 10*day + time.Hour}, {"returned", 10*day + 2*time.Hour}} {
			began := time.Now()
			d.returnAt(b, start.Add(step.after))
			b.ReportMetric(time.Since(began).Seconds(), step.name+"-s")
		}
	}
	require.Zero(b, d.count(b, owned))
}
