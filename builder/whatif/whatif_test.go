package whatif_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/mortise-crm/mortise/builder/whatif"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const deal = `{"$schema":"mortise:entity","name":"deal","title":"Deal","x-id":"wh4tifdeal","type":"object","x-label":"name","x-owner":"owner",
"properties":{
 "name":{"x-field":"text","x-id":"wh4tname01","title":"Name"},
 "owner":{"x-field":"user","x-id":"wh4towner1","title":"Owner"},
 "amount":{"x-field":"integer","x-id":"wh4tamoun1","title":"Amount"},
 "phone":{"x-field":"phone","x-id":"wh4tphone1","title":"Phone","x-region":"CN"},
 "stage":{"x-field":"text","x-id":"wh4tstage1","title":"Stage"}%s}}`

// document makes a definition; only its body's braces are the caller's.
func document(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

func grant(name, role, actions, more string) mortise.Document {
	return document("grant", name, fmt.Sprintf(`{"name":%q,"role":%q,"entity":"deal","actions":%s,%s}`, name, role, actions, more))
}

func role(name, id, more string) mortise.Document {
	return document("role", name, fmt.Sprintf(`{"name":%q,"x-id":%q,"title":%q%s}`, name, id, name, more))
}

// published are the definitions that a draft is compared with.
func published() []mortise.Document {
	return []mortise.Document{
		document("entity", "deal", fmt.Sprintf(deal, "")),
		role("seller", "wh4tselle1", ""), role("boss", "wh4tboss01", `,"inherits":["seller"]`), role("clerk", "wh4tclerk1", ""),
		grant("deal_own", "seller", `["read","update"]`, `"scope":"own","read":"all","write":"all"`),
		grant("deal_boss", "boss", `["read"]`, `"scope":"all","read":{"except":["phone"]}`),
		grant("deal_admin", "administrator", `["read","create","update","archive"]`, `"scope":"all","read":"all","write":"all"`),
	}
}

// drafted are the changes of the draft: sellers lose the small deals and may
// archive, clerks see the won deals with the phone in part, and bosses are no
// sellers any more. A new field takes part in a condition before it is there.
func drafted() []mortise.Document {
	return []mortise.Document{
		document("entity", "deal", fmt.Sprintf(deal, `,"rating":{"x-field":"integer","x-id":"wh4trating","title":"Rating"}`)),
		role("boss", "wh4tboss01", `,"permissions":["audit"]`),
		grant("deal_own", "seller", `["read","update","archive"]`, `"scope":"own","when":"amount > 50","read":{"except":["stage"]},"write":{"only":["name"]}`),
		grant("deal_won", "clerk", `["read"]`, `"scope":"all","when":"stage == 'won'","read":"all"`),
		grant("deal_rated", "clerk", `["read"]`, `"scope":"all","when":"rating > 3","read":"all"`),
		document("mask", "deal_phone", `{"name":"deal_phone","entity":"deal","fields":["phone"],"show":"phone","when":"amount > 20","except":["administrator"]}`),
	}
}

// team is a server with users and deals.
type team struct {
	*serving.Server
	users   map[string]string
	clients map[string]*mortise.Client
}

func newTeam(t *testing.T) *team {
	t.Helper()
	s := &team{Server: serving.Start(t), users: map[string]string{}, clients: map[string]*mortise.Client{}}
	s.Publish(t, published())
	for name, roles := range map[string][]string{"ann": {"seller"}, "bob": {"seller"}, "cid": {"boss"}, "dot": {"clerk"}, "eve": nil} {
		s.users[name], s.clients[name] = s.NewUser(t, name, roles)
	}
	owners := []string{"ann", "bob", "cid"}
	for i := range 40 {
		values := mortise.Record{"name": fmt.Sprintf("deal %d", i), "owner": s.users[owners[i%3]], "amount": i * 3, "phone": fmt.Sprintf("138001380%02d", i), "stage": []string{"new", "won"}[i%2]}
		if _, err := s.Admin.Records("deal").Create(context.Background(), values); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// seen is what a user may do: by action the ids, and by field the ids whose
// cells show whole.
type seen struct{ actions, cells map[string][]string }

func (s *team) sees(t *testing.T, user string) seen {
	t.Helper()
	ctx := context.Background()
	found := seen{map[string][]string{}, map[string][]string{}}
	var ids []string
	page, err := s.clients[user].Records("deal").List(ctx, mortise.ListOptions{Limit: 200})
	if err != nil {
		return found // he may know of no deal
	}
	for _, rec := range page.Data {
		ids = append(ids, rec.ID())
		meta, _ := rec["_meta"].(map[string]any)
		redacted, _ := meta["redacted"].([]any)
		for name := range rec {
			if name != "_meta" && !slices.Contains(redacted, any(name)) {
				found.cells[name] = append(found.cells[name], rec.ID())
			}
		}
	}
	found.actions["read"] = ids
	resp, err := s.clients[user].Do(ctx, mortise.Request{Method: http.MethodGet, Path: "/api/v1/me/access", Query: map[string][]string{"entity": {"deal"}, "ids": {join(ids)}}})
	if err != nil {
		t.Fatal(err)
	}
	var may struct {
		Data map[string]struct{ Actions []string }
	}
	if err := json.Unmarshal(resp.Body, &may); err != nil {
		t.Fatal(err)
	}
	for id, m := range may.Data {
		for _, action := range m.Actions {
			found.actions[action] = append(found.actions[action], id)
		}
	}
	return found
}

func join(ids []string) string {
	var b bytes.Buffer
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(id)
	}
	return b.String()
}

// without counts the ids of x that y has not.
func without(x, y []string) int64 {
	n := int64(0)
	for _, id := range x {
		if !slices.Contains(y, id) {
			n++
		}
	}
	return n
}

func ask(t testing.TB, c *mortise.Client, body string) (*whatif.Answer, error) {
	t.Helper()
	resp, err := c.Do(context.Background(), mortise.Request{Method: http.MethodPost, Path: "/api/v1/draft:whatif", Body: bytes.NewReader([]byte(body))})
	if err != nil {
		return nil, err
	}
	var a whatif.Answer
	if err := json.Unmarshal(resp.Body, &a); err != nil {
		t.Fatal(err)
	}
	return &a, nil
}

// What a draft is said to change is what publishing it changes.
func TestWhatIfForetells(t *testing.T) {
	t.Parallel()
	s := newTeam(t)
	before := map[string]seen{}
	for user := range s.users {
		before[user] = s.sees(t, user)
	}
	for _, doc := range drafted() {
		if err := s.Admin.Definitions().Put(context.Background(), doc); err != nil {
			t.Fatal(err)
		}
	}
	a := s.asked(t)
	s.Publish(t, nil)
	for user, id := range s.users {
		i := slices.IndexFunc(a.Users, func(u whatif.UserChange) bool { return u.ID == id })
		var change whatif.EntityChange
		if i >= 0 && len(a.Users[i].Entities) > 0 {
			change = a.Users[i].Entities[0]
		}
		s.foretold(t, user, before[user], s.sees(t, user), change)
	}
	boss := a.Roles[slices.IndexFunc(a.Roles, func(r whatif.RoleChange) bool { return r.Name == "boss" })]
	if !slices.Equal(boss.Permissions.Gained, []string{"audit"}) {
		t.Errorf("boss gains the permissions %v", boss.Permissions)
	}
}

// asked asks twice, and wants the same whole answer.
func (s *team) asked(t *testing.T) *whatif.Answer {
	t.Helper()
	a, err := ask(t, s.Admin, `{}`)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ask(t, s.Admin, `{}`)
	if err != nil {
		t.Fatal(err)
	}
	a.TookMS, again.TookMS = 0, 0
	if x, y := text(t, a), text(t, again); x != y {
		t.Errorf("asked again, the answer is another:\n%s\n%s", x, y)
	}
	if a.Partial || len(a.Users) == 0 {
		t.Fatalf("the answer is not whole: %s", text(t, a))
	}
	return a
}

// foretold compares what was said with what a user saw before and sees after.
func (s *team) foretold(t *testing.T, user string, before, after seen, change whatif.EntityChange) {
	t.Helper()
	for _, action := range []string{"read", "update", "archive"} {
		gained, lost := without(after.actions[action], before.actions[action]), without(before.actions[action], after.actions[action])
		i := slices.IndexFunc(change.Records, func(r whatif.RecordChange) bool { return r.Action == action })
		said := whatif.RecordChange{}
		if i >= 0 {
			said = change.Records[i]
		}
		if said.Gained != gained || said.Lost != lost {
			t.Errorf("%s %s: said +%d -%d, is +%d -%d", user, action, said.Gained, said.Lost, gained, lost)
		}
		if want := min(gained, whatif.Examples); int64(len(said.GainedExamples)) != want {
			t.Errorf("%s %s: %d examples of %d gained", user, action, len(said.GainedExamples), gained)
		}
		for _, one := range said.LostExamples {
			if slices.Contains(after.actions[action], one.ID) || !slices.Contains(before.actions[action], one.ID) || one.Label == "" {
				t.Errorf("%s %s: %v is no example of what is lost", user, action, one)
			}
		}
	}
	for _, field := range []string{"phone", "stage", "amount"} {
		s.cellsForetold(t, user, field, before, after, change)
	}
}

func (s *team) cellsForetold(t *testing.T, user, field string, before, after seen, change whatif.EntityChange) {
	t.Helper()
	var was, is []string
	for _, id := range before.actions["read"] {
		if !slices.Contains(after.actions["read"], id) {
			continue
		}
		if slices.Contains(before.cells[field], id) {
			was = append(was, id)
		}
		if slices.Contains(after.cells[field], id) {
			is = append(is, id)
		}
	}
	gained, lost := without(is, was), without(was, is)
	said := whatif.CellChange{}
	if i := slices.IndexFunc(change.Cells, func(c whatif.CellChange) bool { return c.Field == field }); i >= 0 {
		said = change.Cells[i]
	}
	if said.Gained != gained || said.Lost != lost {
		t.Errorf("%s sees %s: said +%d -%d, is +%d -%d", user, field, said.Gained, said.Lost, gained, lost)
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Only who may publish may ask, and what could not be counted in time is said.
func TestWhatIfIsLimited(t *testing.T) {
	t.Parallel()
	s := newTeam(t)
	for _, doc := range drafted() {
		if err := s.Admin.Definitions().Put(context.Background(), doc); err != nil {
			t.Fatal(err)
		}
	}
	var refused *mortise.Problem
	if _, err := ask(t, s.clients["ann"], `{}`); !errors.As(err, &refused) || refused.Status != http.StatusForbidden {
		t.Errorf("a seller asks what if: %v", err)
	}
	a, err := ask(t, s.Admin, `{"time_limit_ms":1}`)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Partial || !slices.Contains(a.LeftOut.Entities, "deal") || len(a.Roles) == 0 {
		t.Errorf("in a millisecond: partial %t, left out %v, %d roles", a.Partial, a.LeftOut, len(a.Roles))
	}
	only, err := ask(t, s.Admin, `{"entities":["deal"],"users":["`+s.users["dot"]+`"],"roles":["clerk"]}`)
	if err != nil || len(only.Users) != 1 || only.Users[0].Name != "dot" || len(only.Roles) != 1 || only.Roles[0].Name != "clerk" {
		t.Errorf("asked about dot alone: %v %v", only, err)
	}
}
