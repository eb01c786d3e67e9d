package acceptance_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/pool"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestEachEditsOnlyHisOwnCustomers is E7: what a salesperson reads of others'
// is nothing.
func TestEachEditsOnlyHisOwnCustomers(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	id := s.customer(t, "Of Anna", s.anna.id, nil)
	_, err := s.bert.client.Records("customer").Get(ctx, id)
	denied(t, "reading another's", "not_found", err)
	_, err = s.bert.client.Records("customer").Update(ctx, id, 0, mortise.Record{"note": "x"})
	denied(t, "editing another's", "not_found", err)
	_, err = s.bert.client.Records("customer").Claim(ctx, id)
	denied(t, "claiming another's", "not_found", err)
	_, err = s.anna.client.Records("customer").Update(ctx, id, 0, mortise.Record{"note": "x"})
	allowed(t, "editing one's own", err)
}

// TestAPhoneOfThePoolIsMaskedUntilItIsClaimed is E7 and P7.
func TestAPhoneOfThePoolIsMaskedUntilItIsClaimed(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	id := s.customer(t, "Pooled", "", mortise.Record{"phone": "+8613812345678", "qq": "9876543210", "contract_amount": 4321.99})
	shown := func(when string, who person, phone string, whole bool) {
		t.Helper()
		for _, path := range []string{"", "/" + id} {
			r := s.as(t, who.client, "GET", recordsCustomers+path, nil)
			if !bytes.Contains(r.body, []byte(phone)) || bytes.Contains(r.body, []byte("13812345678")) != whole || bytes.Contains(r.body, []byte("9876543210")) != whole {
				t.Errorf("%s the phone is not %s at %q: %s", when, phone, path, r.body)
			}
			if bytes.Contains(r.body, []byte("4321.99")) {
				t.Errorf("%s the contract amount shows: %s", when, r.body)
			}
		}
		want := map[bool]int{true: 1}[whole]
		page, err := who.client.Records("customer").List(ctx, mortise.ListOptions{Filter: `phone == "+8613812345678"`})
		if err != nil || len(page.Data) != want {
			t.Errorf("%s a filter by phone finds %v (%v), want %d", when, page, err, want)
		}
	}
	shown("unclaimed", s.anna, "138****5678", false)
	_, err := s.anna.client.Records("customer").Claim(ctx, id)
	allowed(t, "claim", err)
	shown("claimed", s.anna, "+8613812345678", true)
	_, err = s.bert.client.Records("customer").Get(ctx, id)
	denied(t, "reading what another has claimed", "not_found", err)
	_, err = s.anna.client.Records("customer").Release(ctx, id, "moved away")
	allowed(t, "release", err)
	shown("released", s.anna, "138****5678", false)
}

// TestADayHasTenClaimsAndGivingUpAReason is E7: the limit of claims, the
// reason of a release, and the wait of who gave a customer up.
func TestADayHasTenClaimsAndGivingUpAReason(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	his, hers := s.bert.client.Records("customer"), s.anna.client.Records("customer")
	var pooled []string
	for i := range 11 {
		pooled = append(pooled, s.customer(t, fmt.Sprint("Pooled ", i), "", nil))
	}
	for _, id := range pooled[:10] {
		_, err := hers.Claim(ctx, id)
		allowed(t, "one of ten claims", err)
	}
	_, err := hers.Claim(ctx, pooled[10])
	denied(t, "the eleventh claim of a day", "claim_limit_day", err)
	if got := s.owner(t, pooled[10]); got != "" {
		t.Errorf("the eleventh is owned by %s", got)
	}
	_, err = his.Claim(ctx, pooled[10])
	allowed(t, "the first claim of another", err)
	_, err = s.ines.client.Records("customer").Claim(ctx, pooled[0])
	denied(t, "a claim by an intern", "not_found", err)

	_, err = hers.Release(ctx, pooled[0], "")
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) != 1 || p.Errors[0].Pointer != "/reason" || s.owner(t, pooled[0]) != s.anna.id {
		t.Errorf("a release without a reason is answered %v", err)
	}
	_, err = his.Release(ctx, pooled[0], "not his")
	denied(t, "a release of another's", "not_found", err)
	_, err = hers.Release(ctx, pooled[0], "does not answer")
	allowed(t, "a release with a reason", err)
	owners, err := s.admin.Records("customer").Owners(ctx, pooled[0])
	if err != nil || len(owners) < 2 || owners[0].Action != "release" || owners[0].Reason != "does not answer" || owners[0].From.User.ID != s.anna.id {
		t.Errorf("the owners were %+v (%v)", owners, err)
	}
	_, err = his.Claim(ctx, pooled[0])
	allowed(t, "a claim by another, at once", err)

	_, err = his.Release(ctx, pooled[10], "does not answer")
	allowed(t, "a release", err)
	given := time.Now()
	if got := s.claimAt(t, s.bert, pooled[10], given.Add(23*time.Hour)); got != "cool_down" {
		t.Errorf("who gave a customer up claims him after 23 hours: %q", got)
	}
	if got := s.claimAt(t, s.bert, pooled[10], given.Add(25*time.Hour)); got != "" {
		t.Errorf("who gave a customer up claims him after 25 hours: %q", got)
	}
}

// claimAt claims at a time to come, and gives the code of a refusal.
func (s *shipped) claimAt(t *testing.T, who person, id string, now time.Time) string {
	t.Helper()
	c, err := s.serving.App.CallerOf(context.Background(), "main", who.id)
	if err != nil {
		t.Fatal(err)
	}
	c.Now = now
	if _, err = s.serving.App.Records.Claim(context.Background(), c, "customer", record.HandRequest{ID: id}); err != nil {
		return problem.As(err).Code
	}
	return ""
}

// told counts what somebody was notified of, by kind.
func told(t *testing.T, who person, kind string) (n int) {
	t.Helper()
	page, err := who.client.Records("notification").List(context.Background(), mortise.ListOptions{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range page.Data {
		if rec.Text("kind") == kind {
			n++
		}
	}
	return n
}

// TestACustomerGoesBackWithoutFollowUp is E7: after thirty days without one, a
// reminder three days before, and never one who has signed.
func TestACustomerGoesBackWithoutFollowUp(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	now := time.Now()
	at := func(days int, hours int) time.Time {
		return now.AddDate(0, 0, days).Add(time.Duration(hours) * time.Hour)
	}
	idle, busy, signed := s.customer(t, "Idle", "", nil), s.customer(t, "Busy", "", nil), s.customer(t, "Signed", "", nil)
	for _, id := range []string{idle, busy, signed} {
		_, err := s.anna.client.Records("customer").Claim(ctx, id)
		allowed(t, "claim", err)
	}
	_, err := s.anna.client.Records("customer").Update(ctx, signed, 0, mortise.Record{"status": "signed"})
	allowed(t, "sign", err)
	talk := mustCreate(t, s.anna.client, "follow_up", mortise.Record{"subject": "Call", "customer": busy, "author": s.anna.id}).ID()
	if _, err := s.serving.App.DB.Pool().Exec(ctx, "UPDATE ws_main.e_tlnitzsb1b SET created_at = $2 WHERE id = $1", talk, at(20, 0)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		at        time.Time
		reminders int
		owned     []string
	}{
		{at(26, 0), 0, []string{idle, busy, signed}}, {at(27, 1), 1, []string{idle, busy, signed}}, {at(27, 2), 1, []string{idle, busy, signed}},
		{at(29, 20), 1, []string{idle, busy, signed}}, {at(30, 1), 1, []string{busy, signed}}, {at(47, 1), 2, []string{busy, signed}}, {at(50, 1), 2, []string{signed}},
	} {
		s.returnAt(t, step.at)
		var owned []string
		for _, id := range []string{idle, busy, signed} {
			if s.owner(t, id) == s.anna.id {
				owned = append(owned, id)
			}
		}
		if got := told(t, s.anna, "return_soon"); got != step.reminders || !slices.Equal(owned, step.owned) {
			t.Errorf("%v later: %d reminders, want %d; owned %v, want %v", step.at.Sub(now), got, step.reminders, owned, step.owned)
		}
	}
	if got := told(t, s.anna, "record_returned"); got != 2 {
		t.Errorf("told of %d customers that went back, want 2", got)
	}
	if got := told(t, s.bert, "return_soon"); got != 0 {
		t.Errorf("another was told %d times", got)
	}
	if got := s.claimAt(t, s.anna, busy, at(50, 2)); got != "cool_down" {
		t.Errorf("who let a customer go back claims him at once: %q", got)
	}
	if got := s.claimAt(t, s.bert, busy, at(50, 2)); got != "" {
		t.Errorf("another claims him: %q", got)
	}
}

// returnAt does what the job of the pools does at a time.
func (s *shipped) returnAt(t *testing.T, now time.Time) {
	t.Helper()
	ctx := context.Background()
	w, _, err := s.serving.App.Workspaces.Named(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := pool.Return(ctx, s.serving.App.DB, "main", state.Snapshot, now); err != nil {
		t.Fatal(err)
	}
}
