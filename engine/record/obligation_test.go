package record_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// clerkRole is the role of everybody that the tests below look at.
const clerkRole = `{"name":"clerk","x-id":"r1b2c3d4e5","title":"Clerk"}`

// noteGrant lets a role do something with all notes.
func noteGrant(t testing.TB, role, name string, more string) mortise.Document {
	t.Helper()
	return document(t, definition.KindGrant, name, fmt.Sprintf(`{"name":%q,"role":%q,"entity":"note","read":"all","write":"all",%s}`, name, role, more))
}

func obligation(t testing.TB, name, more string) mortise.Document {
	t.Helper()
	return document(t, definition.KindObligation, name, fmt.Sprintf(`{"name":%q,"title":{"en":"Rule %s","zh-CN":"规则"},"entity":"note","except":["administrator"],%s}`, name, name, more))
}

// notebook is a server with notes and a clerk.
type notebook struct {
	*serving.Server
	records *record.Service
	clerk   *record.Caller
	client  *mortise.Client // the clerk's
	clerkID string
}

func newNotebook(t testing.TB, docs ...mortise.Document) *notebook {
	t.Helper()
	return newNotebookWith(t, nil, docs...)
}

func newNotebookWith(t testing.TB, with []app.Option, docs ...mortise.Document) *notebook {
	t.Helper()
	s := serving.Start(t, with...)
	base := []mortise.Document{
		document(t, definition.KindEntity, "note", note),
		document(t, definition.KindRole, "clerk", clerkRole),
		noteGrant(t, "administrator", "note_root", `"actions":["read","create","update","archive","restore","import","export","share","history"],"scope":"all"`),
	}
	s.Publish(t, append(base, docs...))
	b := &notebook{Server: s, records: s.App.Records}
	b.clerkID, b.client = s.NewUser(t, "clerk", []string{"clerk"})
	b.clerk = b.caller(t, b.clerkID)
	return b
}

// caller resolves a user anew.
func (b *notebook) caller(t testing.TB, user string) *record.Caller {
	t.Helper()
	c, err := b.App.CallerOf(context.Background(), "main", user)
	require.NoError(t, err)
	return c
}

// note makes a note as the administrator.
func (b *notebook) note(t testing.TB, values mortise.Record) string {
	t.Helper()
	rec, err := b.Admin.Records("note").Create(context.Background(), values)
	require.NoError(t, err)
	return rec.ID()
}

// change is the newest change row of a record.
func (b *notebook) change(t testing.TB, id string) (action string, revision int64, grants []string, reason *string) {
	t.Helper()
	err := b.App.DB.Pool().QueryRow(context.Background(),
		`SELECT action, revision, grants, reason FROM ws_main.change WHERE record = $1 ORDER BY seq DESC LIMIT 1`, id).Scan(&action, &revision, &grants, &reason)
	require.NoError(t, err)
	return action, revision, grants, reason
}

func code(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var p *problem.Error
	require.True(t, errors.As(err, &p), "%v", err)
	return p.Code
}

func unmet(err error) (ids []string) {
	for _, o := range record.Unmet(err) {
		ids = append(ids, o.ID+":"+o.Needs)
	}
	return ids
}

const changing = `"actions":["read","update","archive","restore","create"],"scope":"all"`

func TestObligationsComeBeforeTheChange(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", changing),
		obligation(t, "why", `"actions":["update"],"when":"rank == 1","needs":"reason"`),
		obligation(t, "twice", `"actions":["update"],"when":"rank == 1","needs":"second_factor"`),
		obligation(t, "why_new", `"actions":["create"],"when":"rank == 1","needs":"reason"`),
		obligation(t, "why_archive", `"actions":["archive","restore"],"needs":"reason"`))
	ctx := context.Background()
	free, bound := b.note(t, mortise.Record{"title": "free", "rank": 2}), b.note(t, mortise.Record{"title": "bound", "rank": 1})
	update := func(c record.Caller, id string) error {
		_, err := b.records.Update(ctx, &c, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"title": "changed"}})
		return err
	}
	c := *b.clerk
	require.NoError(t, update(c, free), "what no obligation covers is as before")
	err := update(c, bound)
	require.Equal(t, "obligation_unmet", code(t, err))
	require.ElementsMatch(t, []string{"why:reason", "twice:second_factor"}, unmet(err))
	require.Equal(t, "Rule why", record.Unmet(err)[1].Title)

	c.Reason = "  "
	require.Len(t, unmet(update(c, bound)), 2, "blanks are no reason")
	c.Reason = "asked by phone"
	require.Equal(t, []string{"twice:second_factor"}, unmet(update(c, bound)))
	c.Verified = c.Now.Add(-record.VerifiedFor)
	require.Equal(t, []string{"twice:second_factor"}, unmet(update(c, bound)), "a second factor wears off")
	action, _, _, _ := b.change(t, bound)
	require.Equal(t, "create", action, "nothing was written")
	c.Verified = c.Now.Add(-record.VerifiedFor + time.Second)
	require.NoError(t, update(c, bound))
	action, revision, grants, reason := b.change(t, bound)
	require.Equal(t, "update", action)
	require.Equal(t, c.State.Snapshot.Revision, revision)
	require.Equal(t, []string{"note_clerk"}, grants)
	require.Equal(t, "asked by phone", *reason)

	c = *b.clerk
	_, err = b.records.Create(ctx, &c, "note", map[string]any{"title": "new", "rank": json.Number("1")})
	require.Equal(t, []string{"why_new:reason"}, unmet(err), "a new record is asked about as it will be")
	_, err = b.records.Create(ctx, &c, "note", map[string]any{"title": "new", "rank": json.Number("2")})
	require.NoError(t, err)
	require.Equal(t, []string{"why_archive:reason"}, unmet(b.records.Archive(ctx, &c, "note", free, 0)))
	c.Reason = "double"
	require.NoError(t, b.records.Archive(ctx, &c, "note", free, 0))
}

// Who may not read a record, or not do the action, hears nothing of obligations.
func TestObligationsTellNothingOfHiddenRecords(t *testing.T) {
	t.Parallel()
	b := newNotebook(t,
		noteGrant(t, "clerk", "note_seen", `"actions":["read"],"scope":"all","when":"rank == 1"`),
		noteGrant(t, "clerk", "note_mine", `"actions":["update"],"scope":"own"`),
		obligation(t, "why", `"actions":["update"],"needs":"reason"`))
	ctx := context.Background()
	hidden := b.note(t, mortise.Record{"title": "hidden", "rank": 2, "author": b.clerkID})
	seen := b.note(t, mortise.Record{"title": "seen", "rank": 1})
	mine := b.note(t, mortise.Record{"title": "mine", "rank": 1, "author": b.clerkID})
	for id, want := range map[string]string{hidden: "not_found", seen: "action_not_granted", mine: "obligation_unmet"} {
		_, err := b.records.Update(ctx, b.clerk, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"title": "changed"}})
		require.Equal(t, want, code(t, err))
	}
}

func TestReportNeverRefusesAndIsTold(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", changing),
		document(t, definition.KindRole, "boss", `{"name":"boss","x-id":"s1b2c3d4e5","title":"Boss"}`),
		obligation(t, "tell", `"actions":["update","create"],"when":"rank == 1","needs":"report","by":"boss"`))
	boss, bossClient := b.NewUser(t, "boss", []string{"boss"})
	ctx := context.Background()
	c := b.caller(t, b.clerkID)
	quiet, loud := b.note(t, mortise.Record{"title": "canary-quiet", "rank": 2}), b.note(t, mortise.Record{"title": "canary-loud", "rank": 1})
	for _, id := range []string{quiet, loud} {
		_, err := b.records.Update(ctx, c, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"weight": json.Number("1")}})
		require.NoError(t, err)
	}
	page, err := bossClient.Records("notification").List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	require.Equal(t, boss, page.Data[0].Text("user"))
	require.Equal(t, loud, page.Data[0].Text("subject"))
	require.NotContains(t, page.Data[0].Text("text"), "canary")
	// Many records at once are told of once.
	errs, err := b.records.CreateMany(ctx, c, "note", []map[string]any{{"title": "a", "rank": json.Number("1")}, {"title": "b", "rank": json.Number("1")}})
	require.NoError(t, err)
	require.Equal(t, []error{nil, nil}, errs)
	page, err = bossClient.Records("notification").List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 2)
}

// The change row names the grants that held for this record, and no others.
func TestChangeNamesTheGrantsThatHeld(t *testing.T) {
	t.Parallel()
	b := newNotebook(t,
		noteGrant(t, "clerk", "note_own", `"actions":["read","update"],"scope":"own"`),
		noteGrant(t, "clerk", "note_low", `"actions":["read","update","create"],"scope":"all","when":"rank == 1","result":"rank == 1"`),
		noteGrant(t, "clerk", "note_high", `"actions":["read","update","create"],"scope":"all","when":"rank == 2","result":"rank == 2"`),
		document(t, definition.KindGrant, "note_rank", `{"name":"note_rank","role":"clerk","entity":"note","actions":["read","update"],"scope":"all","read":"all","write":{"only":["due"]}}`))
	ctx := context.Background()
	mine := b.note(t, mortise.Record{"title": "mine", "rank": 1, "author": b.clerkID})
	other := b.note(t, mortise.Record{"title": "other", "rank": 2})
	for id, want := range map[string][]string{mine: {"note_low", "note_own"}, other: {"note_high"}} {
		_, err := b.records.Update(ctx, b.clerk, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"title": "changed"}})
		require.NoError(t, err)
		_, _, grants, _ := b.change(t, id)
		require.ElementsMatch(t, want, grants)
	}
	created, err := b.records.Create(ctx, b.clerk, "note", map[string]any{"title": "new", "rank": json.Number("2")})
	require.NoError(t, err)
	_, _, grants, _ := b.change(t, created.ID)
	require.Equal(t, []string{"note_high"}, grants)
}
