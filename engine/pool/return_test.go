package pool_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/pool"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const day = 24 * time.Hour

// returnAt runs the automatic return at a time.
func (d *desk) returnAt(t testing.TB, now time.Time) {
	t.Helper()
	w, ok, err := d.App.Workspaces.Named(context.Background(), "main")
	require.NoError(t, err)
	require.True(t, ok)
	state, err := w.Refresh(context.Background())
	require.NoError(t, err)
	require.NoError(t, pool.Return(context.Background(), d.App.DB, "main", state.Snapshot, now))
}

// claim takes a ticket at a time.
func (p *person) claim(t testing.TB, id string, now time.Time) error {
	t.Helper()
	_, err := p.desk.App.Records.Claim(context.Background(), p.at(t, now), "ticket", record.HandRequest{ID: id})
	return err
}

func (d *desk) owner(t testing.TB, id string) string {
	t.Helper()
	rec, err := d.tickets.Get(context.Background(), id)
	require.NoError(t, err)
	return rec.Text("owner")
}

// told lists the kinds of what a user was notified of, oldest first.
func (d *desk) told(t testing.TB, user string) []string {
	t.Helper()
	var kinds []string
	rows, err := d.App.DB.Pool().Query(context.Background(), `SELECT f_gjo13q6s28 FROM "`+store.SchemaName("main")+
		`".e_j8roq9ogag WHERE f_karw8tsjki = $1 ORDER BY created_at, id`, user)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var kind string
		require.NoError(t, rows.Scan(&kind))
		kinds = append(kinds, kind)
	}
	require.NoError(t, rows.Err())
	return kinds
}

func TestWhatNobodyWorksOnGoesBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"claim": object{"coolDown": 48}, "return": object{"days": 10, "activity": "answer.ticket", "protect": "subject startsWith 'keep'", "remind": []int{3, 1}}})
	a, b := d.person(t, "Ann", "agent"), d.person(t, "Bea", "agent")
	start := time.Now()
	idle, busy, kept := d.ticket(t, "idle"), d.ticket(t, "busy"), d.ticket(t, "keep this")
	for _, id := range []string{idle, busy, kept} {
		require.NoError(t, a.claim(t, id, start))
	}
	d.returnAt(t, start.Add(6*day))
	require.Empty(t, d.told(t, a.id))
	d.returnAt(t, start.Add(7*day+time.Hour))
	require.Equal(t, []string{"return_soon", "return_soon"}, d.told(t, a.id), "idle and busy, once each")
	d.returnAt(t, start.Add(7*day+2*time.Hour))
	require.Len(t, d.told(t, a.id), 2, "no second time")
	require.Equal(t, a.id, d.owner(t, idle))

	answer, err := d.Admin.Records("answer").Create(ctx, mortise.Record{"text": "on it", "ticket": busy})
	require.NoError(t, err)
	d.move(t, answer.ID(), start.Add(8*day))
	d.returnAt(t, start.Add(9*day+time.Hour))
	require.Len(t, d.told(t, a.id), 3, "the last reminder of the idle one alone")

	d.returnAt(t, start.Add(10*day+time.Hour))
	require.Empty(t, d.owner(t, idle))
	require.Equal(t, a.id, d.owner(t, busy), "an answer counts as work")
	require.Equal(t, a.id, d.owner(t, kept), "what is protected stays")
	require.Equal(t, "record_returned", d.told(t, a.id)[3])

	owners, err := d.tickets.Owners(ctx, idle)
	require.NoError(t, err)
	require.Equal(t, "return", owners[0].Action)
	require.Equal(t, a.id, owners[0].From.User.ID)
	require.Nil(t, owners[0].To)
	require.Nil(t, owners[0].By)
	require.Equal(t, "queue", owners[0].Pool)
	history, err := d.tickets.History(ctx, idle)
	require.NoError(t, err)
	require.Equal(t, "return", history[0].Action)

	require.Equal(t, "cool_down", refusal(a.claim(t, idle, start.Add(11*day))))
	require.NoError(t, b.claim(t, idle, start.Add(11*day)))
	d.returnAt(t, start.Add(15*day+2*time.Hour))
	require.Equal(t, "return_soon", d.told(t, a.id)[4], "a new reminder after new work")
	require.Empty(t, d.told(t, b.id))
	d.returnAt(t, start.Add(22*day))
	require.Empty(t, d.owner(t, idle))
	require.NoError(t, a.claim(t, idle, start.Add(22*day+time.Hour)))
}

// move sets when an answer was created.
func (d *desk) move(t testing.TB, answer string, to time.Time) {
	t.Helper()
	_, err := d.App.DB.Pool().Exec(context.Background(), `UPDATE "`+store.SchemaName("main")+`".e_a0w6sj4t9b SET created_at = $2 WHERE id = $1`, answer, to)
	require.NoError(t, err)
}

func TestAFieldCanTellOfWork(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"return": object{"days": 10, "activity": "touched"}})
	a := d.person(t, "Ann", "agent")
	start := time.Now()
	idle, busy := d.ticket(t, "idle"), d.ticket(t, "busy")
	require.NoError(t, a.claim(t, idle, start))
	require.NoError(t, a.claim(t, busy, start))
	_, err := a.tickets.Update(ctx, busy, 0, mortise.Record{"touched": start.Add(5 * day).UTC().Format(time.RFC3339)})
	require.NoError(t, err)
	d.returnAt(t, start.Add(11*day))
	require.Empty(t, d.owner(t, idle))
	require.Equal(t, a.id, d.owner(t, busy))
	d.returnAt(t, start.Add(16*day))
	require.Empty(t, d.owner(t, busy))
}

// TestWorkThatCommitsFirstSavesARecord has the return meet an answer that is
// being written: whichever comes first counts.
func TestWorkThatCommitsFirstSavesARecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"return": object{"days": 10, "activity": "answer.ticket"}})
	a := d.person(t, "Ann", "agent")
	start := time.Now()
	id := d.ticket(t, "late")
	require.NoError(t, a.claim(t, id, start))
	tx, err := d.App.DB.Pool().Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = tx.Exec(ctx, `INSERT INTO "`+store.SchemaName("main")+`".e_a0w6sj4t9b (id, created_at, updated_at, f_a1n7cx3p5k, f_a2t8cx3p5k) VALUES (gen_random_uuid(), $2, $2, 'now', $1)`,
		id, start.Add(11*day))
	require.NoError(t, err)
	d.returnAt(t, start.Add(11*day+time.Hour))
	require.Equal(t, a.id, d.owner(t, id), "it is left to the next run")
	require.NoError(t, tx.Commit(ctx))
	d.returnAt(t, start.Add(11*day+time.Hour))
	require.Equal(t, a.id, d.owner(t, id))
	d.returnAt(t, start.Add(22*day))
	require.Empty(t, d.owner(t, id))
}
