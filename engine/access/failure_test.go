package access_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// endless would take hours: a product of lists that is known beforehand.
const endless = `
grant contains "all" if {
	input.action == "read"
	numbers := ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
	count({concat("", [a, b, c, d, e, f, g, h, i, j]) |
		some a in numbers; some b in numbers; some c in numbers; some d in numbers; some e in numbers
		some f in numbers; some g in numbers; some h in numbers; some i in numbers; some j in numbers
	}) > 0
}
`

// Whatever goes wrong, the answer is no, nobody is told why, and an
// administrator can see it.
func TestFailures(t *testing.T) {
	t.Parallel()
	request := access.Request{Action: "read", Roles: []string{"sales"}, Channel: "web"}
	for name, c := range map[string]struct{ rego, want string }{
		"panic":    {salesPolicy, "a planted panic"},
		"too long": {endless, "deadline"},
		"conflict": {"grant contains \"g\" if x == 1\nx := 1 if input.record.seats == 1\nx := 2 if input.record.name == \"a\"", "two values"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			if name == "panic" {
				ctx = residual.WithDefect(ctx, residual.Panic)
			}
			u, err := access.Compile(ctx, source(head+c.rego))
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := u.Failure(); ok {
				t.Error("failed before it was asked")
			}
			begun := time.Now()
			p, err := u.Plan(ctx, request)
			if p != nil || !problem.Is(err, problem.Internal) {
				t.Errorf("planned %v, %v", p, err)
			}
			if took := time.Since(begun); took > 15*time.Second {
				t.Errorf("took %s", took)
			}
			e := problem.As(err)
			if e.Code != "policy_failed" || len(e.Details) > 0 || len(e.Params) > 0 {
				t.Errorf("tells %+v", e)
			}
			f, ok := u.Failure()
			if !ok || f.Entity != "customer" || !strings.Contains(f.Text, c.want) || time.Since(f.At) > time.Minute {
				t.Errorf("failure %+v, %t", f, ok)
			}
			in := map[string]any{
				"action": "read", "entity": "customer", "roles": []any{"sales"}, "channel": "web", "user": map[string]any{},
				"record": map[string]any{"name": "a", "seats": 1},
			}
			if d, err := u.Decide(ctx, in); err == nil || d.Allow || len(d.Grants) > 0 {
				t.Errorf("decided %+v, %v", d, err)
			}
		})
	}
}

// Who leaves before the answer is no failure.
func TestLeavingIsNoFailure(t *testing.T) {
	t.Parallel()
	u := compile(t, salesPolicy)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	in := document(t, u, salesRequest, func(string) any { return nil }, query.Values{})
	if _, err := u.Decide(gone, in); err == nil {
		t.Error("decided for nobody")
	}
	if f, ok := u.Failure(); ok {
		t.Errorf("a failure: %+v", f)
	}
}
