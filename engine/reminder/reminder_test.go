package reminder_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/reminder"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

type object = map[string]any

func document(t testing.TB, kind string, body object) mortise.Document {
	t.Helper()
	b, err := json.Marshal(body)
	require.NoError(t, err)
	name, _ := body["name"].(string)
	return mortise.Document{Kind: kind, Name: name, Body: b}
}

// office is where leads are called back.
type office struct {
	*serving.Server
	leads mortise.Records // as the administrator
	ann   string
	now   time.Time
}

func newOffice(t testing.TB) *office {
	t.Helper()
	s := serving.Start(t)
	field := func(kind, id string, more object) object {
		f := object{"x-field": kind, "x-id": id}
		for name, v := range more {
			f[name] = v
		}
		return f
	}
	states := []object{{"const": "open", "title": "Open"}, {"const": "lost", "title": "Lost"}}
	s.Publish(t, []mortise.Document{
		document(t, "role", object{"name": "seller", "x-id": "r1g2kq0x2m", "title": "Seller"}),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "lead", "title": object{"en": "Lead", "zh-CN": "线索"}, "type": "object", "x-id": "t0k3aq7w2e", "x-label": "subject", "x-owner": "owner",
			"properties": object{
				"subject": field("text", "t1m5xk1r9t", object{"maxLength": 200}),
				"state":   field("choice", "t2s7gw3q5u", object{"oneOf": states, "default": "open"}),
				"owner":   field("user", "t5o2lp7g4w", nil),
				"helpers": field("users", "t6h2lp7g4w", nil),
				"next_at": field("datetime", "t7t1kx6m9r", object{"title": object{"en": "Next call", "zh-CN": "下次联系"}}),
				"hidden":  field("datetime", "t8t1kx6m9r", nil),
				"meeting": field("datetime", "t9t1kx6m9r", nil),
				"due":     field("date", "u1t1kx6m9r", nil),
			},
			"required": []string{"subject"},
			"x-reminders": []object{
				{"x-id": "m1aaaaaaaa", "at": "next_at", "when": "state != 'lost'"},
				{"x-id": "m2aaaaaaaa", "at": "hidden"},
				{"x-id": "m3aaaaaaaa", "at": "meeting", "to": "helpers", "before": object{"hours": 2}, "message": object{"en": "You meet soon", "zh-CN": "即将会面"}},
				{"x-id": "m4aaaaaaaa", "at": "due", "before": object{"days": 1}},
			},
		}),
		document(t, "grant", object{"name": "lead_own", "role": "seller", "entity": "lead", "actions": []string{"read"}, "scope": "own", "read": object{"except": []string{"hidden"}}}),
		document(t, "grant", object{"name": "lead_all", "role": "administrator", "entity": "lead", "actions": []string{"read", "create", "update", "archive"}, "scope": "all", "read": "all", "write": "all"}),
	})
	ann, _ := s.NewUser(t, "Ann", []string{"seller"})
	return &office{s, s.Admin.Records("lead"), ann, time.Date(2026, 5, 12, 8, 0, 0, 0, time.UTC)}
}

// lead makes a lead of Ann's, with more values.
func (o *office) lead(t testing.TB, subject string, more object) string {
	t.Helper()
	rec := mortise.Record{"subject": subject, "owner": o.ann}
	for name, v := range more {
		rec[name] = v
	}
	made, err := o.leads.Create(context.Background(), rec)
	require.NoError(t, err)
	return made.ID()
}

func (o *office) change(t testing.TB, id string, values mortise.Record) {
	t.Helper()
	_, err := o.leads.Update(context.Background(), id, 0, values)
	require.NoError(t, err)
}

// in is a time as requests give it, that long after now.
func (o *office) in(d time.Duration) string { return o.now.Add(d).Format(time.RFC3339) }

// remindAt runs the job at a time.
func (o *office) remindAt(t testing.TB, now time.Time) {
	t.Helper()
	w, ok, err := o.App.Workspaces.Named(context.Background(), "main")
	require.NoError(t, err)
	require.True(t, ok)
	state, err := w.Refresh(context.Background())
	require.NoError(t, err)
	require.NoError(t, reminder.New(o.App.DB, o.App.Records).Run(context.Background(), "main", state.Snapshot, now))
}

// told lists what a user was told, oldest first.
func (o *office) told(t testing.TB, user string) []string {
	t.Helper()
	texts := []string{}
	rows, err := o.App.DB.Pool().Query(context.Background(), `SELECT f_qram6wzlfr FROM "`+store.SchemaName("main")+
		`".e_j8roq9ogag WHERE f_karw8tsjki = $1 AND f_gjo13q6s28 = 'reminder_due' ORDER BY created_at, id`, user)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var text string
		require.NoError(t, rows.Scan(&text))
		texts = append(texts, text)
	}
	require.NoError(t, rows.Err())
	return texts
}

func TestARecordIsToldOfOnceForEachMoment(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.lead(t, "call", object{"next_at": o.in(time.Hour)})
	o.remindAt(t, o.now)
	require.Empty(t, o.told(t, o.ann))
	o.remindAt(t, o.now.Add(time.Hour))
	require.Equal(t, []string{"Reminder: Next call (Lead: call)"}, o.told(t, o.ann))
	o.remindAt(t, o.now.Add(time.Hour+time.Minute))
	require.Len(t, o.told(t, o.ann), 1, "no second time")
	require.NoError(t, o.App.DB.PruneDue(context.Background(), "main", o.now.Add(48*time.Hour)))
	o.remindAt(t, o.now.Add(24*time.Hour))
	require.Len(t, o.told(t, o.ann), 1, "what is pruned is too old to be told")

	o.change(t, id, mortise.Record{"next_at": o.in(3 * time.Hour)})
	o.remindAt(t, o.now.Add(2*time.Hour))
	require.Len(t, o.told(t, o.ann), 1)
	o.remindAt(t, o.now.Add(3*time.Hour))
	require.Len(t, o.told(t, o.ann), 2, "another moment, another notice")
}

func TestWhatIsNotToldOf(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	lost := o.lead(t, "lost", object{"next_at": o.in(0), "state": "lost"})
	archived := o.lead(t, "archived", object{"next_at": o.in(0)})
	require.NoError(t, o.leads.Archive(context.Background(), archived))
	o.lead(t, "long ago", object{"next_at": o.in(-48 * time.Hour)})
	o.lead(t, "hidden", object{"hidden": o.in(0)})
	stranger, _ := o.NewUser(t, "Stranger", nil)
	o.lead(t, "unreadable", object{"next_at": o.in(0), "owner": stranger})
	o.lead(t, "nobody's", object{"next_at": o.in(0), "owner": nil})
	o.remindAt(t, o.now)
	require.Empty(t, o.told(t, o.ann))
	require.Empty(t, o.told(t, stranger))

	o.change(t, lost, mortise.Record{"state": "open"})
	o.remindAt(t, o.now.Add(time.Hour))
	require.Equal(t, []string{"Reminder: Next call (Lead: lost)"}, o.told(t, o.ann))
}

func TestBeforeAndDates(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	boss, _ := o.NewUser(t, "Boss", []string{"administrator"})
	o.lead(t, "both", object{"meeting": o.in(4 * time.Hour), "helpers": []string{boss, o.ann}, "due": "2026-05-14"})
	o.remindAt(t, o.now.Add(2*time.Hour-time.Second))
	require.Empty(t, o.told(t, boss))
	o.remindAt(t, o.now.Add(2*time.Hour))
	require.Equal(t, []string{"You meet soon (Lead: both)"}, o.told(t, boss))
	require.Len(t, o.told(t, o.ann), 1)

	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	nine := time.Date(2026, 5, 13, 9, 0, 0, 0, shanghai)
	o.remindAt(t, nine.Add(-time.Second))
	require.Len(t, o.told(t, o.ann), 1)
	o.remindAt(t, nine)
	require.Len(t, o.told(t, o.ann), 2, "a day before, at nine of the zone")
	o.remindAt(t, nine.Add(10*time.Hour))
	require.Len(t, o.told(t, o.ann), 2)
}

func TestSeveralServersTellOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const n = 40
	for range n {
		o.lead(t, "call", object{"next_at": o.in(0)})
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { o.remindAt(t, o.now) })
	}
	all.Wait()
	require.Len(t, o.told(t, o.ann), n)
}

// TestTheFieldHasAnIndex looks for the index that a run asks.
func TestTheFieldHasAnIndex(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, column := range []string{"f_t7t1kx6m9r", "f_u1t1kx6m9r"} {
		var found int
		require.NoError(t, o.App.DB.Pool().QueryRow(context.Background(), `SELECT count(*) FROM pg_indexes WHERE schemaname = $1 AND tablename = 'e_t0k3aq7w2e'
			AND indexdef LIKE '%(' || $2 || ', id)%'`, store.SchemaName("main"), column).Scan(&found))
		require.Equal(t, 1, found, column)
	}
}
