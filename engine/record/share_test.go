package record_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// sharing is a notebook whose clerk owns a note that others see only by shares.
type sharing struct {
	*notebook
	bob, carol     string
	noteID, unseen string
}

func newSharing(t *testing.T) *sharing {
	t.Helper()
	b := newNotebook(t,
		noteGrant(t, "clerk", "note_own", `"actions":["read","update","archive","share","history"],"scope":"own"`),
		noteGrant(t, "everyone", "note_shared", `"actions":["read","update","archive","share"],"scope":"shared"`),
		noteGrant(t, "everyone", "note_open", `"actions":["read"],"scope":"all","when":"rank == 7"`))
	s := &sharing{notebook: b}
	s.bob, _ = b.NewUser(t, "bob", nil)
	s.carol, _ = b.NewUser(t, "carol", nil)
	s.noteID = b.note(t, mortise.Record{"title": "shared", "rank": 1, "author": b.clerkID})
	s.unseen = b.note(t, mortise.Record{"title": "canary-unseen", "rank": 1})
	b.clerk = b.caller(t, b.clerkID)
	return s
}

func (s *sharing) share(t testing.TB, c *record.Caller, to, level string, more ...func(*record.ShareRequest)) (record.Share, error) {
	t.Helper()
	q := record.ShareRequest{To: record.ShareTo{User: to}, Level: level}
	for _, change := range more {
		change(&q)
	}
	return s.records.Share(context.Background(), c, "note", s.noteID, q)
}

func (s *sharing) reads(t testing.TB, user string) bool {
	t.Helper()
	_, err := s.records.Get(context.Background(), s.caller(t, user), "note", s.noteID, nil, nil)
	if err != nil {
		require.Equal(t, "not_found", code(t, err))
	}
	return err == nil
}

func (s *sharing) update(t testing.TB, user string) string {
	t.Helper()
	_, err := s.records.Update(context.Background(), s.caller(t, user), "note", record.UpdateRequest{ID: s.noteID, Fields: map[string]any{"title": "by " + user}})
	return code(t, err)
}

func TestShareGivesItsLevelUntilItsEnd(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	ctx := context.Background()
	require.False(t, s.reads(t, s.bob))
	until := time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)
	read, err := s.share(t, s.clerk, s.bob, "read", func(q *record.ShareRequest) { q.Until = &until })
	require.NoError(t, err)
	require.Equal(t, "read", read.Level)
	require.True(t, read.Until.Equal(until))
	require.True(t, s.reads(t, s.bob))
	require.Equal(t, "action_not_granted", s.update(t, s.bob))
	_, err = s.share(t, s.caller(t, s.bob), s.carol, "read")
	require.Equal(t, "action_not_granted", code(t, err), "to share needs the level full")

	write, err := s.share(t, s.clerk, s.bob, "write", func(q *record.ShareRequest) { q.Until = &until })
	require.NoError(t, err)
	require.Equal(t, read.ID, write.ID, "the same share with a new level")
	require.Empty(t, s.update(t, s.bob))

	_, err = s.App.DB.Pool().Exec(ctx, `UPDATE ws_main.share SET until = now() - interval '1 second'`)
	require.NoError(t, err)
	require.False(t, s.reads(t, s.bob), "a share that has ended counts for nothing")
	list, err := s.records.Shares(ctx, s.caller(t, s.clerkID), "note", s.noteID)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.True(t, list[0].Expired)
}

func TestNobodySharesMoreThanHeHas(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	_, err := s.share(t, s.clerk, s.bob, "full")
	require.NoError(t, err)
	bob := s.caller(t, s.bob)
	_, err = s.share(t, bob, s.carol, "full")
	require.NoError(t, err, "who has all may give all")
	s.Publish(t, []mortise.Document{noteGrant(t, "everyone", "note_shared", `"actions":["read","share"],"scope":"shared"`)})
	bob = s.caller(t, s.bob)
	for level, want := range map[string]string{"read": "", "write": "share_level_not_held", "full": "share_level_not_held"} {
		_, err = s.share(t, bob, s.carol, level)
		require.Equal(t, want, code(t, err), level)
	}
	carol, err := s.records.Shares(context.Background(), bob, "note", s.noteID)
	require.NoError(t, err)
	require.Equal(t, "read", carol[0].Level)
}

func TestSharesOfOneCauseLeaveTheOthers(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	ctx := context.Background()
	program := *s.clerk
	program.Channel = "api"
	_, err := s.share(t, s.clerk, s.bob, "read")
	require.NoError(t, err)
	byApp, err := s.share(t, &program, s.bob, "write", func(q *record.ShareRequest) { q.Cause = "app:helpdesk" })
	require.NoError(t, err)
	byOther, err := s.share(t, &program, s.bob, "read", func(q *record.ShareRequest) { q.Cause = "app:other" })
	require.NoError(t, err)
	require.NoError(t, s.records.Unshare(ctx, s.clerk, "note", s.noteID, byApp.ID))
	require.True(t, s.reads(t, s.bob))
	require.Equal(t, "action_not_granted", s.update(t, s.bob), "writing was the program's gift")
	require.NoError(t, s.records.Unshare(ctx, s.clerk, "note", s.noteID, byOther.ID))
	require.True(t, s.reads(t, s.bob), "shared by hand as before")
	list, err := s.records.Shares(ctx, s.clerk, "note", s.noteID)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "not_found", code(t, s.records.Unshare(ctx, s.clerk, "note", s.noteID, byApp.ID)))
	require.Equal(t, "action_not_granted", code(t, s.records.Unshare(ctx, s.caller(t, s.bob), "note", s.noteID, list[0].ID)))
	require.NoError(t, s.records.Unshare(ctx, s.clerk, "note", s.noteID, list[0].ID))
	require.False(t, s.reads(t, s.bob))
}

func TestShareListsAreForWhomTheyConcern(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	ctx := context.Background()
	for _, who := range []string{s.bob, s.carol} {
		_, err := s.share(t, s.clerk, who, "read")
		require.NoError(t, err)
	}
	with := func(user string) (ids []string) {
		list, err := s.records.Shares(ctx, s.caller(t, user), "note", s.noteID)
		require.NoError(t, err)
		for _, one := range list {
			ids = append(ids, one.To.ID)
		}
		return ids
	}
	require.ElementsMatch(t, []string{s.bob, s.carol}, with(s.clerkID))
	require.Equal(t, []string{s.bob}, with(s.bob))
	dan, _ := s.NewUser(t, "dan", nil)
	_, err := s.records.Shares(ctx, s.caller(t, dan), "note", s.noteID)
	require.Equal(t, "not_found", code(t, err))
	_, err = s.Admin.Records("note").Update(ctx, s.noteID, 0, mortise.Record{"rank": 7})
	require.NoError(t, err)
	require.Empty(t, with(dan), "he reads the record, and no share of others")
}

func TestShareRefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	past := time.Now().Add(-time.Minute)
	for name, one := range map[string]struct {
		change func(q *record.ShareRequest)
		want   string
	}{
		"with himself":       {func(q *record.ShareRequest) { q.To.User = s.clerkID }, "share_with_self"},
		"with two":           {func(q *record.ShareRequest) { q.To.Team = s.bob }, "share_unknown_principal"},
		"with nobody":        {func(q *record.ShareRequest) { q.To.User = "" }, "required"},
		"with a stranger":    {func(q *record.ShareRequest) { q.To.User = uuid.NewString() }, "missing_record"},
		"with a team's name": {func(q *record.ShareRequest) { q.To = record.ShareTo{Team: s.bob} }, "missing_record"},
		"at no level":        {func(q *record.ShareRequest) { q.Level = "own" }, "not_an_option"},
		"until yesterday":    {func(q *record.ShareRequest) { q.Until = &past }, "not_in_future"},
		"as a rule":          {func(q *record.ShareRequest) { q.Cause = "rule" }, "bad_cause"},
	} {
		_, err := s.share(t, s.clerk, s.bob, "read", one.change)
		require.Error(t, err, name)
		require.Contains(t, err.Error(), one.want, name)
	}
	browser := *s.clerk
	browser.Channel = "web"
	_, err := s.share(t, &browser, s.bob, "read", func(q *record.ShareRequest) { q.Cause = "app:helpdesk" })
	require.ErrorContains(t, err, "bad_cause")
	s.noteID = s.unseen
	_, err = s.share(t, s.clerk, s.bob, "nonsense")
	require.Equal(t, "not_found", code(t, err), "of a record that he may not see he hears nothing")
	var n int
	require.NoError(t, s.App.DB.Pool().QueryRow(context.Background(), `SELECT count(*) FROM ws_main.share`).Scan(&n))
	require.Zero(t, n)
}

func TestSharesStandInTheHistory(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	ctx := context.Background()
	c := *s.clerk
	c.Reason = "on holiday"
	one, err := s.share(t, &c, s.bob, "read")
	require.NoError(t, err)
	require.NoError(t, s.records.Unshare(ctx, s.clerk, "note", s.noteID, one.ID))
	entries, err := s.records.History(ctx, s.clerk, "note", s.noteID, 0)
	require.NoError(t, err)
	require.Equal(t, []string{"unshare", "share", "create"}, []string{entries[0].Action, entries[1].Action, entries[2].Action})
	require.Equal(t, "on holiday", entries[1].Reason)
	require.Equal(t, s.bob, entries[1].Share.To.ID)
	require.Equal(t, "read", entries[0].Share.Level)
	require.Equal(t, entries[2].Version, entries[0].Version, "the record itself is as it was")
	// Who may read the history, and not share, hears that and not with whom.
	s.Publish(t, []mortise.Document{noteGrant(t, "everyone", "note_open", `"actions":["read","history"],"scope":"all"`)})
	entries, err = s.records.History(ctx, s.caller(t, s.carol), "note", s.noteID, 0)
	require.NoError(t, err)
	require.Equal(t, "share", entries[1].Action)
	require.Nil(t, entries[1].Share)
}
