package audit_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// watched is a workspace with alerts, a guard who hears of them, and somebody
// to watch.
type watched struct {
	*workspacetest.Workspace
	guard, somebody string
	state           identity.State
}

func watch(t *testing.T, alerts ...string) *watched {
	t.Helper()
	docs := append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(`[{"name":"guard","x-id":"aaaaaaaaa1","title":"Guard"}]`))...)
	for _, body := range alerts {
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindAlert, Name: "watch"}, Body: []byte(body)})
	}
	w := &watched{Workspace: workspacetest.With(t, docs)}
	w.guard = w.Insert(t, "user", map[string]any{"name": "Guard", "email": "guard@example.test"})
	w.somebody = w.Insert(t, "user", map[string]any{"name": "Somebody", "email": "some@example.test"})
	var role string
	require.NoError(t, w.Pool.QueryRow(t.Context(), `SELECT id::text FROM "`+w.Schema+`".e_eamhuj6e10 WHERE f_x8fknhrfro = 'guard'`).Scan(&role))
	w.Insert(t, "user_role", map[string]any{"user": w.guard, "role": role})
	var err error
	w.state, err = identity.Registered(w.Registry).Current(t.Context(), w.Name)
	require.NoError(t, err)
	return w
}

func (w *watched) traffic(t *testing.T, at time.Time, records, refused int64) {
	t.Helper()
	require.NoError(t, store.AddTraffic(t.Context(), w.Pool, w.Schema, []store.Traffic{{Minute: at.Truncate(time.Minute), Principal: w.somebody,
		Entity: "i280yz2xc9", Action: "read", Channel: "api", Requests: 1, Records: records, Refused: refused, RefusedIDs: []string{"a", "b"}}}))
}

func (w *watched) look(t *testing.T, now time.Time, zone *time.Location) {
	t.Helper()
	require.NoError(t, audit.RaiseAlerts(t.Context(), w.DB, audit.Watch{Workspace: w.Name, State: w.state, Now: now, Zone: zone}))
}

// told lists what the guard has been told.
func (w *watched) told(t *testing.T) []string {
	t.Helper()
	rows, err := w.Pool.Query(t.Context(), `SELECT f_qram6wzlfr FROM "`+w.Schema+`".e_j8roq9ogag WHERE f_karw8tsjki = $1 ORDER BY id`, w.guard)
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return list
}

func TestMassReadIsRaisedOnceUntilItCalms(t *testing.T) {
	t.Parallel()
	w := watch(t, `{"name":"watch","title":"Too much","kind":"mass_read","threshold":100,"minutes":5,"notify":["guard"]}`)
	now := time.Date(2026, 5, 4, 10, 30, 20, 0, time.UTC)
	w.traffic(t, now.Add(-6*time.Minute), 1000, 0)
	w.traffic(t, now, 60, 0)
	w.look(t, now, nil)
	require.Empty(t, w.told(t), "what is older does not count")
	w.traffic(t, now, 40, 0)
	w.look(t, now, nil)
	require.Empty(t, w.told(t), "the threshold itself is usual")
	w.traffic(t, now, 1, 0)
	w.look(t, now, nil)
	require.Equal(t, []string{"Somebody read 101 records in 5 minutes (Too much)."}, w.told(t))
	w.look(t, now.Add(time.Minute), nil)
	require.Len(t, w.told(t), 1, "once while it lasts")
	w.look(t, now.Add(20*time.Minute), nil) // it calms
	w.traffic(t, now.Add(30*time.Minute), 500, 0)
	w.look(t, now.Add(30*time.Minute), nil)
	require.Len(t, w.told(t), 2)
	p, err := audit.NewReader(w.DB).Read(t.Context(), w.Name, w.Set, audit.Question{Action: "alert.raise", Actor: w.somebody})
	require.NoError(t, err)
	require.Len(t, p.Data, 2, "each enters the audit")
	require.Equal(t, "watch", p.Data[0].Object)
}

func TestManyRefusalsAreTold(t *testing.T) {
	t.Parallel()
	w := watch(t, `{"name":"watch","kind":"refusals","entity":"user","threshold":3,"minutes":5,"notify":["guard","everyone"]}`)
	now := time.Date(2026, 5, 4, 10, 30, 20, 0, time.UTC)
	w.traffic(t, now, 10_000, 4)
	w.look(t, now, nil)
	require.Equal(t, []string{"Somebody was refused 4 times in 5 minutes (watch)."}, w.told(t), "who holds two roles is told once")
}

func TestOddHoursAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	w := watch(t, `{"name":"watch","kind":"odd_hours","from":8,"to":20,"minutes":10,"notify":["guard"]}`)
	east := time.FixedZone("+08", 8*3600)
	morning := time.Date(2026, 5, 4, 0, 5, 0, 0, time.UTC) // 08:05 in the east
	w.traffic(t, morning, 1, 0)
	w.look(t, morning, east)
	require.Empty(t, w.told(t))
	night := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) // 20:00 in the east
	w.traffic(t, night, 1, 0)
	w.look(t, night, east)
	require.Equal(t, []string{"Somebody was at work at an unusual hour: 2026-05-04 20:00 (watch)."}, w.told(t))
}

func TestHoursMayGoOverMidnight(t *testing.T) {
	t.Parallel()
	w := watch(t, `{"name":"watch","kind":"odd_hours","from":20,"to":6,"minutes":10,"notify":["guard"]}`)
	for hour, odd := range map[int]bool{23: false, 3: false, 6: true, 19: true, 20: false} {
		at := time.Date(2026, 5, 4, hour, 30, 0, 0, time.UTC)
		before := len(w.told(t))
		w.traffic(t, at, 1, 0)
		w.look(t, at, nil)
		require.Equal(t, odd, len(w.told(t)) > before, hour)
		w.look(t, at.AddDate(1, 0, 0), nil) // calm again
	}
}
