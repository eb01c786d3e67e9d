package record_test

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	ticketEntity = `{"$schema":"mortise:entity","name":"ticket","title":"Ticket","x-id":"t1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{
 "title":{"x-field":"text","x-id":"t2r7k0v3qd"},
 "code":{"x-field":"text","x-id":"t3r7k0v3qd","x-unique":true},
 "price":{"x-field":"number","x-id":"t4r7k0v3qd","x-scale":2},
 "count":{"x-field":"integer","x-id":"t5r7k0v3qd","minimum":0},
 "total":{"x-field":"number","x-id":"t6r7k0v3qd","x-autofill":"price * count"},
 "due":{"x-field":"datetime","x-id":"t7r7k0v3qd"},
 "inner":{"x-field":"text","x-id":"t8r7k0v3qd"},
 "phone":{"x-field":"phone","x-id":"t9r7k0v3qd","x-region":"CN"},
 "members":{"x-field":"users","x-id":"tar7k0v3qd"},
 "above":{"x-field":"relation","x-id":"tbr7k0v3qd","x-entity":"ticket"},
 "owner":{"x-field":"user","x-id":"tcr7k0v3qd"},
 "paper":{"x-field":"file","x-id":"tdr7k0v3qd"},
 "pin":{"x-field":"secret","x-id":"ter7k0v3qd"},
 "steps":{"x-field":"table","x-id":"tfr7k0v3qd","x-entity":"step"}},"required":["title"]}`
	stepEntity = `{"$schema":"mortise:entity","name":"step","title":"Step","x-id":"t1g9q2m7xa","type":"object","x-label":"text","x-parent":"ticket","x-order":"place",
"properties":{
 "ticket":{"x-field":"relation","x-id":"t2g7k0v3qd","x-entity":"ticket","x-on-delete":"cascade"},
 "text":{"x-field":"text","x-id":"t3g7k0v3qd"},
 "hidden":{"x-field":"text","x-id":"t4g7k0v3qd"},
 "place":{"x-field":"integer","x-id":"t5g7k0v3qd"}},"required":["ticket"]}`
)

// desk is a server with tickets: the administrator may do all, an agent reads no
// field inner and phones masked where nobody owns the ticket, and writes the
// tickets that he owns or that nobody does.
type desk struct {
	*serving.Server
	agent   *mortise.Client
	agentID string
}

func newDesk(t testing.TB, more ...mortise.Document) *desk {
	t.Helper()
	d := &desk{Server: serving.Start(t)}
	every := `"actions":["read","create","update","archive","restore","history","transfer"],"scope":"all","to":"all","read":"all","write":"all"`
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	d.Publish(t, append([]mortise.Document{
		document(t, definition.KindEntity, "ticket", ticketEntity), document(t, definition.KindEntity, "step", stepEntity),
		document(t, definition.KindRole, "agent", `{"name":"agent","x-id":"f3g2kq0x2m","title":"Agent"}`),
		grant("root_ticket", `"role":"administrator","entity":"ticket",`+every),
		grant("root_step", `"role":"administrator","entity":"step","actions":["read","create","update","archive","restore","history"],"scope":"all","read":"all","write":"all"`),
		grant("agent_ticket", `"role":"agent","entity":"ticket","actions":["read","create","update","history"],"scope":["own","pool"],"read":{"except":["inner"]},"write":{"except":["inner"]}`),
		grant("agent_step", `"role":"agent","entity":"step","actions":["read","create","update","archive"],"scope":"all","read":{"except":["hidden"]},"write":{"except":["hidden"]}`),
		document(t, "mask", "ticket_phone", `{"name":"ticket_phone","entity":"ticket","fields":["phone"],"show":"phone","when":"owner == nil","except":["administrator"]}`),
	}, more...))
	d.agentID, d.agent = d.NewUser(t, "agent", []string{"agent"})
	return d
}

func (d *desk) ticket(t testing.TB, values mortise.Record) mortise.Record {
	t.Helper()
	rec, err := d.Admin.Records("ticket").Create(context.Background(), values)
	require.NoError(t, err)
	return rec
}

func (d *desk) change(t testing.TB, rec mortise.Record, values mortise.Record) mortise.Record {
	t.Helper()
	now, err := d.Admin.Records("ticket").Update(context.Background(), rec.ID(), 0, values)
	require.NoError(t, err)
	return now
}

// conflictsOf are those of a refused change, by field.
func conflictsOf(t testing.TB, err error) map[string]map[string]any {
	t.Helper()
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, http.StatusPreconditionFailed, p.Status, "%s", p.Body)
	require.Equal(t, "changed_by_other", p.Code, "%s", p.Body)
	var body struct{ Conflicts []map[string]any }
	require.NoError(t, json.Unmarshal(p.Body, &body))
	list := map[string]map[string]any{}
	for _, c := range body.Conflicts {
		list[c["field"].(string)] = c
	}
	return list
}

func TestStaleChangeIsMergedUnlessItOverlaps(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.Admin.Records("ticket")
	seen := d.ticket(t, mortise.Record{"title": "one", "price": 2.5, "count": 2, "due": "2026-01-02T03:04:05+08:00", "members": []string{d.agentID}})
	d.change(t, seen, mortise.Record{"title": "theirs"})
	d.change(t, seen, mortise.Record{"members": []string{}})

	merged, err := tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"due": "2026-02-02T03:04:05Z"})
	require.NoError(t, err)
	require.Equal(t, "theirs", merged.Text("title"), "what others changed stays")
	require.Equal(t, int64(4), merged.Version())

	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"title": "mine", "count": 3})
	one := conflictsOf(t, err)
	require.Len(t, one, 1)
	require.Equal(t, []any{"one", "mine", "theirs"}, []any{one["title"]["base"], one["title"]["mine"], one["title"]["theirs"]})
	require.NotEmpty(t, one["title"]["by"].(map[string]any)["name"])
	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"members": []string{d.agentID}})
	require.Equal(t, []any{d.agentID}, conflictsOf(t, err)["members"]["base"])

	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"title": "theirs"})
	require.Len(t, conflictsOf(t, err), 1, "both may have counted on by one")
	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"count": 3})
	require.NoError(t, err)
	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"price": 4})
	require.Equal(t, map[string]any{"field": "total", "base": 5.0, "mine": 12.0, "theirs": 7.5}, without(conflictsOf(t, err)["total"], "by", "at"), "what comes along counts")
	_, err = tickets.Update(ctx, seen.ID(), 99, mortise.Record{"price": 4})
	p, _ := mortise.AsProblem(err)
	require.Equal(t, "stale_version", p.Code, "a version that never was")

	d.change(t, seen, mortise.Record{"title": "between"})
	now := d.change(t, seen, mortise.Record{"title": "theirs"})
	_, err = tickets.Update(ctx, seen.ID(), now.Version()-2, mortise.Record{"title": "mine"})
	require.NoError(t, err, "what is as it was has not changed")
}

func without(m map[string]any, names ...string) map[string]any {
	m = maps.Clone(m)
	for _, name := range names {
		delete(m, name)
	}
	return m
}

// A conflict shows what the caller may read now, and no more.
func TestConflictsTellNoMoreThanTheRecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.agent.Records("ticket")
	seen := d.ticket(t, mortise.Record{"title": "one", "owner": nil, "phone": "13512340001", "inner": "canary-before", "pin": "canary-pin"})
	d.change(t, seen, mortise.Record{"phone": "13512340002", "inner": "canary-after", "pin": "canary-new"})
	_, err := tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"phone": "13512340003", "pin": "canary-mine"})
	p, _ := mortise.AsProblem(err)
	list := conflictsOf(t, err)
	require.Equal(t, map[string]any{"field": "phone", "mine": "+8613512340003"}, list["phone"], "masked to him")
	require.Equal(t, map[string]any{"field": "pin"}, without(list["pin"], "by", "at"), "a secret is shown to nobody")
	require.NotContains(t, string(p.Body), "canary")
	require.NotContains(t, string(p.Body), "1351234000"+"1")
	require.NotContains(t, string(p.Body), "1351234000"+"2")

	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"inner": "mine"})
	p, _ = mortise.AsProblem(err)
	require.Equal(t, "unknown_field", p.Errors[0].Code, "what he may not know of does not exist")
	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"title": "mine"})
	require.NoError(t, err, "what he cannot see is not in his way")

	rootID := d.me(t)
	d.change(t, seen, mortise.Record{"owner": rootID, "title": "theirs"})
	for _, version := range []int64{1, 99} {
		_, err = tickets.Update(ctx, seen.ID(), version, mortise.Record{"title": "mine"})
		gone, _ := mortise.AsProblem(err)
		_, err = tickets.Update(ctx, "01890000-0000-7000-8000-000000000000", version, mortise.Record{"title": "mine"})
		missing, _ := mortise.AsProblem(err)
		require.Equal(t, http.StatusNotFound, gone.Status)
		require.Equal(t, string(missing.Body), string(gone.Body))
	}
}

func (d *desk) me(t testing.TB) string {
	t.Helper()
	page, err := d.Admin.Records("user").List(context.Background(), mortise.ListOptions{Filter: `email == "` + serving.Administrator + `"`})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	return page.Data[0].ID()
}

func TestStaleTablesAreMergedUnlessTheirRowsChanged(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t)
	tickets := d.Admin.Records("ticket")
	seen := d.ticket(t, mortise.Record{"title": "one", "steps": []any{map[string]any{"text": "a"}}})
	d.change(t, seen, mortise.Record{"title": "theirs"})
	rows := []any{map[string]any{"id": seen["steps"].([]any)[0].(map[string]any)["id"], "text": "b"}}
	merged, err := tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"steps": rows})
	require.NoError(t, err)
	require.Equal(t, "theirs", merged.Text("title"))
	d.change(t, seen, mortise.Record{"title": "again"})
	_, err = tickets.Update(ctx, seen.ID(), seen.Version(), mortise.Record{"steps": rows})
	require.Contains(t, conflictsOf(t, err), "steps")
}

// Writers who change random fields of one record at once, each on top of what
// he has read: every change that was answered with yes is still there.
func TestNoEditIsLostWhenManyWriteAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	properties, fields := "", []string{}
	for i := range 8 {
		fields = append(fields, "f"+strconv.Itoa(i))
		properties += `,"f` + strconv.Itoa(i) + `":{"x-field":"integer","x-id":"u` + strconv.Itoa(i) + `r7k0v3qd","default":0}`
	}
	d := newDesk(t, document(t, definition.KindEntity, "tally", `{"$schema":"mortise:entity","name":"tally","title":"Tally","x-id":"u1f9q2m7xa","type":"object","x-label":"name",
		"properties":{"name":{"x-field":"text","x-id":"uar7k0v3qd"}`+properties+`}}`),
		document(t, definition.KindGrant, "root_tally", `{"name":"root_tally","role":"administrator","entity":"tally","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`))
	tallies := d.Admin.Records("tally")
	rec, err := tallies.Create(ctx, mortise.Record{"name": "one"})
	require.NoError(t, err)
	var mu sync.Mutex
	made, merged, refused := map[string]int64{}, 0, 0
	write := func(random *rand.Rand) error {
		seen, err := tallies.Get(ctx, rec.ID())
		for range 30 {
			if err != nil {
				return err
			}
			change := mortise.Record{}
			for _, i := range random.Perm(len(fields))[:1+random.IntN(3)] {
				n, _ := seen[fields[i]].(json.Number).Int64()
				change[fields[i]] = n + 1
			}
			done, refusal := tallies.Update(ctx, rec.ID(), seen.Version(), change)
			mu.Lock()
			if p, ok := mortise.AsProblem(refusal); ok && p.Status == http.StatusPreconditionFailed {
				refused++
				seen, err = tallies.Get(ctx, rec.ID())
			} else if err = refusal; err == nil {
				for name := range change {
					made[name]++
				}
				if done.Version() > seen.Version()+1 {
					merged++
				}
				if random.IntN(2) == 0 { // else he goes on from what he has seen
					seen = done
				} else {
					seen, err = tallies.Get(ctx, rec.ID())
				}
			}
			mu.Unlock()
		}
		return err
	}
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { errs[i] = write(rand.New(rand.NewPCG(7, uint64(i)))) })
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	now, err := tallies.Get(ctx, rec.ID())
	require.NoError(t, err)
	for _, name := range slices.Sorted(maps.Keys(made)) {
		n, _ := now[name].(json.Number).Int64()
		require.Equal(t, made[name], n, "%s", name)
	}
	require.Positive(t, merged, "nothing was merged")
	t.Logf("%d merged, %d refused", merged, refused)
}
