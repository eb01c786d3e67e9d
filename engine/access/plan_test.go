package access_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

const salesPolicy = `
grant contains "own" if {
	input.action in {"read", "update"}
	"sales" in input.roles
	input.record.owner.id == input.user.id
}
grant contains "pool" if {
	input.action == "read"
	"sales" in input.roles
	input.channel == "web"
	not input.record.owner
}
result contains "own" if {
	input.action == "update"
	"sales" in input.roles
	input.record.owner.id == input.user.id
}
restriction contains "hold" if {
	not "auditor" in input.roles
	input.record.name == "hold"
}
mask contains "phone" if not input.record.owner.id == input.user.id
`

func plan(t *testing.T, u *access.Unit, r access.Request) *access.Plan {
	t.Helper()
	p, err := u.Plan(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanOfARead(t *testing.T) {
	t.Parallel()
	u := compile(t, salesPolicy)
	p := plan(t, u, access.Request{Action: "read", Roles: []string{"sales"}, Channel: "web"})
	got := map[string]string{"row": query.String(p.Row)}
	for name, cell := range p.Fields {
		got[name] = query.String(cell.Readable) + " masked " + query.String(cell.Masked) + " " + cell.Show
	}
	own, pool := "r0.owner == user.id:uuid", "not present(r0.owner)"
	want := map[string]string{
		"row":   "((" + own + " or " + pool + ") and not r0.name == \"hold\")",
		"id":    "true masked false ",
		"name":  "true masked false ",
		"owner": own + " masked false ",
		"phone": own + " masked not " + own + " phone",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Roles and channels that a policy does not name get nothing.
func TestPlanDenies(t *testing.T) {
	t.Parallel()
	u := compile(t, salesPolicy)
	for name, r := range map[string]access.Request{
		"no roles":       {Action: "read", Channel: "web"},
		"other role":     {Action: "read", Roles: []string{"guest"}, Channel: "web"},
		"other action":   {Action: "archive", Roles: []string{"sales"}, Channel: "web"},
		"unknown action": {Action: "", Roles: []string{"sales"}},
	} {
		p := plan(t, u, r)
		if p.Row != query.Const(false) || len(p.Grants) > 0 || len(p.Fields) > 0 || len(p.Writable) > 0 {
			t.Errorf("%s: %s %v", name, query.String(p.Row), p.Fields)
		}
	}
	p := plan(t, u, access.Request{Action: "read", Roles: []string{"sales"}, Channel: "api"})
	if _, ok := p.Grants["pool"]; ok {
		t.Error("the pool is granted on another channel")
	}
	if p := plan(t, compile(t, ""), access.Request{Action: "read", Roles: []string{"sales"}}); p.Row != query.Const(false) {
		t.Error("an entity without policies is readable")
	}
}

func TestPlanOfAnUpdate(t *testing.T) {
	t.Parallel()
	p := plan(t, compile(t, salesPolicy), access.Request{Action: "update", Roles: []string{"sales"}, Channel: "web"})
	want := map[string][]string{"name": {"own"}, "phone": {"own"}}
	if diff := cmp.Diff(want, p.Writable); diff != "" {
		t.Error(diff)
	}
	if query.String(p.Results["own"]) != "r0.owner == user.id:uuid" {
		t.Errorf("results are %v", p.Results)
	}
}

// A kept plan is the same one; many askers at once get it too.
func TestPlansAreKept(t *testing.T) {
	t.Parallel()
	u := compile(t, salesPolicy)
	r := access.Request{Action: "read", Roles: []string{"sales"}, Channel: "web"}
	plans := make([]*access.Plan, 20)
	var wait sync.WaitGroup
	for i := range plans {
		wait.Go(func() { plans[i], _ = u.Plan(context.Background(), r) })
	}
	wait.Wait()
	for _, p := range plans {
		if p == nil {
			t.Fatal("no plan")
		}
	}
	for i := range 300 {
		plan(t, u, access.Request{Action: "read", Roles: []string{fmt.Sprint("role", i)}})
	}
	kept := plan(t, u, r)
	if kept != plan(t, u, r) {
		t.Error("a plan is not kept")
	}
}

// Requests that differ must never share a plan.
func TestPlanKeysDiffer(t *testing.T) {
	t.Parallel()
	u := compile(t, `grant contains "own" if { input.roles == ["a", "b"]; input.action == "read"; input.channel == "web" }`)
	plan(t, u, access.Request{Action: "read", Roles: []string{"a", "b"}, Channel: "web"})
	for _, r := range []access.Request{
		{Action: "read", Roles: []string{"ab"}, Channel: "web"}, {Action: "read", Roles: []string{"a"}, Channel: "web"},
		{Action: "readweb", Roles: []string{"a", "b"}}, {Action: "read", Roles: []string{"web", "a", "b"}},
	} {
		if p := plan(t, u, r); p.Row != query.Const(false) {
			t.Errorf("%v got the plan of another", r)
		}
	}
}

func TestDecideFailsClosed(t *testing.T) {
	t.Parallel()
	u := compile(t, salesPolicy)
	over, cancel := context.WithCancel(context.Background())
	cancel()
	in := document(t, u, access.Request{Action: "read", Roles: []string{"sales"}, Channel: "web"}, func(string) any { return nil }, query.Values{})
	if d, err := u.Decide(context.Background(), in); err != nil || !d.Allow {
		t.Fatalf("the record of the pool: %+v %v", d, err)
	}
	if d, err := u.Decide(over, in); err == nil || d.Allow {
		t.Errorf("after its time: %+v %v", d, err)
	}
	in["roles"] = func() {}
	if d, err := u.Decide(context.Background(), in); err == nil || d.Allow {
		t.Errorf("with a document that is none: %+v %v", d, err)
	}
	if _, err := u.Plan(over, access.Request{Action: "read", Roles: []string{"late"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("a plan after its time: %v", err)
	}
}

// A conflict that only shows on a record answers no.
func TestConflictDenies(t *testing.T) {
	t.Parallel()
	u := compile(t, `
grant contains "own" if level > 0
level := 1 if input.record.name == "a"
level := 2 if input.record.phone == "1"
`)
	in := document(t, u, access.Request{Action: "read"}, func(string) any { return nil }, query.Values{"name": "a", "phone": "1"})
	if d, err := u.Decide(context.Background(), in); err == nil || d.Allow {
		t.Errorf("%+v %v", d, err)
	}
	if _, err := u.Plan(context.Background(), access.Request{Action: "read"}); err == nil || !strings.Contains(err.Error(), "two values") {
		t.Errorf("planned: %v", err)
	}
}
