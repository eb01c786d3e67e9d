package failtest_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// canary stands in the record and must not come out.
const canary = "canary-1f4b"

func document(kind definition.Kind, name, body string) mortise.Document {
	return mortise.Document{Kind: string(kind), Name: name, Body: json.RawMessage(body)}
}

// documents are notes, remarks about them, and an administrator who may do all
// with both.
func documents() []mortise.Document {
	const all = `"role":"administrator","actions":["read","create","update","archive","export"],"scope":"all","read":"all","write":"all"}`
	return []mortise.Document{
		document(definition.KindEntity, "note", `{"name":"note","type":"object","x-id":"n1b2c3d4e5","title":"Note",
			"properties":{"title":{"x-field":"text","x-id":"n1b2c3d4e6","title":"Title"}}}`),
		document(definition.KindEntity, "remark", `{"name":"remark","type":"object","x-id":"m1b2c3d4e5","title":"Remark",
			"properties":{"about":{"x-field":"relation","x-id":"m1b2c3d4e6","title":"About","x-entity":"note"}}}`),
		document(definition.KindGrant, "note_all", `{"name":"note_all","entity":"note",`+all),
		document(definition.KindGrant, "remark_all", `{"name":"remark_all","entity":"remark",`+all),
	}
}

// endless is a policy that nobody waits for.
const endless = `package generated.note
import rego.v2
grant contains "note_all" if {
	numbers := ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
	count({concat("", [a, b, c, d, e, f, g, h, i]) |
		some a in numbers; some b in numbers; some c in numbers; some d in numbers; some e in numbers
		some f in numbers; some g in numbers; some h in numbers; some i in numbers
	}) > 0
}
`

// However the access to an entity fails, every request for its records is
// refused, none comes out, others go on, and an administrator sees why.
func TestFailedAccessRefusesEverything(t *testing.T) {
	t.Parallel()
	policy := func(rego string) string {
		body, err := json.Marshal(map[string]any{"modules": map[string]string{"generated.rego": rego}, "grants": []access.Grant{{ID: "note_all"}}})
		require.NoError(t, err)
		return string(body)
	}
	s := serving.Start(t)
	s.Publish(t, documents())
	note, err := s.Admin.Records("note").Create(context.Background(), mortise.Record{"title": canary})
	require.NoError(t, err)
	remark, err := s.Admin.Records("remark").Create(context.Background(), mortise.Record{"about": note.ID()})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		body, want string
		defect     residual.Defect
	}{
		"removed":  {want: "missing"},
		"no JSON":  {body: `{"modules": 5}`, want: "cannot unmarshal"},
		"no Rego":  {body: policy("package generated.note\nimport rego.v2\ngrant contains {"), want: "policy_invalid"},
		"unknown":  {body: policy("package generated.note\nimport rego.v2\ngrant contains \"note_all\" if input.record.nothing == 1"), want: "undefined ref"},
		"inexact":  {body: policy("package generated.note\nimport rego.v2\ngrant contains \"note_all\" if upper(input.record.title) != \"\""), want: "upper"},
		"itself":   {body: policy("package generated.note\nimport rego.v2\ngrant contains \"note_all\" if { some r in input.record[\"remark.about\"]; r.about._readable }"), want: "depends on itself: note"},
		"too long": {body: policy(endless), want: "deadline"},
		"panic":    {body: policy("package generated.note\nimport rego.v2\ngrant contains \"note_all\""), want: "a planted panic", defect: residual.Panic},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := residual.WithDefect(context.Background(), c.defect)
			plant(t, s, c.body)
			caller := administrator(t, s)
			ask(ctx, t, s.App.Records, caller, note.ID(), remark.ID())
			failures := caller.State.Snapshot.Failures()
			require.NotEmpty(t, failures)
			require.Equal(t, "note", failures[0].Entity)
			require.True(t, len(failures) == 1 || c.defect != residual.None, "%v", failures)
			require.Contains(t, failures[0].Text, c.want)
			health(t, s, caller, c.want)
		})
	}
}

// health has the administrator told of the note's failure and when it was.
func health(t *testing.T, s *serving.Server, caller *record.Caller, want string) {
	t.Helper()
	h, err := explain.New(s.App.DB, s.App.Records, s.App.Identity).Health(context.Background(), caller)
	require.NoError(t, err)
	require.Nil(t, h.Revision)
	require.NotEmpty(t, h.Failing)
	note := h.Failing[0]
	require.Equal(t, "note", note.Entity)
	require.NotEmpty(t, note.Code)
	require.Contains(t, note.Cause, want)
	require.WithinDuration(t, time.Now(), note.At, time.Minute)
}

// A revision that cannot be taken over refuses everything; who asked before is
// told why.
func TestHealthTellsOfARevisionThatCannotBeTakenOver(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	caller, ctx := administrator(t, s), context.Background()
	_, err := s.App.DB.Pool().Exec(ctx, `INSERT INTO ws_main.definition (kind, name, body) VALUES ('entity', 'broken', '{"name": 5}')`)
	require.NoError(t, err)
	_, err = s.App.DB.Pool().Exec(ctx, `UPDATE ws_main.epoch SET number = number + 1, revision = revision + 1`)
	require.NoError(t, err)
	_, err = caller.Workspace.Refresh(ctx)
	require.Error(t, err)
	h, err := explain.New(s.App.DB, s.App.Records, s.App.Identity).Health(ctx, caller)
	require.NoError(t, err)
	require.Empty(t, h.Failing)
	require.NotNil(t, h.Revision)
	require.NotEmpty(t, h.Revision.Cause)
	require.WithinDuration(t, time.Now(), h.Revision.At, time.Minute)
}

// plant replaces the policy of notes in the database, as a damaged database or
// an attacker would, and lets the server notice.
func plant(t *testing.T, s *serving.Server, body string) {
	t.Helper()
	pool, ctx := s.App.DB.Pool(), context.Background()
	_, err := pool.Exec(ctx, `DELETE FROM ws_main.definition WHERE kind = 'policy' AND name = 'note'`)
	require.NoError(t, err)
	if body != "" {
		_, err = pool.Exec(ctx, `INSERT INTO ws_main.definition (kind, name, body) VALUES ('policy', 'note', $1)`, body)
		require.NoError(t, err)
	}
	_, err = pool.Exec(ctx, `UPDATE ws_main.epoch SET number = number + 1, revision = revision + 1`)
	require.NoError(t, err)
}

// administrator resolves the administrator anew.
func administrator(t *testing.T, s *serving.Server) *record.Caller {
	t.Helper()
	ctx := context.Background()
	workspace, ok, err := s.App.Workspaces.Named(ctx, "main")
	require.NoError(t, err)
	require.True(t, ok)
	_, err = workspace.Refresh(ctx)
	require.NoError(t, err)
	var id string
	require.NoError(t, s.App.DB.Pool().QueryRow(ctx, `SELECT user_id FROM ws_main.account LIMIT 1`).Scan(&id))
	c, err := s.App.CallerOf(ctx, "main", id)
	require.NoError(t, err)
	return c
}

// ask makes every sort of request for the note; none may be answered.
func ask(ctx context.Context, t *testing.T, records *record.Service, c *record.Caller, note, remark string) {
	t.Helper()
	refused := func(name string, out []byte, err error) {
		require.Error(t, err, name)
		require.NotContains(t, string(out), canary, name)
		require.NotContains(t, err.Error(), canary, name)
	}
	row, err := records.Get(ctx, c, "note", note, nil, nil)
	refused("get", row, err)
	list, err := records.List(ctx, c, "note", record.ListRequest{Filter: "title == '" + canary + "'"}, nil)
	refused("list", list.Rows, err)
	_, err = records.Create(ctx, c, "note", map[string]any{"title": "another"})
	refused("create", nil, err)
	_, err = records.Update(ctx, c, "note", record.UpdateRequest{ID: note, Fields: map[string]any{"title": "changed"}})
	refused("update", nil, err)
	list, err = records.List(ctx, c, "remark", record.ListRequest{Fields: []string{"about.title"}}, nil)
	require.False(t, err == nil && strings.Contains(string(list.Rows), canary), "through a relation")
	if err == nil {
		_, err = records.Get(ctx, c, "remark", remark, []string{"id"}, nil)
		require.NoError(t, err, "another entity")
	}
}
