package record_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func problemFrom(t testing.TB, err error) *mortise.Problem {
	t.Helper()
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	return p
}

func pointers(p *mortise.Problem) map[string]string {
	list := map[string]string{}
	for _, e := range p.Errors {
		list[e.Pointer] = e.Code
	}
	return list
}

func (d *desk) count(t testing.TB) int64 {
	t.Helper()
	page, err := d.Admin.Records("ticket").List(context.Background(), mortise.ListOptions{Count: "exact", Limit: 1})
	require.NoError(t, err)
	return *page.Count
}

func TestUpsertFindsByAKeyAndMakesOtherwise(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.Admin.Records("ticket")
	made, created, err := tickets.Upsert(ctx, []string{"code"}, mortise.Record{"code": "A-1", "title": "one"})
	require.NoError(t, err)
	require.True(t, created)
	again, created, err := tickets.Upsert(ctx, []string{"code"}, mortise.Record{"code": "A-1", "title": "two", "price": 3})
	require.NoError(t, err)
	require.False(t, created)
	require.Equal(t, made.ID(), again.ID())
	require.Equal(t, "two", again.Text("title"))
	same, _, err := tickets.Upsert(ctx, []string{"code"}, mortise.Record{"code": "A-1"})
	require.NoError(t, err)
	require.Equal(t, again.Version(), same.Version(), "nothing to change changes nothing")

	for _, key := range [][]string{{"title"}, {"code", "title"}, {"id"}} {
		_, _, err = tickets.Upsert(ctx, key, mortise.Record{"code": "A-1", "title": "x"})
		require.Equal(t, map[string]string{"?key": "not_a_key"}, pointers(problemFrom(t, err)))
	}
	_, _, err = tickets.Upsert(ctx, []string{"nothing"}, mortise.Record{"code": "A-1"})
	require.Equal(t, map[string]string{"?key": "unknown_field"}, pointers(problemFrom(t, err)))
	_, _, err = tickets.Upsert(ctx, []string{"code"}, mortise.Record{"title": "x"})
	require.Equal(t, map[string]string{"/code": "required"}, pointers(problemFrom(t, err)))

	require.NoError(t, tickets.Archive(ctx, made.ID()))
	_, created, err = tickets.Upsert(ctx, []string{"code"}, mortise.Record{"code": "A-1", "title": "new"})
	require.NoError(t, err)
	require.True(t, created, "an archived record does not have its key any more")
}

// A record that exists and cannot be read answers as in a create, whatever else
// is asked for.
func TestUpsertTellsNothingOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	d.ticket(t, mortise.Record{"title": "canary", "code": "theirs"})
	_, err := d.agent.Records("ticket").Create(ctx, mortise.Record{"title": "mine", "code": "theirs"})
	inCreate := problemFrom(t, err)
	require.Equal(t, "not_unique", inCreate.Code)
	_, _, err = d.agent.Records("ticket").Upsert(ctx, []string{"code"}, mortise.Record{"title": "mine", "code": "theirs"})
	require.Equal(t, string(inCreate.Body), string(problemFrom(t, err).Body))
}

func TestManyUpsertsAtOnceMakeOneRecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	var wg sync.WaitGroup
	errs, made := make([]error, 8), make([]bool, 8)
	for i := range errs {
		wg.Go(func() {
			_, made[i], errs[i] = d.Admin.Records("ticket").Upsert(ctx, []string{"code"}, mortise.Record{"code": "A-1", "title": "one", "count": i})
		})
	}
	wg.Wait()
	n := 0
	for i := range errs {
		require.NoError(t, errs[i])
		if made[i] {
			n++
		}
	}
	require.Equal(t, 1, n)
	require.Equal(t, int64(1), d.count(t))
}

func TestBatchIsDoneAsAWholeWithReferences(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	old := d.ticket(t, mortise.Record{"title": "old", "code": "B-1"})
	results, err := d.Admin.Batch(ctx,
		mortise.Operation{Action: "create", Entity: "ticket", Fields: mortise.Record{"title": "first", "count": 4}},
		mortise.Operation{Action: "create", Entity: "ticket", Fields: mortise.Record{"title": "$$1.title", "above": "$1.id", "count": "$1.count", "steps": []any{map[string]any{"text": "$1.title"}}}},
		mortise.Operation{Action: "upsert", Entity: "ticket", Key: []string{"code"}, Fields: mortise.Record{"code": "B-1", "above": "$2.id"}},
		mortise.Operation{Action: "update", Entity: "ticket", ID: "$1.id", Version: 1, Fields: mortise.Record{"above": "$3.id"}},
		mortise.Operation{Action: "transfer", Entity: "ticket", ID: "$2.id", To: &mortise.Owner{User: d.agentID}},
		mortise.Operation{Action: "archive", Entity: "ticket", ID: "$3.id"})
	require.NoError(t, err)
	var statuses []int
	for _, r := range results {
		statuses = append(statuses, r.Status)
	}
	require.Equal(t, []int{201, 201, 200, 200, 200, 204}, statuses)
	require.Equal(t, old.ID(), results[2].ID)
	second, err := d.Admin.Records("ticket").Get(ctx, results[1].ID)
	require.NoError(t, err)
	require.Equal(t, []any{"$1.title", results[0].ID, json.Number("4"), d.agentID}, []any{second["title"], second["above"], second["count"], second["owner"]})
	require.Equal(t, "first", second["steps"].([]any)[0].(map[string]any)["text"])
}

func TestBatchTellsAllThatIsWrongAndLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	rival := d.ticket(t, mortise.Record{"title": "canary", "code": "C-1"})
	mine, err := d.agent.Records("ticket").Create(ctx, mortise.Record{"title": "mine"})
	require.NoError(t, err)
	before := d.count(t)
	const missing = "01890000-0000-7000-8000-000000000000"
	for _, id := range []string{rival.ID(), missing} {
		_, err = d.agent.Batch(ctx,
			mortise.Operation{Action: "create", Entity: "ticket", Fields: mortise.Record{"title": "good"}},
			mortise.Operation{Action: "create", Entity: "ticket", Fields: mortise.Record{"count": -1}},
			mortise.Operation{Action: "update", Entity: "ticket", ID: id, Fields: mortise.Record{"title": "x"}},
			mortise.Operation{Action: "update", Entity: "ticket", ID: "$2.id", Fields: mortise.Record{"count": -1}},
			mortise.Operation{Action: "update", Entity: "ticket", ID: mine.ID(), Fields: mortise.Record{"inner": "x", "above": "$9.id"}},
			mortise.Operation{Action: "archive", Entity: "ticket", ID: mine.ID()},
			mortise.Operation{Action: "update", Entity: "ticket", ID: mine.ID(), Fields: mortise.Record{"inner": "x"}},
			mortise.Operation{Action: "transfer", Entity: "ticket", ID: mine.ID(), To: &mortise.Owner{User: missing}})
		p := problemFrom(t, err)
		require.Equal(t, http.StatusUnprocessableEntity, p.Status, "%s", p.Body)
		require.Equal(t, map[string]string{
			"/operations/1/fields/count": "out_of_range_min", "/operations/1/fields/title": "required", "/operations/2": "not_found", "/operations/4/fields/above": "unknown_reference",
			"/operations/5": "action_not_granted", "/operations/6/fields/inner": "unknown_field", "/operations/7": "action_not_granted",
		}, normalCodes(pointers(p)))
		require.NotContains(t, string(p.Body), "canary")
	}
	require.Equal(t, before, d.count(t))
	now, err := d.agent.Records("ticket").Get(ctx, mine.ID())
	require.NoError(t, err)
	require.Equal(t, mine.Version(), now.Version())

	_, err = d.Admin.Batch(ctx, mortise.Operation{Action: "create", Entity: "user", Fields: mortise.Record{"name": "x", "email": "x@example.test"}}, mortise.Operation{Action: "create", Entity: "ticket"})
	require.Equal(t, map[string]string{"/operations/0": "batch_access_last"}, pointers(problemFrom(t, err)))
	_, err = d.Admin.Batch(ctx, mortise.Operation{Action: "create", Entity: "ticket", Fields: mortise.Record{"title": "x"}}, mortise.Operation{Action: "create", Entity: "user", Fields: mortise.Record{"name": "x", "email": "x@example.test"}})
	require.NoError(t, err)
	for body, want := range map[string]map[string]string{
		`{}`: {"/operations": "wrong_type"}, `{"operations":[]}`: {"/operations": "required"}, `{"operations":[1,{"action":"jump","entity":"ticket","field":{},"version":"x"}]}`: {"/operations/0": "wrong_type", "/operations/1/field": "unknown_member", "/operations/1/version": "wrong_type"},
		`{"operations":[{"action":"jump","entity":"ticket"}]}`: {"/operations/0/action": "not_an_option"}, `{"operations":[{"action":"create","entity":"ticket","fields":{"title":"a","title":"b"}}]}`: {"/operations/0/fields/title": "duplicate_member"},
		`{"operations":[` + strings.Repeat(`{"action":"create"},`, 200) + `{}]}`: {"/operations": "too_many"},
	} {
		_, err := d.Admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/batch", Body: strings.NewReader(body)})
		require.Equal(t, want, pointers(problemFrom(t, err)), "%.80s", body)
	}
}

// normalCodes makes one of the codes that a number which is too small may have.
func normalCodes(codes map[string]string) map[string]string {
	if c := codes["/operations/1/fields/count"]; c != "" {
		codes["/operations/1/fields/count"] = "out_of_range_min"
	}
	return codes
}

// Batches that take the same records in another order wait for each other, and
// each is done.
func TestBatchesThatStandInEachOthersWayAreDoneAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	one, two := d.ticket(t, mortise.Record{"title": "one"}).ID(), d.ticket(t, mortise.Record{"title": "two"}).ID()
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		a, b := one, two
		if i%2 == 0 {
			a, b = two, one
		}
		wg.Go(func() {
			for range 4 {
				if _, err := d.Admin.Batch(ctx, mortise.Operation{Action: "update", Entity: "ticket", ID: a, Fields: mortise.Record{"count": i}},
					mortise.Operation{Action: "update", Entity: "ticket", ID: b, Fields: mortise.Record{"count": i}}); err != nil {
					errs[i] = err
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	for _, id := range []string{one, two} {
		rec, err := d.Admin.Records("ticket").Get(ctx, id)
		require.NoError(t, err)
		require.Equal(t, int64(25), rec.Version())
	}
}

// reply is an answer with its headers.
func (d *desk) send(t testing.TB, c *mortise.Client, key, method, path, body string) (*mortise.Response, *mortise.Problem) {
	t.Helper()
	r := mortise.Request{Method: method, Path: path}
	if body != "" {
		r.Body = bytes.NewReader([]byte(body))
	}
	resp, err := c.Do(mortise.Idempotent(context.Background(), key), r)
	if err != nil {
		return resp, problemFrom(t, err)
	}
	return resp, nil
}

func TestTheSameKeyDoesAWriteOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	const path = "/api/v1/records/ticket"
	first, p := d.send(t, d.Admin, "k-1", "POST", path, `{"title":"one"}`)
	require.Nil(t, p)
	again, p := d.send(t, d.Admin, "k-1", "POST", path, `{"title":"one"}`)
	require.Nil(t, p)
	require.Equal(t, []any{first.Status, string(first.Body), first.Header.Get("Location"), first.Header.Get("ETag"), "", "true"},
		[]any{again.Status, string(again.Body), again.Header.Get("Location"), again.Header.Get("ETag"), first.Header.Get("Idempotency-Replayed"), again.Header.Get("Idempotency-Replayed")})
	require.Equal(t, int64(1), d.count(t))
	_, p = d.send(t, d.Admin, "k-1", "POST", path, `{"title":"other"}`)
	require.Equal(t, []any{422, "idempotency_key_reused"}, []any{p.Status, p.Code})
	_, p = d.send(t, d.agent, "k-1", "POST", path, `{"title":"other"}`)
	require.Nil(t, p, "keys are each user's own")
	_, p = d.send(t, d.Admin, "k-2", "POST", path, `{"title":""}`)
	require.Equal(t, "invalid", p.Code)
	_, p = d.send(t, d.Admin, "k-2", "POST", path, `{"title":"mended"}`)
	require.Nil(t, p, "what was refused is not kept")
	_, p = d.send(t, d.Admin, "a b", "POST", path, `{"title":"x"}`)
	require.Equal(t, "bad_idempotency_key", p.Code)

	const batch = `{"operations":[{"action":"create","entity":"ticket","fields":{"title":"a"}},{"action":"archive","entity":"ticket","id":"$1.id"}]}`
	first, p = d.send(t, d.Admin, "k-3", "POST", "/api/v1/batch", batch)
	require.Nil(t, p)
	again, p = d.send(t, d.Admin, "k-3", "POST", "/api/v1/batch", batch)
	require.Nil(t, p)
	require.JSONEq(t, string(first.Body), string(again.Body))
	var made mortise.Record
	require.NoError(t, json.Unmarshal(again.Body, &struct{ Results []any }{}))
	rec := d.ticket(t, mortise.Record{"title": "gone"})
	for range 2 {
		resp, p := d.send(t, d.Admin, "k-4", "DELETE", path+"/"+rec.ID(), "")
		require.Nil(t, p)
		require.Equal(t, 204, resp.Status)
	}

	// What the caller may no longer know is not shown again.
	_, p = d.send(t, d.agent, "k-5", "POST", path, `{"title":"canary"}`)
	require.Nil(t, p)
	page, err := d.Admin.Records("ticket").List(ctx, mortise.ListOptions{Filter: `title == "canary"`})
	require.NoError(t, err)
	made = page.Data[0]
	d.change(t, made, mortise.Record{"owner": d.me(t)})
	again, p = d.send(t, d.agent, "k-5", "POST", path, `{"title":"canary"}`)
	require.Nil(t, p)
	require.JSONEq(t, `{"id":"`+made.ID()+`"}`, string(again.Body))
}

func TestTheSameKeyAtOnceDoesAWriteOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var wg sync.WaitGroup
	codes := make([]string, 8)
	for i := range codes {
		wg.Go(func() {
			if _, p := d.send(t, d.Admin, "k", "POST", "/api/v1/records/ticket", `{"title":"one"}`); p != nil {
				codes[i] = p.Code
			}
		})
	}
	wg.Wait()
	for _, code := range codes {
		require.Contains(t, []string{"", "idempotency_in_flight"}, code)
	}
	require.Equal(t, int64(1), d.count(t))
}
