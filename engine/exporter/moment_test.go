package exporter_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// many is how many tickets there are: three pages, the last ticket first. The
// reading of the second page stops at a gate.
const many = 2200

// gate is one that whoever reads tickets has to pass.
type gate struct {
	t    *testing.T
	s    *serving.Server
	conn *pgx.Conn
}

// newGate makes tickets, the table of which has a gate from now on: nothing is
// read of that ticket while the gate is shut.
func newGate(t *testing.T, s *serving.Server) *gate {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	g := &gate{t, s, conn}
	g.exec(`INSERT INTO ws_main.e_k3f9q2m7xa (id, created_at, updated_at, version, f_h4r7k0v3qd, f_a1b2c3d4e5, f_x1b2c3d4e5)
		SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, now(), now(), 1, CASE n WHEN 700 THEN 'gate' ELSE 'ticket ' || n END, n, 'canary' || n FROM generate_series(1, 2200) n`)
	g.exec(`CREATE FUNCTION ws_main.gate(v text) RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN
		IF v = 'gate' THEN PERFORM pg_advisory_lock_shared(4242); PERFORM pg_advisory_unlock_shared(4242); END IF; RETURN v; END $$`)
	g.exec("ALTER TABLE ws_main.e_k3f9q2m7xa RENAME TO gated")
	g.exec(`DO $$ BEGIN EXECUTE (SELECT 'CREATE VIEW ws_main.e_k3f9q2m7xa AS SELECT ' || string_agg(CASE column_name WHEN 'f_h4r7k0v3qd' THEN 'ws_main.gate(f_h4r7k0v3qd) AS f_h4r7k0v3qd' ELSE quote_ident(column_name) END, ', ' ORDER BY ordinal_position)
		|| ' FROM ws_main.gated' FROM information_schema.columns WHERE table_schema = 'ws_main' AND table_name = 'gated'); END $$`)
	return g
}

func (g *gate) exec(sql string, args ...any) {
	g.t.Helper()
	_, err := g.conn.Exec(g.t.Context(), sql, args...)
	require.NoError(g.t, err)
}

func (g *gate) shut() { g.exec("SELECT pg_advisory_lock(4242)") }
func (g *gate) open() { g.exec("SELECT pg_advisory_unlock(4242)") }

// reached waits until somebody stands at the gate.
func (g *gate) reached() {
	g.t.Helper()
	require.Eventually(g.t, func() bool {
		var n int
		err := g.conn.QueryRow(g.t.Context(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4242 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").Scan(&n)
		return err == nil && n > 0
	}, 20*time.Second, 5*time.Millisecond)
}

// ended waits for a job, whoever may see it.
func (g *gate) ended(id string) (state, code string) {
	g.t.Helper()
	require.Eventually(g.t, func() bool {
		err := g.conn.QueryRow(g.t.Context(), "SELECT state, coalesce(problem->>'code', '') FROM ws_main.job WHERE id = $1 AND ended_at IS NOT NULL", id).Scan(&state, &code)
		return err == nil
	}, 20*time.Second, 5*time.Millisecond)
	return state, code
}

// begun starts an export that stands at the gate.
func (g *gate) begun(c *mortise.Client, format string) string {
	g.t.Helper()
	g.shut()
	job, err := c.Records("ticket").ExportJob(g.t.Context(), mortise.ExportRequest{Format: format, Fields: []string{"title", "price", "x1"}})
	require.NoError(g.t, err)
	g.reached()
	return job.ID
}

// stored tells whether the store has a content of a job.
func (g *gate) stored(id string) ([]byte, bool) {
	r, err := g.s.App.Files.Read(g.t.Context(), "main/jobs/"+id, 0, -1)
	if err != nil {
		return nil, false
	}
	defer r.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(r)
	require.NoError(g.t, err)
	return b.Bytes(), true
}

func codeOf(t *testing.T, err error) string {
	t.Helper()
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	return p.Code
}

func clerks(t *testing.T, s *serving.Server) {
	t.Helper()
	s.Publish(t, []mortise.Document{
		doc("role", "clerk", `{"name":"clerk","x-id":"r1b2c3d4e5","title":"Clerk"}`),
		doc("role", "reader", `{"name":"reader","x-id":"r2b2c3d4e5","title":"Reader"}`),
		doc("mask", "ticket_masked", `{"name":"ticket_masked","entity":"ticket","fields":["x1"],"show":"all","when":"true","except":["administrator","reader"]}`),
		doc("grant", "ticket_clerk", `{"name":"ticket_clerk","role":"clerk","entity":"ticket","actions":["read","export"],"scope":"all","read":"all"}`),
	})
}

// takeRole archives the assignment of a role.
func takeRole(t *testing.T, s *serving.Server, user, role string) {
	t.Helper()
	roles, err := s.Admin.Records("role").List(t.Context(), mortise.ListOptions{Filter: `name == "` + role + `"`})
	require.NoError(t, err)
	for rec, err := range s.Admin.Records("user_role").All(t.Context(), mortise.ListOptions{}) {
		require.NoError(t, err)
		holds := 0
		for _, v := range rec {
			if v == user || v == roles.Data[0].ID() {
				holds++
			}
		}
		if holds == 2 {
			require.NoError(t, s.Admin.Records("user_role").Archive(t.Context(), rec.ID()))
		}
	}
}

func TestCancelledInTheMiddleLeavesNoFile(t *testing.T) {
	t.Parallel()
	s := newOffice(t)
	g := newGate(t, s)
	s.Work(t)
	id := g.begun(s.Admin, "csv")
	job, err := s.Admin.CancelJob(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []any{"running", true}, []any{job.State, job.Cancelling})
	state, _ := g.ended(id)
	require.Equal(t, "cancelled", state)
	g.open()
	job, err = s.Admin.CancelJob(t.Context(), id)
	require.NoError(t, err, "a second time changes nothing")
	require.Equal(t, "cancelled", job.State)
	require.Nil(t, job.File)
	_, err = s.Admin.JobFile(t.Context(), id)
	require.Equal(t, "not_found", codeOf(t, err))
	_, err = s.Admin.JobLink(t.Context(), id)
	require.Equal(t, "not_found", codeOf(t, err))
	_, ok := g.stored(id)
	require.False(t, ok, "nothing stays in the store")
}

// What is taken from the user while the file is made ends its making, or is not
// in the rest of it; and what was made under other rights is not his any more.
func TestRightsTakenInTheMiddle(t *testing.T) {
	t.Parallel()
	s := newOffice(t)
	clerks(t, s)
	g := newGate(t, s)
	s.Work(t)
	ctx := t.Context()
	for want, take := range map[string]func(t *testing.T, id string, c *mortise.Client) (with *mortise.Client, then func()){
		"not_found": func(t *testing.T, id string, c *mortise.Client) (*mortise.Client, func()) {
			return c, func() { takeRole(t, s, id, "clerk") }
		},
		"job_account_closed": func(t *testing.T, id string, c *mortise.Client) (*mortise.Client, func()) {
			return c, func() {
				_, err := s.Admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/users/" + id + "/disable"})
				require.NoError(t, err)
			}
		},
		"token_ended": func(t *testing.T, _ string, c *mortise.Client) (*mortise.Client, func()) {
			token, err := c.NewToken(ctx, mortise.TokenRequest{Name: "robot", Scopes: []string{"read", "export:ticket"}, Days: 1})
			require.NoError(t, err)
			with, err := mortise.New(s.URL, mortise.WithToken(token.Token))
			require.NoError(t, err)
			return with, func() {
				_, err := c.Do(ctx, mortise.Request{Method: http.MethodDelete, Path: "/api/v1/me/sessions/" + token.ID})
				require.NoError(t, err)
			}
		},
	} {
		id, c := s.NewUser(t, "clerk", []string{"clerk"})
		with, then := take(t, id, c)
		job := g.begun(with, "csv")
		then()
		g.open()
		state, code := g.ended(job)
		require.Equal(t, []string{"failed", want}, []string{state, code})
		_, ok := g.stored(job)
		require.False(t, ok, want)
	}

	id, c := s.NewUser(t, "clerk", []string{"clerk", "reader"})
	whole, err := c.Records("ticket").ExportJob(ctx, mortise.ExportRequest{Format: "csv", Fields: []string{"title", "x1"}})
	require.NoError(t, err)
	g.ended(whole.ID)
	link, err := c.JobLink(ctx, whole.ID)
	require.NoError(t, err)
	require.True(t, bytes.Contains(fetched(t, link, http.StatusOK), []byte("canary100\n")))

	job := g.begun(c, "csv")
	takeRole(t, s, id, "reader")
	g.open()
	state, _ := g.ended(job)
	require.Equal(t, "done", state)
	file, ok := g.stored(job)
	require.True(t, ok)
	require.True(t, bytes.Contains(file, []byte("canary2200")), "read before")
	require.False(t, bytes.Contains(file, []byte("canary100\n")), "read afterwards")
	require.Equal(t, many+1, strings.Count(string(file), "\n"))
	for _, one := range []string{job, whole.ID} {
		_, err := c.JobFile(ctx, one)
		require.Equal(t, "export_rights_changed", codeOf(t, err))
		_, err = c.JobLink(ctx, one)
		require.Equal(t, "export_rights_changed", codeOf(t, err))
		shown, err := c.Job(ctx, one)
		require.NoError(t, err)
		require.Equal(t, "done", shown.State)
		require.Nil(t, shown.File)
		require.Empty(t, shown.Result)
	}
	fetched(t, link, http.StatusForbidden)
}

// An export that is begun again, for another process lost it, takes its quota
// and tells of itself once.
func TestBegunAgainCountsOnce(t *testing.T) {
	t.Parallel()
	s := newOffice(t)
	clerks(t, s)
	s.Publish(t, []mortise.Document{
		doc("restriction", "few", `{"name":"few","entity":"ticket","actions":["export"],"when":"true","quota":{"records":2500}}`),
		doc("obligation", "tell", `{"name":"tell","entity":"ticket","title":"Told","actions":["export"],"when":"true","needs":"report","by":"administrator"}`),
	})
	_, c := s.NewUser(t, "clerk", []string{"clerk"})
	g := newGate(t, s)
	s.Work(t)
	id := g.begun(c, "csv")
	g.exec("UPDATE ws_main.job SET holder = gen_random_uuid(), due = now() - interval '1 minute' WHERE id = $1", id)
	require.Eventually(t, func() bool { // another turn has it, and the first stands at the gate still, or has given up
		var runs int
		err := g.conn.QueryRow(t.Context(), "SELECT runs FROM ws_main.job WHERE id = $1", id).Scan(&runs)
		return err == nil && runs == 2
	}, 20*time.Second, 5*time.Millisecond)
	g.open()
	state, code := g.ended(id)
	require.Equal(t, []string{"done", ""}, []string{state, code})
	file, err := c.JobFile(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, many+1, strings.Count(string(file), "\n"))
	var told int
	require.NoError(t, g.conn.QueryRow(t.Context(), "SELECT count(*) FROM ws_main.audit WHERE action = 'obligation.report'").Scan(&told))
	require.Equal(t, 1, told)
	_, err = c.Records("ticket").PreviewExport(t.Context(), mortise.ExportRequest{Fields: []string{"price"}, Filter: "price <= 300"})
	require.NoError(t, err)
	again, err := c.Records("ticket").ExportJob(t.Context(), mortise.ExportRequest{Fields: []string{"price"}, Filter: "price <= 300"})
	require.NoError(t, err)
	state, _ = g.ended(again.ID)
	require.Equal(t, "done", state, "300 are left of the quota")
	again, err = c.Records("ticket").ExportJob(t.Context(), mortise.ExportRequest{Fields: []string{"price"}, Filter: "price <= 1"})
	require.NoError(t, err)
	state, code = g.ended(again.ID)
	require.Equal(t, []string{"failed", "quota_exceeded"}, []string{state, code})
}
