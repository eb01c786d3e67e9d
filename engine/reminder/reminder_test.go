package reminder_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
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

// diary is a workspace of visits, with two who make them.
type diary struct {
	*serving.Server
	visits mortise.Records // as the administrator
	ann    string
	bob    string
}

func newDiary(t testing.TB) *diary {
	t.Helper()
	s := serving.Start(t)
	field := func(kind, id string) object { return object{"x-field": kind, "x-id": id} }
	s.Publish(t, []mortise.Document{
		document(t, "role", object{"name": "visitor", "x-id": "v1g2kq0x2m", "title": "Visitor"}),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "visit", "title": object{"en": "Visit", "zh-CN": "拜访"}, "type": "object", "x-id": "v0k3aq7w2e", "x-label": "subject", "x-owner": "owner",
			"properties": object{
				"subject": field("text", "v1m5xk1r9t"), "state": field("text", "v2s7gw3q5u"), "owner": field("user", "v3o2lp7g4w"), "guide": field("user", "v4o2lp7g4w"),
				"starts": field("datetime", "v5t1kx6m9r"), "birthday": field("date", "v6t1kx6m9r"),
			},
			"required": []string{"subject"},
			"x-reminders": []object{
				{"x-id": "r0starts01", "at": "starts", "when": "state != 'off' or state == nil", "message": object{"en": "Set out", "zh-CN": "出发"}},
				{"x-id": "r0guide001", "at": "starts", "to": "guide", "before": object{"hours": 2}},
				{"x-id": "r0day00001", "at": "birthday", "before": object{"days": 1}},
			},
		}),
		document(t, "grant", object{"name": "visit_own", "role": "visitor", "entity": "visit", "actions": []string{"read"}, "scope": "own", "read": "all"}),
		document(t, "grant", object{"name": "visit_all", "role": "administrator", "entity": "visit", "actions": []string{"read", "create", "update", "archive", "restore"}, "scope": "all", "read": "all", "write": "all", "to": "all"}),
	})
	d := &diary{Server: s, visits: s.Admin.Records("visit")}
	d.ann, _ = s.NewUser(t, "ann", []string{"visitor"})
	d.bob, _ = s.NewUser(t, "bob", []string{"visitor"})
	return d
}

// remind tells of what has come by a time.
func (d *diary) remind(t testing.TB, now time.Time) {
	t.Helper()
	ctx := context.Background()
	w, _, err := d.App.Workspaces.Named(ctx, "main")
	require.NoError(t, err)
	state, err := w.Refresh(ctx)
	require.NoError(t, err)
	r := reminder.Service{DB: d.App.DB, Records: d.App.Records, CallerOf: d.App.CallerOf}
	require.NoError(t, r.Run(ctx, "main", state.Snapshot, now))
}

// told lists the texts by which a user was reminded, the oldest first.
func (d *diary) told(t testing.TB, user string) (texts []string) {
	t.Helper()
	rows, err := d.App.DB.Pool().Query(t.Context(), `SELECT f_qram6wzlfr FROM "`+store.SchemaName("main")+
		`".e_j8roq9ogag WHERE f_karw8tsjki = $1 AND f_gjo13q6s28 = 'reminder_due' ORDER BY created_at, id`, user)
	require.NoError(t, err)
	texts, err = pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return texts
}

func (d *diary) visit(t testing.TB, values mortise.Record) mortise.Record {
	t.Helper()
	rec, err := d.visits.Create(t.Context(), values)
	require.NoError(t, err)
	return rec
}

var noon = time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)

func at(now time.Time) string { return now.Format(time.RFC3339) }

func TestAMomentIsToldOnceAndAgainWhenItMoves(t *testing.T) {
	t.Parallel()
	d := newDiary(t)
	v := d.visit(t, mortise.Record{"subject": "Fair", "owner": d.ann, "starts": at(noon)})
	d.remind(t, noon.Add(-time.Minute))
	require.Empty(t, d.told(t, d.ann), "its moment has not come")
	d.remind(t, noon)
	d.remind(t, noon.Add(time.Minute))
	require.Equal(t, []string{"Set out"}, d.told(t, d.ann))
	require.Empty(t, d.told(t, d.bob))
	_, err := d.visits.Update(t.Context(), v.ID(), v.Version(), mortise.Record{"starts": at(noon.Add(time.Hour))})
	require.NoError(t, err)
	d.remind(t, noon.Add(time.Hour))
	require.Len(t, d.told(t, d.ann), 2)
}

func TestWhoIsNotReminded(t *testing.T) {
	t.Parallel()
	d := newDiary(t)
	d.visit(t, mortise.Record{"subject": "Off", "owner": d.ann, "starts": at(noon), "state": "off"})
	d.visit(t, mortise.Record{"subject": "Long ago", "owner": d.ann, "starts": at(noon.Add(-25 * time.Hour))})
	d.visit(t, mortise.Record{"subject": "Nobody's", "owner": nil, "starts": at(noon)})
	gone := d.visit(t, mortise.Record{"subject": "Archived", "owner": d.ann, "starts": at(noon)})
	require.NoError(t, d.visits.Archive(t.Context(), gone.ID()))
	// A guide who does not own the visit cannot read it.
	d.visit(t, mortise.Record{"subject": "Guided", "owner": nil, "guide": d.bob, "starts": at(noon)})
	d.remind(t, noon)
	require.Empty(t, d.told(t, d.ann))
	require.Empty(t, d.told(t, d.bob))
	_, err := d.Admin.Do(t.Context(), mortise.Request{Method: "POST", Path: "/api/v1/users/" + d.ann + "/disable"})
	require.NoError(t, err)
	d.visit(t, mortise.Record{"subject": "Later", "owner": d.ann, "starts": at(noon.Add(time.Hour))})
	d.remind(t, noon.Add(time.Hour))
	require.Empty(t, d.told(t, d.ann), "the account is closed")
}

func TestALeadAndADay(t *testing.T) {
	t.Parallel()
	d := newDiary(t)
	d.visit(t, mortise.Record{"subject": "Guided", "owner": d.bob, "guide": d.bob, "starts": at(noon.Add(2 * time.Hour))})
	d.visit(t, mortise.Record{"subject": "Birthday", "owner": d.ann, "birthday": "2031-05-08"})
	d.remind(t, noon)
	require.Equal(t, []string{"Visit · starts"}, d.told(t, d.bob))
	require.Empty(t, d.told(t, d.ann))
	nine := time.Date(2031, 5, 7, 9, 0, 0, 0, time.UTC)
	d.remind(t, nine.Add(-time.Minute))
	require.Empty(t, d.told(t, d.ann))
	d.remind(t, nine)
	d.remind(t, nine.Add(23*time.Hour))
	require.Equal(t, []string{"Visit · birthday"}, d.told(t, d.ann))
	d.remind(t, nine.Add(24*time.Hour))
	require.Len(t, d.told(t, d.ann), 1)
}

func TestServersTellOfAMomentOnceAtOnce(t *testing.T) {
	t.Parallel()
	d := newDiary(t)
	for _, subject := range []string{"One", "Two", "Three"} {
		d.visit(t, mortise.Record{"subject": subject, "owner": d.ann, "starts": at(noon)})
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { d.remind(t, noon) })
	}
	all.Wait()
	require.Len(t, d.told(t, d.ann), 3)
}
