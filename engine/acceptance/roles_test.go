package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestARoleAboveHoldsEveryPermissionBelow is P13: the manager has all that a
// salesperson has, and is told where each comes from.
func TestARoleAboveHoldsEveryPermissionBelow(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	below, above := s.what(t, s.anna.id), s.what(t, s.mary.id)
	compared := 0
	for _, e := range below.Entities {
		i := slices.IndexFunc(above.Entities, func(other mortise.EntityAccess) bool { return other.Name == e.Name })
		if i < 0 {
			t.Errorf("the manager has nothing of %s", e.Name)
			continue
		}
		for _, a := range e.Actions {
			for _, g := range a.Grants {
				compared++
				via := viaOf(above.Entities[i], a.Action, g.ID)
				if g.Role == "salesperson" && via != "inherited by Sales manager, given directly" || via == "" {
					t.Errorf("the manager has %s %s by %s: %q", a.Action, e.Name, g.ID, via)
				}
				if g.Role == "salesperson" && g.Via != "given directly" {
					t.Errorf("the salesperson has %s %q", g.ID, g.Via)
				}
			}
		}
		for _, f := range slices.Concat(e.Fields.Read, e.Fields.Write) {
			if !slices.Contains(slices.Concat(above.Entities[i].Fields.Read, above.Entities[i].Fields.Write), f) {
				t.Errorf("the manager has not the field %s of %s", f, e.Name)
			}
		}
		if viaOf(e, "archive", "customer_manage") != "" {
			t.Error("the salesperson has what the manager has")
		}
	}
	if compared < 12 {
		t.Errorf("only %d permissions were compared", compared)
	}
	answer, err := s.admin.Explain(ctx, mortise.AccessQuestion{User: s.mary.id, Entity: "customer", ID: s.customer(t, "Of Mary", s.mary.id, nil)})
	if err != nil || !answer.Allowed || !slices.ContainsFunc(answer.Reasons, func(r mortise.AccessReason) bool {
		return r.ID == "customer_own" && r.Role == "salesperson" && strings.Contains(r.Via, "inherited by Sales manager") && r.Holds != nil && *r.Holds
	}) {
		t.Errorf("explained as %+v (%v)", answer, err)
	}
	_, err = s.anna.client.What(ctx, s.mary.id, "", false)
	denied(t, "asking what another may do", "forbidden", err)
}

// what is what somebody may do, as the administrator is told.
func (s *server) what(t *testing.T, user string) *mortise.UserAccess {
	t.Helper()
	out, err := s.admin.What(context.Background(), user, "", false)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// viaOf is how somebody has an action by a grant; "" when he has not.
func viaOf(e mortise.EntityAccess, action, grant string) string {
	for _, a := range e.Actions {
		for _, g := range a.Grants {
			if a.Action == action && g.ID == grant {
				return g.Via
			}
		}
	}
	return ""
}

// TestTwoGrantsNeverAddUpToACell is P13: who reads all but the amount of his
// own customers, and the amount alone of those who signed, reads no amount of
// his own who has not signed, and nothing else of others.
func TestTwoGrantsNeverAddUpToACell(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	s.publish(t, []mortise.Document{
		document(t, "role", object{"name": "cashier", "title": "Cashier"}),
		document(t, "grant", object{"name": "customer_cashier", "entity": "customer", "role": "cashier", "actions": []string{"read"}, "scope": "all",
			"when": "status == 'signed'", "read": object{"only": []string{"contract_amount", "status"}}}),
	})
	both := s.newUser(t, "Both", []string{"salesperson", "cashier"})
	of := func(owner, name, status, phone string) string {
		return s.customer(t, name, owner, mortise.Record{"status": status, "phone": phone, "contract_amount": 4321.99})
	}
	open, won := of(both.id, "Own open", "contacted", "+8613812340001"), of(both.id, "Own signed", "signed", "+8613812340002")
	others, rival := of(s.bert.id, "Rival signed", "signed", "+8613812340003"), of(s.bert.id, "Rival open", "contacted", "+8613812340004")
	for id, want := range map[string][2]bool{open: {true, false}, won: {true, true}, others: {false, true}} {
		r := s.as(t, both.client, "GET", recordsCustomers+"/"+id, nil)
		if phone, amount := bytes.Contains(r.body, []byte("1381234")), bytes.Contains(r.body, []byte("4321.99")); phone != want[0] || amount != want[1] {
			t.Errorf("phone %v, amount %v, want %v: %s", phone, amount, want, r.body)
		}
	}
	if r := s.as(t, both.client, "GET", recordsCustomers+"/"+rival, nil); r.status != http.StatusNotFound {
		t.Errorf("what neither grant covers is answered %d %s", r.status, r.body)
	}
	for filter, want := range map[string][]string{`contract_amount > 1`: {won, others}, `phone contains "1234"`: {open, won}, `contract_amount > 1 && phone contains "1234"`: {won}} {
		page, err := both.client.Records("customer").List(ctx, mortise.ListOptions{Filter: filter})
		if slices.Sort(want); err != nil || !slices.Equal(ids(page), want) {
			t.Errorf("where %s are %v (%v), want %v", filter, page, err, want)
		}
	}
	_, err := both.client.Records("customer").Update(ctx, others, 0, mortise.Record{"note": "x"})
	denied(t, "editing by one grant what another shows", "action_not_granted", err)
}

// TestAPermissionGivenDirectlyEnds is P17: one user, one permission, a reason
// and an end; it shows while it lasts, and is gone afterwards.
func TestAPermissionGivenDirectlyEnds(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	s.publish(t, []mortise.Document{document(t, "grant", object{"name": "customer_stand_in", "title": "Standing in for the manager", "direct": true, "entity": "customer",
		"actions": []string{"read", "archive"}, "scope": "all", "read": object{"only": []string{"name"}}})})
	id := s.customer(t, "Of Bert", s.bert.id, nil)
	sees := func(when string, want bool) {
		t.Helper()
		_, err := s.anna.client.Records("customer").Get(ctx, id)
		if (err == nil) != want {
			t.Errorf("%s she reads it: %v, want %v", when, err, want)
		}
		answer, err := s.admin.Explain(ctx, mortise.AccessQuestion{User: s.anna.id, Entity: "customer", ID: id})
		if err != nil || answer.Allowed != want || slices.Contains(answer.Decision.Grants, "customer_stand_in") != want {
			t.Errorf("%s it is explained as %+v (%v)", when, answer, err)
		}
		raw, _ := json.Marshal(s.what(t, s.anna.id))
		if bytes.Contains(raw, []byte("customer_stand_in")) != want {
			t.Errorf("%s she may, in words: %s", when, raw)
		}
	}
	sees("before", false)
	give := func(grant string, more mortise.Record) (mortise.Record, error) {
		values := mortise.Record{"user": s.anna.id, "grant": grant, "reason": "Mary is on leave", "until": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)}
		for k, v := range more {
			values[k] = v
		}
		return s.admin.Records("user_grant").Create(ctx, values)
	}
	for what, err := range map[string]error{
		"without a reason": second(give("customer_stand_in", mortise.Record{"reason": nil})), "without an end": second(give("customer_stand_in", mortise.Record{"until": nil})),
		"of a role's permission": second(give("customer_manage", nil)), "of one that is not there": second(give("nothing", nil)),
	} {
		denied(t, "a permission given "+what, "invalid", err)
	}
	_, err := s.mary.client.Records("user_grant").Create(ctx, mortise.Record{"user": s.mary.id, "grant": "customer_stand_in", "reason": "x", "until": "2999-01-01T00:00:00Z"})
	if err == nil {
		t.Error("a manager gives herself a permission")
	}
	sees("after the refusals", false)
	given, err := give("customer_stand_in", nil)
	if err != nil {
		t.Fatal(err)
	}
	sees("while it lasts", true)
	_, err = s.ines.client.Records("customer").Get(ctx, id)
	denied(t, "reading by another", "not_found", err)
	s.ended(t, given.ID())
	sees("after its end", false)
}

func second(_ mortise.Record, err error) error { return err }

// ended puts the end of a direct permission into the past, past the API, and
// then has something else of users change.
func (s *server) ended(t *testing.T, id string) {
	t.Helper()
	if _, err := s.serving.App.DB.Pool().Exec(context.Background(), "UPDATE ws_main.e_bmsaur44na SET f_s7ibbtdd0g = now() - interval '1 second' WHERE id = $1", id); err != nil {
		t.Fatal(err)
	}
	s.newUser(t, "Somebody", []string{"administrator"})
}

// TestIncompatibleRolesAreRefused is P16: not given together, through a team or
// as part of a role above either.
func TestIncompatibleRolesAreRefused(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	body, err := s.admin.Definitions().Get(ctx, "role", "salesperson")
	if err != nil {
		t.Fatal(err)
	}
	var role object
	if err := json.Unmarshal(body, &role); err != nil {
		t.Fatal(err)
	}
	role["incompatible"] = []string{"auditor"}
	s.publish(t, []mortise.Document{document(t, "role", role),
		document(t, "role", object{"name": "auditor", "title": "Auditor", "incompatible": []string{"salesperson"}, "permissions": []string{"audit"}})})
	auditor := s.only(t, "role", `name == "auditor"`).ID()
	gives := func(who person) error {
		return second(s.admin.Records("user_role").Create(ctx, mortise.Record{"user": who.id, "role": auditor}))
	}
	denied(t, "a salesperson becomes auditor", "roles_incompatible", gives(s.anna))
	denied(t, "a manager, who is a salesperson too, becomes auditor", "roles_incompatible", gives(s.mary))
	team := mustCreate(t, s.admin, "team", mortise.Record{"name": "Auditors"}).ID()
	mustCreate(t, s.admin, "team_role", mortise.Record{"team": team, "role": auditor})
	join := func(who person) error {
		return second(s.admin.Records("team_member").Create(ctx, mortise.Record{"team": team, "user": who.id}))
	}
	denied(t, "a salesperson joins a team of auditors", "roles_incompatible", join(s.bert))
	zoe := s.newUser(t, "Zoe", nil)
	if r := s.as(t, zoe.client, "GET", "/api/v1/audit", nil); r.status != http.StatusForbidden {
		t.Errorf("without a permission of the system the audit log is answered %d", r.status)
	}
	allowed(t, "somebody else joins them", join(zoe))
	allowed(t, "an intern becomes auditor", gives(s.ines))
	for _, who := range []person{zoe, s.ines} {
		if r := s.as(t, who.client, "GET", "/api/v1/audit", nil); r.status != http.StatusOK {
			t.Errorf("an auditor reads the audit log: %d %s", r.status, r.body)
		}
		if r := s.as(t, who.client, "POST", "/api/v1/draft:publish", object{"comment": "x"}); r.status != http.StatusForbidden {
			t.Errorf("an auditor publishes: %d %s", r.status, r.body)
		}
	}
	if r := s.as(t, s.anna.client, "GET", "/api/v1/audit", nil); r.status != http.StatusForbidden {
		t.Errorf("a salesperson reads the audit log: %d", r.status)
	}
}

// TestAShareRemovedByOneCauseIsStillThereByAnother: each cause of a share ends
// by itself, and the last takes the access along.
func TestAShareRemovedByOneCauseIsStillThereByAnother(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	id := s.customer(t, "Of Bert", s.bert.id, nil)
	hers, marys := s.anna.client.Records("customer"), s.mary.client.Records("customer")
	sees := func(when string, want string) {
		t.Helper()
		_, err := hers.Get(ctx, id)
		denied(t, "reading "+when, want, err)
	}
	sees("before", "not_found")
	var shares []*mortise.Share
	for _, q := range []mortise.ShareRequest{{Level: "read"}, {Level: "write", Cause: "app:campaign"}} {
		q.To = map[string]string{"user": s.anna.id}
		share, err := marys.Share(ctx, id, q)
		if err != nil {
			t.Fatal(err)
		}
		shares = append(shares, share)
	}
	if shares[0].ID == shares[1].ID || shares[0].Cause != "manual" || shares[1].Cause != "app:campaign" {
		t.Fatalf("shares of two causes are %+v %+v", shares[0], shares[1])
	}
	sees("with both causes", "")
	denied(t, "an end by who shares in it", "action_not_granted", hers.Unshare(ctx, id, shares[0].ID))
	allowed(t, "end one", marys.Unshare(ctx, id, shares[1].ID))
	sees("with the other cause", "")
	allowed(t, "end the other", marys.Unshare(ctx, id, shares[0].ID))
	sees("without any", "not_found")
}
