package approval_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const ticket = `{"$schema":"mortise:entity","name":"ticket","title":"Ticket","x-id":"k3f9q2m7xa","type":"object","x-label":"title","x-owner":"holder",
"properties":{
 "title":{"x-field":"text","x-id":"h4r7k0v3qd","title":"Title"},
 "price":{"x-field":"integer","x-id":"a1b2c3d4e5","title":"Price"},
 "holder":{"x-field":"user","x-id":"d1b2c3d4e5","title":"Holder"}}}`

func doc(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

// office is a server with tickets, a clerk, two managers and a director: what
// a clerk changes in dear tickets, managers approve.
type office struct {
	*serving.Server
	clerk, manager, second, director *mortise.Client
	clerkID                          string
}

func newOffice(t *testing.T, more ...mortise.Document) *office {
	t.Helper()
	o := &office{Server: serving.Start(t)}
	obligation := func(name, actions, by string) mortise.Document {
		return doc("obligation", name, fmt.Sprintf(`{"name":%q,"entity":"ticket","actions":%s,"when":"price > 100","except":["administrator"],"needs":"approval","by":%q}`, name, actions, by))
	}
	o.Publish(t, append([]mortise.Document{
		doc("entity", "ticket", ticket),
		doc("role", "clerk", `{"name":"clerk","x-id":"r1b2c3d4e5","title":"Clerk"}`),
		doc("role", "manager", `{"name":"manager","x-id":"r2b2c3d4e5","title":"Manager","inherits":["clerk"]}`),
		doc("role", "director", `{"name":"director","x-id":"r3b2c3d4e5","title":"Director"}`),
		doc("grant", "ticket_root", `{"name":"ticket_root","role":"administrator","entity":"ticket","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`),
		doc("grant", "ticket_clerk", `{"name":"ticket_clerk","role":"clerk","entity":"ticket","actions":["read","create","update","archive","restore"],"scope":"all","read":"all","write":"all"}`),
		doc("grant", "ticket_director", `{"name":"ticket_director","role":"director","entity":"ticket","actions":["read"],"scope":"all","read":"all"}`),
		obligation("dear", `["update","archive"]`, "manager"),
		obligation("dear_too", `["archive"]`, "director"),
	}, more...))
	o.clerkID, o.clerk = o.NewUser(t, "clerk", []string{"clerk"})
	_, o.manager = o.NewUser(t, "manager", []string{"manager"})
	_, o.second = o.NewUser(t, "second", []string{"manager"})
	_, o.director = o.NewUser(t, "director", []string{"director"})
	return o
}

func (o *office) ticket(t *testing.T, price int) string {
	t.Helper()
	rec, err := o.Admin.Records("ticket").Create(context.Background(), mortise.Record{"title": "before", "price": price})
	require.NoError(t, err)
	return rec.ID()
}

// answer is what came back, refused or not.
type answer struct {
	status int
	code   string
	body   map[string]any
}

func do(t *testing.T, c *mortise.Client, method, path string, body any) answer {
	t.Helper()
	r := mortise.Request{Method: method, Path: path}
	if body != nil {
		b, err := json.Marshal(body)
		require.NoError(t, err)
		r.Body = bytes.NewReader(b)
	}
	resp, err := c.Do(context.Background(), r)
	if p, ok := mortise.AsProblem(err); ok {
		return answer{status: p.Status, code: p.Code}
	}
	require.NoError(t, err)
	a := answer{status: resp.Status}
	if len(resp.Body) > 0 {
		require.NoError(t, json.Unmarshal(resp.Body, &a.body))
	}
	return a
}

// request asks for a change and gives the id of the request.
func (o *office) request(t *testing.T, c *mortise.Client, id string) string {
	t.Helper()
	a := do(t, c, http.MethodPatch, "/api/v1/records/ticket/"+id+"?request=approval", map[string]any{"title": "after"})
	require.Equal(t, http.StatusAccepted, a.status, "%+v", a)
	return a.body["request"].(map[string]any)["id"].(string)
}

func (o *office) decide(t *testing.T, c *mortise.Client, request, how string) answer {
	t.Helper()
	return do(t, c, http.MethodPost, "/api/v1/records/approval/"+request+":"+how, map[string]any{"comment": "because"})
}

func (o *office) title(t *testing.T, id string) string {
	t.Helper()
	rec, err := o.Admin.Records("ticket").Get(context.Background(), id)
	require.NoError(t, err)
	return rec.Text("title")
}

func notifications(t *testing.T, c *mortise.Client) (kinds []string) {
	t.Helper()
	page, err := c.Records("notification").List(context.Background(), mortise.ListOptions{Sort: []string{"created_at"}})
	require.NoError(t, err)
	for _, n := range page.Data {
		kinds = append(kinds, n.Text("kind"))
	}
	return kinds
}

// TestTextsAreInTheReadersWords: each holder reads of the same request in his
// own language, with the titles of the entity and the action instead of names.
func TestTextsAreInTheReadersWords(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, err := o.second.ChangeMe(context.Background(), mortise.ProfileChange{Language: new("zh-CN")})
	require.NoError(t, err)
	o.request(t, o.clerk, o.ticket(t, 200))
	english, chinese := texts(t, o.manager), texts(t, o.second)
	require.Len(t, english, 1)
	require.Contains(t, english[0], "Edit, Ticket")
	require.Len(t, chinese, 1)
	require.Contains(t, chinese[0], "修改")
	require.NotContains(t, chinese[0]+english[0], "update")
}

func texts(t *testing.T, c *mortise.Client) (list []string) {
	t.Helper()
	page, err := c.Records("notification").List(context.Background(), mortise.ListOptions{Sort: []string{"created_at"}})
	require.NoError(t, err)
	for _, n := range page.Data {
		list = append(list, n.Text("text"))
	}
	return list
}

func TestApprovedIsDoneAsTheRequester(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	patch := do(t, o.clerk, http.MethodPatch, "/api/v1/records/ticket/"+id, map[string]any{"title": "after"})
	require.Equal(t, "obligation_unmet", patch.code)
	request := o.request(t, o.clerk, id)
	require.Equal(t, request, o.request(t, o.clerk, id), "the same request waits already")
	require.Equal(t, "before", o.title(t, id), "a request changes nothing")
	require.Equal(t, []string{"approval_requested"}, notifications(t, o.manager))
	require.Equal(t, []string{"approval_requested"}, notifications(t, o.second))
	require.Empty(t, notifications(t, o.clerk))

	require.Equal(t, "not_found", o.decide(t, o.director, request, "approve").code, "who may not see the request")
	require.Equal(t, "request_own", o.decide(t, o.clerk, request, "approve").code)
	approved := o.decide(t, o.manager, request, "approve")
	require.Equal(t, http.StatusOK, approved.status, "%+v", approved)
	require.Equal(t, "approved", approved.body["state"])
	require.Equal(t, "after", o.title(t, id))
	require.Equal(t, []string{"approval_approved"}, notifications(t, o.clerk))
	require.Equal(t, "request_decided", o.decide(t, o.second, request, "reject").code)

	var actor, channel string
	require.NoError(t, o.App.DB.Pool().QueryRow(context.Background(),
		`SELECT actor::text, channel FROM ws_main.change WHERE record = $1 ORDER BY seq DESC LIMIT 1`, id).Scan(&actor, &channel))
	require.Equal(t, o.clerkID, actor)
	require.Equal(t, "job", channel)
}

func TestRefusedAndWithdrawnChangeNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for how, who := range map[string]*mortise.Client{"reject": o.manager, "withdraw": o.clerk} {
		id := o.ticket(t, 200)
		request := o.request(t, o.clerk, id)
		a := o.decide(t, who, request, how)
		require.Equal(t, http.StatusOK, a.status, "%+v", a)
		require.Equal(t, "request_decided", o.decide(t, o.second, request, "approve").code)
		require.Equal(t, "before", o.title(t, id))
	}
	id := o.ticket(t, 200)
	require.Equal(t, "action_not_granted", o.decide(t, o.manager, o.request(t, o.clerk, id), "withdraw").code)
}

// A manager may approve what clerks ask, and not what he asks himself.
func TestNobodyDecidesHisOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	request := o.request(t, o.manager, id)
	require.Equal(t, "request_own", o.decide(t, o.manager, request, "approve").code)
	require.Equal(t, http.StatusOK, o.decide(t, o.second, request, "approve").status)
	require.Equal(t, "after", o.title(t, id))
}

func TestOfTwoApprovalsOneWins(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	request := o.request(t, o.clerk, id)
	answers := make([]answer, 12)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = o.decide(t, []*mortise.Client{o.manager, o.second}[i%2], request, "approve") })
	}
	wg.Wait()
	won := 0
	for _, a := range answers {
		if a.status == http.StatusOK {
			won++
			continue
		}
		require.Equal(t, "request_decided", a.code)
	}
	require.Equal(t, 1, won)
	var updates int
	require.NoError(t, o.App.DB.Pool().QueryRow(context.Background(),
		`SELECT count(*) FROM ws_main.change WHERE record = $1 AND action = 'update'`, id).Scan(&updates))
	require.Equal(t, 1, updates)
	require.Equal(t, []string{"approval_approved"}, notifications(t, o.clerk))
}

// The requester's right is gone when the approval comes: it fails, and both
// hear why.
func TestRightsAreThoseOfTheMoment(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	request := o.request(t, o.clerk, id)
	o.Publish(t, []mortise.Document{doc("grant", "ticket_clerk",
		`{"name":"ticket_clerk","role":"manager","entity":"ticket","actions":["read","create","update","archive"],"scope":"all","read":"all","write":"all"}`)})
	a := o.decide(t, o.manager, request, "approve")
	require.Equal(t, http.StatusOK, a.status, "%+v", a)
	require.Equal(t, "failed", a.body["state"])
	require.Equal(t, "not_found", a.body["problem"])
	require.Equal(t, "before", o.title(t, id))
	require.Contains(t, notifications(t, o.clerk), "approval_failed")
	require.Contains(t, notifications(t, o.manager), "approval_failed")
}

// Who may approve is for the rules of the moment, too.
func TestTheRuleHasAnotherRoleByNow(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	request := o.request(t, o.clerk, id)
	o.Publish(t, []mortise.Document{doc("obligation", "dear",
		`{"name":"dear","entity":"ticket","actions":["update"],"when":"price > 100","except":["administrator"],"needs":"approval","by":"director"}`)})
	require.Equal(t, "approver_role_needed", o.decide(t, o.manager, request, "approve").code)
	require.Equal(t, "before", o.title(t, id))
}

// What two roles have to approve, the second is asked when the first has.
func TestSeveralRolesApproveInTurn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	a := do(t, o.clerk, http.MethodDelete, "/api/v1/records/ticket/"+id+"?request=approval", nil)
	require.Equal(t, http.StatusAccepted, a.status, "%+v", a)
	request := a.body["request"].(map[string]any)["id"].(string)
	require.Empty(t, notifications(t, o.director))
	require.Equal(t, http.StatusOK, o.decide(t, o.manager, request, "approve").status)
	rec, err := o.Admin.Records("ticket").Get(context.Background(), id)
	require.NoError(t, err)
	require.Empty(t, rec.Text("archived_at"), "the director has not been asked yet")
	require.Equal(t, []string{"approval_requested"}, notifications(t, o.director))
	page, err := o.director.Records("approval").List(context.Background(), mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	require.Equal(t, http.StatusOK, o.decide(t, o.director, page.Data[0].ID(), "approve").status)
	rec, err = o.Admin.Records("ticket").Get(context.Background(), id)
	require.NoError(t, err)
	require.NotEmpty(t, rec.Text("archived_at"))
}

// The content of a request is nobody's to read but the system's.
func TestContentIsNotShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.ticket(t, 200)
	a := do(t, o.clerk, http.MethodPatch, "/api/v1/records/ticket/"+id+"?request=approval", map[string]any{"title": "canary-content"})
	require.Equal(t, http.StatusAccepted, a.status)
	for _, c := range []*mortise.Client{o.clerk, o.manager, o.Admin} {
		resp, err := c.Do(context.Background(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/records/approval"})
		require.NoError(t, err)
		require.False(t, strings.Contains(string(resp.Body), "canary-content"), "%s", resp.Body)
	}
}
