package audit_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// order is an entity that clerks read and nobody but the administrator changes.
var order = []mortise.Document{
	document(definition.KindEntity, "order", `{"$schema":"mortise:entity","name":"order","title":"Order","x-id":"k3f9q2m7xa","type":"object","x-label":"title",
		"properties":{"title":{"x-field":"text","x-id":"h4r7k0v3qd","title":"Title"}}}`),
	document(definition.KindRole, "clerk", `{"name":"clerk","x-id":"c3f9q2m7xa","title":"Clerk"}`),
	document(definition.KindGrant, "order_clerk", `{"name":"order_clerk","role":"clerk","entity":"order","actions":["read"],"scope":"all","when":"title != 'hidden'","read":"all"}`),
	document(definition.KindGrant, "order_all", `{"name":"order_all","role":"administrator","entity":"order","actions":["read","create","update","archive","export","history"],"scope":"all","read":"all","write":"all"}`),
}

func document(kind definition.Kind, name, body string) mortise.Document {
	return mortise.Document{Kind: string(kind), Name: name, Body: json.RawMessage(body)}
}

// observed is a server whose log keeps the decision of every read.
func observed(t testing.TB) (*serving.Server, *audit.Log) {
	t.Helper()
	s := serving.Start(t)
	s.Publish(t, order)
	log := audit.New(s.App.DB, 1)
	t.Cleanup(log.Close)
	s.App.Records.Observer = log
	return s, log
}

// page asks for the audit as somebody.
func page(t *testing.T, c *mortise.Client, q url.Values) audit.Page {
	t.Helper()
	answer, err := c.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/audit?" + q.Encode()})
	require.NoError(t, err)
	var p audit.Page
	require.NoError(t, json.Unmarshal(answer.Body, &p))
	return p
}

func detail(t *testing.T, e audit.Entry) map[string]any {
	t.Helper()
	var d map[string]any
	require.NoError(t, json.Unmarshal(e.Detail, &d))
	return d
}

func TestRefusedRequestsAreSeen(t *testing.T) {
	t.Parallel()
	s, log := observed(t)
	open, err := s.Admin.Records("order").Create(t.Context(), mortise.Record{"title": "open"})
	require.NoError(t, err)
	hidden, err := s.Admin.Records("order").Create(t.Context(), mortise.Record{"title": "hidden"})
	require.NoError(t, err)
	id, clerk := s.NewUser(t, "Clerk", []string{"clerk"})
	orders := clerk.Records("order")
	for range 7 {
		_, err = orders.Get(t.Context(), hidden.ID())
		require.Error(t, err)
	}
	_, err = orders.Get(t.Context(), open.ID())
	require.NoError(t, err)
	_, err = orders.Update(t.Context(), open.ID(), 0, mortise.Record{"title": "mine"})
	require.Error(t, err)
	_, err = clerk.Records("no_such_thing").List(t.Context(), mortise.ListOptions{})
	require.Error(t, err)
	require.NoError(t, log.Flush(t.Context()))

	refused := page(t, s.Admin, url.Values{"kind": {"refusals"}, "actor": {id}, "entity": {"order"}, "action": {"read"}})
	var times float64
	for _, e := range refused.Data { // one, unless a minute has ended meanwhile
		times += detail(t, e)["refused"].(float64)
		require.Equal(t, []any{hidden.ID()}, detail(t, e)["ids"], "each id once")
		require.Equal(t, "order", e.Entity)
	}
	require.Equal(t, 7.0, times)
	unknown := page(t, s.Admin, url.Values{"kind": {"refusals"}, "actor": {id}, "entity": {"?"}})
	require.Equal(t, []any{"no_such_thing"}, detail(t, unknown.Data[0])["ids"], "names that nothing has are counted as one")

	decisions := page(t, s.Admin, url.Values{"kind": {"decisions"}, "actor": {id}, "action": {"update"}})
	require.Len(t, decisions.Data, 1, "a refused write is kept")
	require.Equal(t, "refused", decisions.Data[0].Result)
	require.Equal(t, open.ID(), decisions.Data[0].Object)
	reads := page(t, s.Admin, url.Values{"kind": {"decisions"}, "actor": {id}, "action": {"read"}})
	require.Len(t, reads.Data, 1, "of refused reads there are counts alone")
	require.Equal(t, "ok", reads.Data[0].Result)
	require.Contains(t, detail(t, reads.Data[0])["grants"], "order_clerk")
	require.Equal(t, "Clerk", reads.Names[id])
}

func TestEveryExportIsEntered(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	s.Publish(t, order)
	log := audit.New(s.App.DB, 1_000_000) // no read is sampled
	t.Cleanup(log.Close)
	s.App.Records.Observer = log
	made, err := s.Admin.Records("order").Create(t.Context(), mortise.Record{"title": "open"})
	require.NoError(t, err)
	_, clerk := s.NewUser(t, "Clerk", []string{"clerk"})
	for range 2 {
		_, err = s.Admin.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/records/order:export"})
		require.NoError(t, err)
	}
	_, err = clerk.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/records/order:export"})
	require.Error(t, err)
	_, err = s.Admin.Records("order").Get(t.Context(), made.ID())
	require.NoError(t, err)
	require.NoError(t, log.Flush(t.Context()))
	var results []string
	for _, e := range page(t, s.Admin, url.Values{"kind": {"decisions"}, "entity": {"order"}}).Data {
		require.Equal(t, "export", e.Action, "nothing else is entered")
		results = append(results, e.Result)
	}
	require.Equal(t, []string{"refused", "ok", "ok"}, results)
}

func TestAuditNeedsItsPermission(t *testing.T) {
	t.Parallel()
	s, _ := observed(t)
	_, clerk := s.NewUser(t, "Clerk", []string{"clerk"})
	_, err := clerk.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/audit"})
	require.ErrorContains(t, err, "permission")
	for _, wrong := range []string{"kind=all", "limit=0", "limit=1000", "from=yesterday", "after=x", "actor=me"} {
		_, err = s.Admin.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/audit?" + wrong})
		require.Error(t, err, wrong)
	}
}

func TestPermissionChangesAreOneList(t *testing.T) {
	t.Parallel()
	s, _ := observed(t)
	id, _ := s.NewUser(t, "Clerk", []string{"clerk"})
	all := page(t, s.Admin, url.Values{"kind": {"permissions"}})
	require.NotEmpty(t, all.Data)
	given, published := 0, 0
	for _, e := range all.Data {
		switch {
		case e.Entity == "user_role" && e.Action == "create":
			after := detail(t, e)["after"].(map[string]any)
			if after["user"] == id {
				given++
				require.Equal(t, "clerk", all.Names[after["role"].(string)], "the role is named")
			}
		case e.Action == "publish.access":
			published++
		}
	}
	require.Equal(t, 1, given)
	require.Positive(t, published, "a revision that changed grants belongs to it")

	var walked []audit.Entry
	q := url.Values{"kind": {"permissions"}, "limit": {"1"}}
	for {
		p := page(t, s.Admin, q)
		walked = append(walked, p.Data...)
		if p.Next == "" {
			break
		}
		q.Set("after", p.Next)
	}
	require.Equal(t, all.Data, walked, "page by page it is the same list")
}

func TestUseOfGrantsIsNoted(t *testing.T) {
	t.Parallel()
	s, log := observed(t)
	id, clerk := s.NewUser(t, "Clerk", []string{"clerk"})
	idle, _ := s.NewUser(t, "Idle", []string{"clerk"})
	_, err := s.Admin.Records("order").Create(t.Context(), mortise.Record{"title": "open"})
	require.NoError(t, err)
	_, err = clerk.Records("order").List(t.Context(), mortise.ListOptions{})
	require.NoError(t, err)
	require.NoError(t, log.Flush(t.Context()))
	used := func(user string) (n int) {
		require.NoError(t, s.App.DB.Pool().QueryRow(t.Context(),
			`SELECT count(*) FROM ws_main.grant_use WHERE user_id = $1 AND grant_name = 'order_clerk' AND used_on >= current_date - 1`, user).Scan(&n))
		return n
	}
	require.Equal(t, 1, used(id))
	require.Zero(t, used(idle))
}

func TestWhatIsLeftIsWrittenAtTheEnd(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	log := audit.New(s.App.DB, 1)
	log.Record(t.Context(), "main", audit.Event{Action: "test.last", Object: "x"})
	log.Close()
	require.NoError(t, log.Flush(t.Context()), "a closed log has nothing to write")
	require.Len(t, page(t, s.Admin, url.Values{"action": {"test.last"}}).Data, 1)
}
