package bulk_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// held is a job that has come to a ticket which another transaction keeps.
type held struct {
	*office
	t     *testing.T
	conn  *pgx.Conn
	tx    pgx.Tx
	owner string
}

// tickets makes 60 more of a user's, and keeps that of a price.
func (o *office) tickets(t *testing.T, owner string, kept int) *held {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), o.DSN())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	_, err = conn.Exec(t.Context(), `INSERT INTO ws_main.e_k3f9q2m7xa (id, created_at, updated_at, version, f_h4r7k0v3qd, f_a1b2c3d4e5, f_d1b2c3d4e5)
		SELECT overlay(gen_random_uuid()::text placing lpad(n::text, 8, '0') from 1)::uuid, now(), now(), 1, 'more', n, $1::uuid FROM generate_series(0, 59) n`, owner)
	require.NoError(t, err)
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "SELECT FROM ws_main.e_k3f9q2m7xa WHERE f_h4r7k0v3qd = 'more' AND f_d1b2c3d4e5 = $1::uuid AND f_a1b2c3d4e5 = $2 FOR UPDATE", owner, kept)
	require.NoError(t, err)
	return &held{o, t, conn, tx, owner}
}

// begun starts a job that stops at the ticket which is kept.
func (h *held) begun(c *mortise.Client) string {
	h.t.Helper()
	job, err := c.Records("ticket").Bulk(h.t.Context(), mortise.BulkRequest{Action: "update", Filter: `title == "more" && holder == me`, Fields: mortise.Record{"price": 900}})
	require.NoError(h.t, err)
	require.Eventually(h.t, func() bool {
		var n int
		err := h.tx.QueryRow(h.t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))").Scan(&n)
		return err == nil && n > 0
	}, 20*time.Second, 5*time.Millisecond)
	return job.ID
}

func (h *held) release() { require.NoError(h.t, h.tx.Rollback(h.t.Context())) }

// end waits for a job, and says how many tickets it has changed.
func (h *held) end(id string) (state, code string, changed int) {
	h.t.Helper()
	require.Eventually(h.t, func() bool {
		err := h.App.DB.Pool().QueryRow(h.t.Context(), "SELECT state, coalesce(problem->>'code', '') FROM ws_main.job WHERE id = $1 AND ended_at IS NOT NULL", id).Scan(&state, &code)
		return err == nil
	}, 20*time.Second, 5*time.Millisecond)
	require.NoError(h.t, h.App.DB.Pool().QueryRow(h.t.Context(), "SELECT count(*) FROM ws_main.e_k3f9q2m7xa WHERE f_d1b2c3d4e5 = $1::uuid AND f_a1b2c3d4e5 = 900", h.owner).Scan(&changed))
	return state, code, changed
}

// What was changed before the cancelling stays, and is counted; what was being
// changed is taken back.
func TestCancelledInTheMiddle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Work(t)
	h := o.tickets(t, o.clerkID, 55)
	id := h.begun(o.clerk)
	job, err := o.clerk.CancelJob(t.Context(), id)
	require.NoError(t, err)
	require.True(t, job.Cancelling)
	state, _, changed := h.end(id)
	h.release()
	require.Equal(t, []any{"cancelled", 50}, []any{state, changed})
	for range 2 {
		job, err = o.clerk.CancelJob(t.Context(), id)
		require.NoError(t, err, "a second time changes nothing")
		require.Equal(t, "cancelled", job.State)
		require.Equal(t, map[string]int64{"done": 50}, job.Counts)
	}
	_, err = o.clerk.JobFile(t.Context(), id)
	require.Equal(t, "not_found", codeOf(t, err))
}

// From when a right is taken on, nothing more is changed, and the job says why.
func TestRightsTakenInTheMiddle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Work(t)
	ctx := t.Context()
	do := func(c *mortise.Client, method, path string) {
		t.Helper()
		_, err := c.Do(ctx, mortise.Request{Method: method, Path: path})
		require.NoError(t, err)
	}
	for want, take := range map[string]func(id string, c *mortise.Client) (with *mortise.Client, then func()){
		"not_found": func(id string, c *mortise.Client) (*mortise.Client, func()) {
			return c, func() { o.takeRoles(t, id) }
		},
		"job_account_closed": func(id string, c *mortise.Client) (*mortise.Client, func()) {
			return c, func() { do(o.Admin, http.MethodPost, "/api/v1/users/"+id+"/disable") }
		},
		"token_ended": func(_ string, c *mortise.Client) (*mortise.Client, func()) {
			token, err := c.NewToken(ctx, mortise.TokenRequest{Name: "robot", Scopes: []string{"read", "write", "bulk_edit"}, Days: 1})
			require.NoError(t, err)
			with, err := mortise.New(o.URL, mortise.WithToken(token.Token))
			require.NoError(t, err)
			return with, func() { do(c, http.MethodDelete, "/api/v1/me/sessions/"+token.ID) }
		},
	} {
		user, c := o.NewUser(t, "clerk", []string{"clerk"})
		with, then := take(user, c)
		h := o.tickets(t, user, 10)
		id := h.begun(with)
		then()
		h.release()
		state, code, changed := h.end(id)
		require.Equal(t, "failed", state, want)
		require.Equal(t, want, code)
		require.LessOrEqual(t, changed, 11, want)
		if want == "not_found" { // what it has found is not his any more
			job, err := c.Job(ctx, id)
			require.NoError(t, err)
			require.Equal(t, "failed", job.State)
			require.Empty(t, job.Result)
		}
	}
}

// What a job was refused is told as long as its user may do the like.
func TestFailuresAreOfWhoMayDoTheLike(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Work(t)
	job, result := o.done(t, o.clerk, mortise.BulkRequest{Action: "update", IDs: []string{o.own[0], o.root}, Fields: mortise.Record{"price": 3}})
	require.Len(t, result.Problems, 1)
	link, err := o.clerk.JobLink(t.Context(), job.ID)
	require.NoError(t, err)
	_, err = o.clerk.JobFile(t.Context(), job.ID)
	require.NoError(t, err)
	o.takeRoles(t, o.clerkID)
	_, err = o.clerk.JobFile(t.Context(), job.ID)
	require.Equal(t, "not_found", codeOf(t, err))
	resp, err := http.Get(link)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
	shown, err := o.clerk.Job(t.Context(), job.ID)
	require.NoError(t, err)
	require.Nil(t, shown.File)
	require.Empty(t, shown.Result)
	list, err := o.clerk.Jobs(t.Context(), mortise.JobOptions{})
	require.NoError(t, err)
	require.Empty(t, list.Data[0].Result)
}

// takeRoles archives the assignments of a user.
func (o *office) takeRoles(t *testing.T, user string) {
	t.Helper()
	for rec, err := range o.Admin.Records("user_role").All(t.Context(), mortise.ListOptions{}) {
		require.NoError(t, err)
		for _, v := range rec {
			if v == user {
				require.NoError(t, o.Admin.Records("user_role").Archive(t.Context(), rec.ID()))
				break
			}
		}
	}
}
