package notify_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/notify"
)

func TestSendWritesInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	w := workspacetest.Core(t)
	li := w.Insert(t, "user", map[string]any{"name": "Li", "email": "li@example.test", "language": "zh-CN"})
	ann := w.Insert(t, "user", map[string]any{"name": "Ann", "email": "ann@example.test"})
	gone := w.Insert(t, "user", map[string]any{"name": "Gone", "email": "gone@example.test"})
	w.Update(t, "user", gone, "archived_at", time.Now())
	about := uuid.NewString()
	tell := func(user string) notify.Notification {
		return notify.Notification{User: user, Kind: "access_review_due", Entity: "access_review", Subject: about, Params: map[string]any{"count": 3, "due": "2026-01-31"}}
	}
	require.NoError(t, pgx.BeginFunc(t.Context(), w.Pool, func(tx pgx.Tx) error {
		return notify.Send(t.Context(), tx, w.Name, []notify.Notification{tell(li), tell(ann), tell(gone), tell(uuid.NewString())})
	}))
	texts := readTexts(t, w)
	require.Len(t, texts, 2, "the archived and the unknown are passed over")
	require.Contains(t, texts[li], "复核")
	require.Contains(t, texts[ann], "review")
	require.Contains(t, texts[ann], "3")

	var after []byte
	require.NoError(t, w.Pool.QueryRow(t.Context(), `SELECT after FROM "`+w.Schema+`".change WHERE entity = 'j8roq9ogag' AND after->>'f_karw8tsjki' = $1`, ann).Scan(&after))
	var image map[string]any
	require.NoError(t, json.Unmarshal(after, &image))
	require.Equal(t, about, image["f_cfi2l3w1ek"], "a notification has its change row")
}

// TestSendPassesOverWhoTurnedTheKindOff: of other kinds he is told, and of
// required ones whatever he has chosen.
func TestSendPassesOverWhoTurnedTheKindOff(t *testing.T) {
	t.Parallel()
	w := workspacetest.Core(t)
	li := w.Insert(t, "user", map[string]any{"name": "Li", "email": "li@example.test"})
	ann := w.Insert(t, "user", map[string]any{"name": "Ann", "email": "ann@example.test"})
	send := func(kind string) map[string]string {
		require.NoError(t, pgx.BeginFunc(t.Context(), w.Pool, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM "`+w.Schema+`".e_j8roq9ogag`)
			require.NoError(t, err)
			return notify.Send(t.Context(), tx, w.Name, []notify.Notification{{User: li, Kind: kind}, {User: ann, Kind: kind}})
		}))
		return readTexts(t, w)
	}
	for _, name := range []string{"notifications.mentioned", "notifications.approval_requested"} {
		_, err := w.Pool.Exec(t.Context(), `INSERT INTO "`+w.Schema+`".preference (user_id, name, value) VALUES ($1, $2, 'false')`, li, name)
		require.NoError(t, err)
	}
	told := send("mentioned")
	require.NotContains(t, told, li)
	require.Contains(t, told, ann)
	require.Len(t, send("webhook_off"), 2)
	require.Len(t, send("approval_requested"), 2)
}

func TestSendIsUndoneWithItsTransaction(t *testing.T) {
	t.Parallel()
	w := workspacetest.Core(t)
	ann := w.Insert(t, "user", map[string]any{"name": "Ann", "email": "ann@example.test"})
	tx, err := w.Pool.Begin(t.Context())
	require.NoError(t, err)
	require.NoError(t, notify.Send(t.Context(), tx, w.Name, []notify.Notification{{User: ann, Kind: strings.Repeat("x", 60)}}))
	require.NoError(t, tx.Rollback(t.Context()))
	require.Empty(t, readTexts(t, w))
}

func TestHoldersCountInheritanceTeamsAndEnds(t *testing.T) {
	t.Parallel()
	docs := append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(`[
		{"name":"clerk","x-id":"aaaaaaaaa1","title":"Clerk"},
		{"name":"chief","x-id":"aaaaaaaaa2","title":"Chief","inherits":["clerk"]}]`))...)
	w := workspacetest.With(t, docs)
	state := stateOf(t, w)
	user := func(name string, more map[string]any) string {
		values := map[string]any{"name": name, "email": name + "@example.test"}
		for k, v := range more {
			values[k] = v
		}
		return w.Insert(t, "user", values)
	}
	direct, above, ended, inTeam := user("direct", nil), user("above", nil), user("ended", nil), user("team", nil)
	asleep, later, outside := user("asleep", map[string]any{"active": false}), user("later", nil), user("outside", nil)
	clerk, chief := roleID(t, w, "clerk"), roleID(t, w, "chief")
	now := time.Now()
	for _, a := range []map[string]any{
		{"user": direct, "role": clerk}, {"user": above, "role": chief}, {"user": asleep, "role": clerk},
		{"user": ended, "role": clerk, "until": now.Add(-time.Minute)}, {"user": later, "role": clerk, "until": now.Add(time.Hour)},
	} {
		w.Insert(t, "user_role", a)
	}
	team := w.Insert(t, "team", map[string]any{"name": "North"})
	w.Insert(t, "team_role", map[string]any{"team": team, "role": chief})
	w.Insert(t, "team_member", map[string]any{"team": team, "user": inTeam})

	got, err := notify.Holders(t.Context(), w.Pool, w.Name, state, "clerk")
	require.NoError(t, err)
	require.ElementsMatch(t, []string{direct, above, inTeam, later}, got)
	got, err = notify.Holders(t.Context(), w.Pool, w.Name, state, "chief")
	require.NoError(t, err)
	require.ElementsMatch(t, []string{above, inTeam}, got)
	got, err = notify.HoldersAt(t.Context(), w.Pool, w.Name, state, "clerk", now.Add(2*time.Hour))
	require.NoError(t, err)
	require.NotContains(t, got, later)
	w.Update(t, "team", team, "archived_at", now)
	w.Update(t, "user", above, "archived_at", now)
	got, err = notify.Holders(t.Context(), w.Pool, w.Name, state, "clerk")
	require.NoError(t, err)
	require.ElementsMatch(t, []string{direct, later}, got, "an archived team or user counts for nothing")
	w.Update(t, "role", clerk, "archived_at", now)
	got, err = notify.Holders(t.Context(), w.Pool, w.Name, state, "clerk")
	require.NoError(t, err)
	require.Empty(t, got, "nor does an archived role")
	got, err = notify.Holders(t.Context(), w.Pool, w.Name, state, "everyone")
	require.NoError(t, err)
	require.Contains(t, got, outside)
	require.NotContains(t, got, asleep)
}

func stateOf(t *testing.T, w *workspacetest.Workspace) identity.State {
	t.Helper()
	state, err := identity.Registered(w.Registry).Current(t.Context(), w.Name)
	require.NoError(t, err)
	return state
}

func roleID(t *testing.T, w *workspacetest.Workspace, name string) string {
	t.Helper()
	e := w.Set.Entity("role")
	column := ""
	for _, f := range e.Fields {
		if f.Name == "name" {
			column = f.Column
		}
	}
	var id string
	require.NoError(t, w.Pool.QueryRow(t.Context(), `SELECT id::text FROM "`+w.Schema+`"."e_`+e.ID+`" WHERE "`+column+`" = $1`, name).Scan(&id))
	return id
}

func readTexts(t *testing.T, w *workspacetest.Workspace) map[string]string {
	t.Helper()
	var e *definition.Entity = w.Set.Entity("notification")
	columns := map[string]string{}
	for _, f := range e.Fields {
		columns[f.Name] = f.Column
	}
	rows, err := w.Pool.Query(t.Context(), `SELECT `+columns["user"]+`::text, `+columns["text"]+` FROM "`+w.Schema+`"."e_`+e.ID+`"`)
	require.NoError(t, err)
	texts := map[string]string{}
	var user, text string
	_, err = pgx.ForEachRow(rows, []any{&user, &text}, func() error { texts[user] = text; return nil })
	require.NoError(t, err)
	return texts
}
