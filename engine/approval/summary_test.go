package approval_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// newCheckedOffice has checkers agree to what clerks do with cheap tickets;
// they may read no price, and titles of secret tickets in part.
func newCheckedOffice(t *testing.T) (o *office, checker *mortise.Client) {
	t.Helper()
	o = newOffice(t,
		doc("role", "checker", `{"name":"checker","x-id":"r4b2c3d4e5","title":"Checker"}`),
		doc("grant", "ticket_checker", `{"name":"ticket_checker","role":"checker","entity":"ticket","actions":["read"],"scope":"all","when":"title != 'closed'","read":{"except":["price"]}}`),
		doc("grant", "ticket_give", `{"name":"ticket_give","role":"clerk","entity":"ticket","actions":["transfer","share"],"scope":"all","to":"all"}`),
		doc("grant", "checker_users", `{"name":"checker_users","role":"checker","entity":"user","actions":["read"],"scope":"all","read":{"only":["name"]}}`),
		doc("mask", "secret", `{"name":"secret","entity":"ticket","fields":["title"],"show":"name","when":"title startsWith 'secret'","except":["clerk"]}`),
		doc("obligation", "checked", `{"name":"checked","entity":"ticket","actions":["update","transfer","share"],"when":"price < 50","except":["administrator"],"needs":"approval","by":"checker"}`))
	_, checker = o.NewUser(t, "checker", []string{"checker"})
	return o, checker
}

// ask files a request and gives its id.
func (o *office) ask(t *testing.T, method, path string, body any) string {
	t.Helper()
	a := do(t, o.clerk, method, "/api/v1/records/ticket/"+path+"?request=approval", body)
	require.Equal(t, http.StatusAccepted, a.status, "%+v", a)
	return a.body["request"].(map[string]any)["id"].(string)
}

func summary(t *testing.T, c *mortise.Client, id string) (answer, string) {
	t.Helper()
	a := do(t, c, http.MethodGet, "/api/v1/records/approval/"+id+"/request", nil)
	text, err := json.Marshal(a.body)
	require.NoError(t, err)
	return a, string(text)
}

func (o *office) titled(t *testing.T, title string) string {
	t.Helper()
	rec, err := o.Admin.Records("ticket").Create(context.Background(), mortise.Record{"title": title, "price": 41, "holder": o.clerkID})
	require.NoError(t, err)
	return rec.ID()
}

func TestApproverSeesWhatShallChangeAsFarAsHeMayRead(t *testing.T) {
	t.Parallel()
	o, checker := newCheckedOffice(t)
	open := o.ask(t, http.MethodPatch, o.titled(t, "before"), map[string]any{"title": "after", "price": 43})
	a, text := summary(t, checker, open)
	require.Equal(t, http.StatusOK, a.status, "%+v", a)
	require.Equal(t, []any{map[string]any{"name": "title", "title": "Title", "before": "before", "after": "after"}}, a.body["fields"])
	require.Equal(t, true, a.body["withheld"])
	require.Equal(t, "update", a.body["action"])
	require.Equal(t, "before", a.body["record"].(map[string]any)["name"])
	require.Equal(t, "clerk", a.body["requester"].(map[string]any)["name"])
	for _, canary := range []string{"41", "43", "rice"} {
		require.NotContains(t, stripIDs(a, text), canary)
	}
	a, text = summary(t, o.clerk, open)
	require.Equal(t, false, a.body["withheld"], "who asked may read the price")
	require.Contains(t, text, `"after":43`)

	masked := o.ask(t, http.MethodPatch, o.titled(t, "secret-canary-1"), map[string]any{"title": "canary-2"})
	a, text = summary(t, checker, masked)
	require.Equal(t, http.StatusOK, a.status)
	require.Nil(t, a.body["fields"])
	require.NotContains(t, text, "canary")
	require.Equal(t, true, a.body["withheld"])

	for _, stranger := range []*mortise.Client{o.manager, o.director} {
		a, _ = summary(t, stranger, open)
		require.Equal(t, "not_found", a.code, "who holds not the role")
	}
	closed := o.ask(t, http.MethodPatch, o.titled(t, "closed"), map[string]any{"price": 44})
	a, _ = summary(t, checker, closed)
	require.Equal(t, "not_found", a.code, "who may not read the record")
}

func TestApproverSeesToWhomARecordGoes(t *testing.T) {
	t.Parallel()
	o, checker := newCheckedOffice(t)
	other, _ := o.NewUser(t, "other", []string{"clerk"})
	id := o.titled(t, "mine")
	a, _ := summary(t, checker, o.ask(t, http.MethodPost, id+":transfer", map[string]any{"to": map[string]any{"user": other}}))
	require.Equal(t, map[string]any{"user": map[string]any{"id": other, "name": "other"}}, a.body["to"])
	require.Equal(t, false, a.body["withheld"])
	a, _ = summary(t, checker, o.ask(t, http.MethodPost, id+":share", map[string]any{"to": map[string]any{"user": other}, "level": "write"}))
	require.Equal(t, map[string]any{"to": map[string]any{"kind": "user", "id": other, "name": "other"}, "level": "write", "until": nil}, a.body["share"])
}

// stripIDs leaves out what may contain any digits.
func stripIDs(a answer, text string) string {
	delete(a.body, "id")
	delete(a.body, "record")
	delete(a.body, "requester")
	b, err := json.Marshal(a.body)
	if err != nil {
		return text
	}
	return string(b)
}
