package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestAnInternCreatesAndUpdatesAndDeleteIsRefused is P8 for interns.
func TestAnInternCreatesAndUpdatesAndDeleteIsRefused(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	hers := s.ines.client.Records("customer")
	made, err := hers.Create(ctx, mortise.Record{"name": "Walked in", "source": "walk_in", "consultant": s.ines.id})
	if err != nil {
		t.Fatalf("an intern creates: %v", err)
	}
	rec, err := hers.Update(ctx, made.ID(), 0, mortise.Record{"note": "comes back on Friday"})
	allowed(t, "an intern updates", err)
	if rec.Text("note") != "comes back on Friday" {
		t.Errorf("the update gives %v", rec)
	}
	other := s.customer(t, "Of Anna", s.anna.id, nil)
	denied(t, "delete by an intern", "action_not_granted", hers.Archive(ctx, made.ID()))
	denied(t, "delete of another's", "not_found", hers.Archive(ctx, other))
	_, err = hers.Update(ctx, other, 0, mortise.Record{"note": "mine"})
	denied(t, "update of another's", "not_found", err)
	_, err = hers.Create(ctx, mortise.Record{"name": "For Anna", "source": "walk_in", "consultant": s.anna.id})
	denied(t, "create for another", "action_not_granted", err)
	_, err = hers.Transfer(ctx, made.ID(), mortise.Owner{User: s.anna.id}, "for her")
	denied(t, "transfer by an intern", "action_not_granted", err)
	if now, err := s.admin.Records("customer").Get(ctx, made.ID()); err != nil || now.Text("archived_at") != "" || now.Text("consultant") != s.ines.id {
		t.Errorf("after the refusals the customer is %v (%v)", now, err)
	}
	allowed(t, "delete by the manager", s.mary.client.Records("customer").Archive(ctx, made.ID()))
}

// passing is a customer of Anna's whom she would pass on to Bert.
type passing struct {
	*shipped
	id string
}

func (p *passing) ask(t *testing.T) string {
	t.Helper()
	r := p.as(t, p.anna.client, "POST", recordsCustomers+"/"+p.id+":transfer?request=approval", p.toBert())
	var out struct{ Request struct{ ID string } }
	if err := json.Unmarshal(r.body, &out); err != nil || r.status != http.StatusAccepted || out.Request.ID == "" {
		t.Fatalf("a request for approval is answered %d %s (%v)", r.status, r.body, err)
	}
	return out.Request.ID
}

func (p *passing) toBert() object {
	return object{"to": object{"user": p.bert.id}, "reason": "Bert knows them"}
}

func (p *passing) decide(t *testing.T, who person, request, how string) reply {
	t.Helper()
	return p.as(t, who.client, "POST", "/api/v1/records/approval/"+request+":"+how, object{"comment": "because"})
}

// stays demands that the customer is Anna's, unchanged.
func (p *passing) stays(t *testing.T, when string, before []byte) {
	t.Helper()
	if now := p.as(t, p.admin, "GET", recordsCustomers+"/"+p.id, nil); !bytes.Equal(now.body, before) {
		t.Errorf("%s the customer is\n%s\nbefore\n%s", when, now.body, before)
	}
	_, err := p.bert.client.Records("customer").Get(context.Background(), p.id)
	denied(t, when+", reading by who shall have the customer", "not_found", err)
}

// TestATransferredCustomerStaysUntilTheManagerAccepts is P8 for transfers.
func TestATransferredCustomerStaysUntilTheManagerAccepts(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	p := &passing{s, s.customer(t, "Of Anna", s.anna.id, nil)}
	before := p.as(t, p.admin, "GET", recordsCustomers+"/"+p.id, nil).body
	unmet := p.as(t, p.anna.client, "POST", recordsCustomers+"/"+p.id+":transfer", p.toBert())
	if unmet.status != http.StatusForbidden || unmet.problem(t).Code != "obligation_unmet" ||
		!bytes.Contains(unmet.body, []byte(`"by":"sales_manager"`)) || !bytes.Contains(unmet.body, []byte(`"needs":"approval"`)) {
		t.Errorf("a transfer without approval is answered %d %s", unmet.status, unmet.body)
	}
	_, err := p.anna.client.Records("customer").Update(ctx, p.id, 0, mortise.Record{"consultant": p.bert.id})
	denied(t, "a transfer by update", "obligation_unmet", err)
	p.stays(t, "after the refusal", before)

	request := p.ask(t)
	p.stays(t, "before the decision", before)
	deniedReply(t, "the receiver decides", "not_found", p.decide(t, p.bert, request, "approve"))
	p.stays(t, "after others' tries", before)
	if r := p.decide(t, p.mary, request, "reject"); r.status != http.StatusOK {
		t.Fatalf("reject: %d %s", r.status, r.body)
	}
	p.stays(t, "after the manager's refusal", before)
	deniedReply(t, "a refused request is approved", "request_decided", p.decide(t, p.mary, request, "approve"))
	p.stays(t, "after a second decision", before)

	request = p.ask(t)
	if r := p.decide(t, p.mary, request, "approve"); r.status != http.StatusOK {
		t.Fatalf("approve: %d %s", r.status, r.body)
	}
	if got := p.owner(t, p.id); got != p.bert.id {
		t.Errorf("the manager accepted, and the owner is %s", got)
	}
	_, err = p.bert.client.Records("customer").Get(ctx, p.id)
	allowed(t, "the new owner reads", err)
	_, err = p.anna.client.Records("customer").Get(ctx, p.id)
	denied(t, "reading by the former owner", "not_found", err)
	_, err = p.mary.client.Records("customer").Transfer(ctx, p.id, mortise.Owner{User: p.anna.id}, "back")
	allowed(t, "a manager transfers without asking", err)
}

func deniedReply(t *testing.T, what, want string, r reply) {
	t.Helper()
	if r.status < 400 || r.problem(t).Code != want {
		t.Errorf("%s: answered %d %s, want %s", what, r.status, r.body, want)
	}
}

// TestNobodyApprovesHisOwn has one who asked become a manager before he
// decides.
func TestNobodyApprovesHisOwn(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	p := &passing{s, s.customer(t, "Of Anna", s.anna.id, nil)}
	before := p.as(t, p.admin, "GET", recordsCustomers+"/"+p.id, nil).body
	request := p.ask(t)
	deniedReply(t, "a salesperson approves his own", "request_own", p.decide(t, p.anna, request, "approve"))
	p.give(t, p.anna.id, "sales_manager")
	deniedReply(t, "a manager approves his own", "request_own", p.decide(t, p.anna, request, "approve"))
	p.stays(t, "after deciding his own", before)
	if r := p.decide(t, p.mary, request, "approve"); r.status != http.StatusOK || p.owner(t, p.id) != p.bert.id {
		t.Errorf("another manager approves: %d %s", r.status, r.body)
	}
}

// give gives a role, and gives the id of the assignment.
func (s *server) give(t *testing.T, user, role string) string {
	t.Helper()
	return mustCreate(t, s.admin, "user_role", mortise.Record{"user": user, "role": s.only(t, "role", `name == "`+role+`"`).ID()}).ID()
}
