package acceptance_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// doors are somebody's open sessions: a token and a browser's cookie, each in
// two processes of one database.
type doors struct {
	*shipped
	there  *server
	who    person
	cookie string
}

func (s *shipped) doorsOf(t *testing.T, who person) *doors {
	t.Helper()
	there := &server{url: s.serving.Another(t), admin: s.admin}
	return &doors{s, there, who, s.cookie(t, who)}
}

// answer asks at every door for a customer and demands one status of all.
func (d *doors) answer(t *testing.T, when, id string, want int) {
	t.Helper()
	for place, s := range map[string]*server{"another process": d.there, "this process": d.server} {
		for kind, c := range map[string]call{"token": {token: d.who.client.Token()}, "cookie": {header: map[string]string{"Cookie": d.cookie}}} {
			c.method, c.path = "GET", recordsCustomers+"/"+id
			if r := s.call(t, c); r.status != want {
				t.Errorf("%s: the %s is answered %d in %s, want %d: %.200s", when, kind, r.status, place, want, r.body)
			}
		}
	}
}

// TestTakingARoleHoldsFromTheNextRequest is P14: whichever way somebody had
// what he had, it ends at the next request of open sessions and tokens, in every
// process, and comes back as fast.
func TestTakingARoleHoldsFromTheNextRequest(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	who := s.newUser(t, "Zoe", nil)
	d := s.doorsOf(t, who)
	own := s.customer(t, "Of Zoe", who.id, nil)
	const seen, hidden = http.StatusOK, http.StatusNotFound
	ends := func(what, entity, id, customer string) {
		t.Helper()
		d.answer(t, "with "+what, customer, seen)
		allowed(t, "take "+what, s.admin.Records(entity).Archive(ctx, id))
		d.answer(t, "without "+what, customer, hidden)
		_, err := s.admin.Records(entity).Restore(ctx, id)
		allowed(t, "give back "+what, err)
		d.answer(t, "with "+what+" again", customer, seen)
	}
	d.answer(t, "before any role", own, hidden)
	role := s.give(t, who.id, "salesperson")
	ends("a role", "user_role", role, own)
	allowed(t, "take the role", s.admin.Records("user_role").Archive(ctx, role))

	team := mustCreate(t, s.admin, "team", mortise.Record{"name": "Sales"}).ID()
	through := mustCreate(t, s.admin, "team_role", mortise.Record{"team": team, "role": s.only(t, "role", `name == "salesperson"`).ID()}).ID()
	d.answer(t, "before joining the team", own, hidden)
	member := mustCreate(t, s.admin, "team_member", mortise.Record{"team": team, "user": who.id}).ID()
	ends("a membership", "team_member", member, own)
	ends("a team's role", "team_role", through, own)

	north, south := mustCreate(t, s.admin, "department", mortise.Record{"name": "North"}).ID(), mustCreate(t, s.admin, "department", mortise.Record{"name": "South"}).ID()
	shared := s.customer(t, "For the north", s.bert.id, nil)
	_, err := s.mary.client.Records("customer").Share(ctx, shared, mortise.ShareRequest{To: map[string]string{"department": north}, Level: "read"})
	allowed(t, "share with a department", err)
	for _, at := range []struct {
		department any
		want       int
	}{{nil, hidden}, {north, seen}, {south, hidden}, {north, seen}, {nil, hidden}} {
		_, err := s.admin.Records("user").Update(ctx, who.id, 0, mortise.Record{"department": at.department})
		allowed(t, "move", err)
		d.answer(t, "after moving", shared, at.want)
	}
}

// TestDisablingHoldsFromTheNextRequest: sessions of a user who is disabled are
// over; when he is enabled he signs in anew.
func TestDisablingHoldsFromTheNextRequest(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	d := s.doorsOf(t, s.anna)
	own := s.customer(t, "Of Anna", s.anna.id, nil)
	me, err := s.anna.client.Me(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	d.answer(t, "before", own, http.StatusOK)
	deniedReply(t, "a manager disables", "permission_needed", s.as(t, s.mary.client, "POST", "/api/v1/users/"+s.anna.id+"/disable", nil))
	d.answer(t, "after the refusal", own, http.StatusOK)
	if r := s.as(t, s.admin, "POST", "/api/v1/users/"+s.anna.id+"/disable", nil); r.status >= 300 {
		t.Fatalf("disable: %d %s", r.status, r.body)
	}
	d.answer(t, "disabled", own, http.StatusUnauthorized)
	fresh, err := mortise.New(s.url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.SignIn(context.Background(), me.User.Email, serving.Password); err == nil {
		t.Error("who is disabled signs in")
	}
	if r := s.as(t, s.admin, "POST", "/api/v1/users/"+s.anna.id+"/enable", nil); r.status >= 300 {
		t.Fatalf("enable: %d %s", r.status, r.body)
	}
	d.answer(t, "enabled, by the old sessions", own, http.StatusUnauthorized)
	_, err = fresh.SignIn(context.Background(), me.User.Email, serving.Password)
	allowed(t, "sign in anew", err)
	_, err = fresh.Records("customer").Get(context.Background(), own)
	allowed(t, "read as before", err)
}

// TestEditingARoleHoldsFromTheNextRequest: what a publication takes from a role
// is gone at the next request of those who hold it.
func TestEditingARoleHoldsFromTheNextRequest(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	d := s.doorsOf(t, s.mary)
	id := s.customer(t, "Of Anna", s.anna.id, nil)
	d.answer(t, "with the shipped grant", id, http.StatusOK)
	body, err := s.admin.Definitions().Get(ctx, "grant", "customer_manage")
	if err != nil {
		t.Fatal(err)
	}
	s.publish(t, []mortise.Document{document(t, "grant", object{"name": "customer_manage", "entity": "customer", "role": "sales_manager", "actions": []string{"read"}, "scope": "own", "read": "all"})})
	d.answer(t, "without it", id, http.StatusNotFound)
	s.publish(t, []mortise.Document{{Kind: "grant", Name: "customer_manage", Body: body}})
	d.answer(t, "with it again", id, http.StatusOK)
}
