package bulk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/bulk"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const ticket = `{"$schema":"mortise:entity","name":"ticket","title":"Ticket","x-id":"k3f9q2m7xa","type":"object","x-label":"title","x-owner":"holder",
"properties":{
 "title":{"x-field":"text","x-id":"h4r7k0v3qd","title":"Title"},
 "price":{"x-field":"integer","x-id":"a1b2c3d4e5","title":"Price","maximum":1000},
 "holder":{"x-field":"user","x-id":"d1b2c3d4e5","title":"Holder"}}}`

// office is a server with tickets and a clerk, who writes those of his own.
type office struct {
	*serving.Server
	clerk   *mortise.Client
	clerkID string
	own     []string // 60 tickets of the clerk
	root    string   // one of nobody
}

func doc(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{Server: serving.Start(t)}
	o.Publish(t, []mortise.Document{
		doc("entity", "ticket", ticket),
		doc("role", "clerk", `{"name":"clerk","x-id":"r1b2c3d4e5","title":"Clerk"}`),
		doc("role", "guest", `{"name":"guest","x-id":"r2b2c3d4e5","title":"Guest"}`),
		doc("grant", "ticket_root", `{"name":"ticket_root","role":"administrator","entity":"ticket","actions":["read","create","update","archive","history"],"scope":"all","read":"all","write":"all"}`),
		doc("grant", "ticket_clerk", `{"name":"ticket_clerk","role":"clerk","entity":"ticket","actions":["read","update","archive","restore","transfer","bulk_edit","bulk_archive"],"scope":"own","to":"all","read":"all","write":"all"}`),
		doc("grant", "ticket_clerk_reads", `{"name":"ticket_clerk_reads","role":"clerk","entity":"ticket","actions":["read"],"scope":"all","read":"all"}`),
		doc("grant", "ticket_guest", `{"name":"ticket_guest","role":"guest","entity":"ticket","actions":["read","update"],"scope":"all","read":"all","write":"all"}`),
	})
	o.clerkID, o.clerk = o.NewUser(t, "clerk", []string{"clerk"})
	for i := range 60 {
		rec, err := o.Admin.Records("ticket").Create(t.Context(), mortise.Record{"title": fmt.Sprintf("t%02d", i), "price": i, "holder": o.clerkID})
		require.NoError(t, err)
		o.own = append(o.own, rec.ID())
	}
	rec, err := o.Admin.Records("ticket").Create(t.Context(), mortise.Record{"title": "root", "price": 1})
	require.NoError(t, err)
	o.root = rec.ID()
	return o
}

// done starts a bulk operation and waits for its end.
func (o *office) done(t *testing.T, c *mortise.Client, q mortise.BulkRequest) (*mortise.Job, bulk.Result) {
	t.Helper()
	job, err := c.Records("ticket").Bulk(t.Context(), q)
	require.NoError(t, err)
	return o.ended(t, c, job.ID)
}

func (o *office) ended(t *testing.T, c *mortise.Client, id string) (job *mortise.Job, result bulk.Result) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	job, err := c.WaitJob(ctx, id, nil)
	require.NoError(t, err)
	require.Equal(t, "done", job.State, "%+v", job.Problem)
	require.NoError(t, json.Unmarshal(job.Result, &result))
	return job, result
}

func (o *office) count(t *testing.T, filter string) int64 {
	t.Helper()
	page, err := o.Admin.Records("ticket").List(t.Context(), mortise.ListOptions{Filter: filter, Count: "exact", Limit: 1})
	require.NoError(t, err)
	return *page.Count
}

func TestEachRecordIsChangedAsItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Work(t)
	q := mortise.BulkRequest{Action: "update", Filter: "price >= 10", Fields: mortise.Record{"price": 700}}
	p, err := o.clerk.Records("ticket").PreviewBulk(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, mortise.BulkPreview{Records: 50, Tried: 50, Problems: []mortise.BulkProblem{}}, *p)
	require.Zero(t, o.count(t, "price == 700"), "a preview leaves no trace")

	job, result := o.done(t, o.clerk, q)
	require.EqualValues(t, 50, job.Done)
	require.EqualValues(t, 50, job.Total)
	require.Equal(t, map[string]int64{"done": 50}, job.Counts)
	require.Empty(t, result.Problems)
	require.Nil(t, job.File)
	require.EqualValues(t, 50, o.count(t, "price == 700"))

	// A record that is not his is refused in the words of a change of it alone.
	job, result = o.done(t, o.clerk, mortise.BulkRequest{Action: "update", IDs: append(o.own[:2:2], o.root, "00000000-0000-7000-8000-000000000000"), Fields: mortise.Record{"title": "mine"}})
	require.Equal(t, map[string]int64{"done": 2, "failed": 2}, job.Counts)
	codes := map[string]string{}
	for _, p := range result.Problems {
		codes[p.ID] = p.Code
	}
	require.Equal(t, map[string]string{o.root: "action_not_granted", "00000000-0000-7000-8000-000000000000": "not_found"}, codes)
}

func TestWhatIsWrongIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Work(t)
	q := mortise.BulkRequest{Action: "update", All: true, Fields: mortise.Record{"price": 2000}}
	p, err := o.clerk.Records("ticket").PreviewBulk(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, []int{60, 60, 60, 20}, []int{p.Records, p.Tried, p.Refused, len(p.Problems)})
	require.Equal(t, "/price", p.Problems[0].Errors[0].Pointer)
	job, result := o.done(t, o.clerk, q)
	require.Equal(t, map[string]int64{"failed": 60}, job.Counts)
	require.Len(t, result.Problems, 20)
	file, err := o.clerk.JobFile(t.Context(), job.ID)
	require.NoError(t, err)
	require.Contains(t, string(file), o.own[59]+",failed,/price,")

	_, guest := o.NewUser(t, "guest", []string{"guest"})
	for code, q := range map[string]mortise.BulkRequest{
		"invalid": {Action: "update", IDs: o.own, All: true, Fields: mortise.Record{"price": 1}},
	} {
		_, err := o.clerk.Records("ticket").Bulk(t.Context(), q)
		require.Equal(t, code, codeOf(t, err))
	}
	for _, q := range []mortise.BulkRequest{{Action: "update", Fields: mortise.Record{"price": 1}}, {Action: "update", IDs: o.own}, {Action: "update", IDs: []string{"=1+1"}, Fields: mortise.Record{"price": 1}}, {Action: "update", Filter: "nothing == 1", Fields: mortise.Record{"price": 1}}, {Action: "purge", All: true}} {
		_, err := o.clerk.Records("ticket").Bulk(t.Context(), q)
		require.Contains(t, []string{"invalid", "action_not_granted"}, codeOf(t, err))
	}
	_, err = guest.Records("ticket").Bulk(t.Context(), q)
	require.Equal(t, "action_not_granted", codeOf(t, err), "he may change each, and not all at once")
	_, err = o.clerk.Records("nothing").Bulk(t.Context(), q)
	require.Equal(t, "not_found", codeOf(t, err))
}

func codeOf(t *testing.T, err error) string {
	t.Helper()
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	return p.Code
}

func TestArchiveRestoreAndTransfer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Work(t)
	job, _ := o.done(t, o.clerk, mortise.BulkRequest{Action: "archive", Filter: "price < 30"})
	require.Equal(t, map[string]int64{"done": 30}, job.Counts, "of his own alone")
	require.EqualValues(t, 31, o.count(t, ""))
	job, _ = o.done(t, o.clerk, mortise.BulkRequest{Action: "restore", Filter: map[string]any{"price": map[string]any{"lt": 10}}})
	require.Equal(t, map[string]int64{"done": 10}, job.Counts)
	other, _ := o.NewUser(t, "other", []string{"clerk"})
	job, _ = o.done(t, o.clerk, mortise.BulkRequest{Action: "transfer", Search: "t0", To: map[string]string{"user": other}})
	require.EqualValues(t, 10, job.Counts["done"]+job.Counts["failed"])
}

// The rights are those of the moment: a job of somebody whose account is closed
// changes nothing.
func TestRightsAreThoseOfTheMoment(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	job, err := o.clerk.Records("ticket").Bulk(t.Context(), mortise.BulkRequest{Action: "update", All: true, Fields: mortise.Record{"price": 900}})
	require.NoError(t, err)
	_, err = o.Admin.Do(t.Context(), mortise.Request{Method: "POST", Path: "/api/v1/users/" + o.clerkID + "/disable"})
	require.NoError(t, err)
	o.Work(t)
	require.Eventually(t, func() bool {
		var state string
		var why *string
		err := o.App.DB.Pool().QueryRow(t.Context(), "SELECT state, problem::text FROM ws_main.job WHERE id = $1", job.ID).Scan(&state, &why)
		t.Log(state, why)
		return err == nil && state == "failed"
	}, 20*time.Second, 10*time.Millisecond)
	require.Zero(t, o.count(t, "price == 900"))
}
