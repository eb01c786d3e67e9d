package acceptance_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const canaryTalk = "canary-of-the-talk"

// followed is a customer of Anna's with a follow-up of hers.
type followed struct {
	*shipped
	customer, talk string
}

func followedCast(t *testing.T) *followed {
	t.Helper()
	s := educationCast(t)
	f := &followed{shipped: s, customer: s.customer(t, "Followed", s.anna.id, nil)}
	f.talk = mustCreate(t, s.anna.client, "follow_up", mortise.Record{"subject": canaryTalk, "customer": f.customer, "author": s.anna.id, "kind": "phone"}).ID()
	return f
}

// reaches tries every way to a follow-up: all give it, or none does.
func (f *followed) reaches(t *testing.T, when string, who person, want bool) {
	t.Helper()
	missing := recordsFollowUps + "/" + missingDeal
	for _, path := range []string{"", "?sort=-created_at&limit=1", "?fields=subject,customer.name", "?q=canary", query("filter", `subject contains "canary"`),
		query("filter", `customer.name == "Followed"`), query("filter", `customer == "`+f.customer+`"`), "/" + f.talk, "/" + f.talk + "?fields=subject", "/" + f.talk + "/history"} {
		r := f.as(t, who.client, "GET", recordsFollowUps+path, nil)
		if found := r.status == http.StatusOK && bytes.Contains(r.body, []byte(canaryTalk)); found != want {
			t.Errorf("%s: %s gives the follow-up: %v, want %v: %d %.300s", when, path, found, want, r.status, r.body)
		}
		if tail := "/" + f.talk; !want && len(path) >= len(tail) && path[:len(tail)] == tail {
			if other := f.as(t, who.client, "GET", missing+path[len(tail):], nil); other.status != r.status || !bytes.Equal(other.body, r.body) {
				t.Errorf("%s: %s is answered %d %s, a missing one %d %s", when, path, r.status, r.body, other.status, other.body)
			}
		}
	}
	number := map[bool]int64{true: 1}[want]
	for _, filter := range []string{"", `customer.name == "Followed"`, `kind == "phone"`} {
		page, err := who.client.Records("follow_up").List(context.Background(), mortise.ListOptions{Filter: filter, Count: "exact", Limit: 1})
		if err != nil || page.Count == nil || *page.Count != number {
			t.Errorf("%s: where %q are %v (%v), want %d", when, filter, page, err, number)
		}
	}
	may, err := who.client.Access(context.Background(), "follow_up", []string{f.talk})
	if _, told := may[f.talk]; err != nil || told != want {
		t.Errorf("%s: what may be done with the follow-up is told: %v (%v), want %v", when, may, err, want)
	}
}

// TestFollowUpsAreReadableOnlyWithTheirCustomer is P15: A never reads B's, the
// manager reads all, and who passes a customer on loses what hangs on it.
func TestFollowUpsAreReadableOnlyWithTheirCustomer(t *testing.T) {
	t.Parallel()
	f := followedCast(t)
	ctx := context.Background()
	f.reaches(t, "their author, with the customer", f.anna, true)
	f.reaches(t, "a manager", f.mary, true)
	f.reaches(t, "another salesperson", f.bert, false)
	hand := func(to person) {
		t.Helper()
		_, err := f.mary.client.Records("customer").Transfer(ctx, f.customer, mortise.Owner{User: to.id}, "another takes over")
		allowed(t, "transfer", err)
	}
	hand(f.bert)
	f.reaches(t, "their author, without the customer", f.anna, false)
	f.reaches(t, "the new owner of the customer", f.bert, false)
	f.reaches(t, "the manager, after the transfer", f.mary, true)
	_, err := f.anna.client.Records("follow_up").Create(ctx, mortise.Record{"subject": "still mine", "customer": f.customer, "author": f.anna.id})
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) != 1 || p.Errors[0].Pointer != "/customer" {
		t.Errorf("a follow-up on a customer of another is answered %v", err)
	}
	hand(f.anna)
	f.reaches(t, "their author, with the customer again", f.anna, true)
}

// TestASharedCustomerBringsNoFollowUpsOfOthers: each reads his own, as long as he
// reads the customer.
func TestASharedCustomerBringsNoFollowUpsOfOthers(t *testing.T) {
	t.Parallel()
	f := followedCast(t)
	ctx := context.Background()
	share, err := f.mary.client.Records("customer").Share(ctx, f.customer, mortise.ShareRequest{To: map[string]string{"user": f.bert.id}, Level: "read"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.bert.client.Records("customer").Get(ctx, f.customer)
	allowed(t, "the customer that is shared", err)
	f.reaches(t, "who shares in the customer", f.bert, false)
	his := mustCreate(t, f.bert.client, "follow_up", mortise.Record{"subject": "of Bert", "customer": f.customer, "author": f.bert.id}).ID()
	_, err = f.bert.client.Records("follow_up").Get(ctx, his)
	allowed(t, "his own follow-up", err)
	_, err = f.anna.client.Records("follow_up").Get(ctx, his)
	denied(t, "a follow-up of another on one's own customer", "not_found", err)
	allowed(t, "end the share", f.mary.client.Records("customer").Unshare(ctx, f.customer, share.ID))
	_, err = f.bert.client.Records("follow_up").Get(ctx, his)
	denied(t, "his own follow-up without the customer", "not_found", err)
}
