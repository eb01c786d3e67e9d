package access_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// manyGrants is a policy as large as they get: ten grants, a restriction, a
// mask.
func manyGrants() string {
	text := salesPolicy
	for i := range 10 {
		text += fmt.Sprintf("grant contains \"g%d\" if { input.action == \"read\"; \"sales\" in input.roles; "+
			"input.record.seats == %d; input.record.owner.manager.id == input.user.id }\n", i, i)
	}
	return text
}

var salesRequest = access.Request{Action: "read", Roles: []string{"everyone", "sales"}, Channel: "web"}

func BenchmarkPlanKept(b *testing.B) {
	u := unitFor(b)
	for b.Loop() {
		if _, err := u.Plan(context.Background(), salesRequest); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlanMade(b *testing.B) {
	apart := "restriction contains \"banned\" if { some role in input.roles; startswith(role, \"banned\") }\n"
	u, err := access.Compile(context.Background(), source(head+manyGrants()+apart)) // every role tells
	if err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		i++
		r := salesRequest
		r.Roles = []string{"sales", fmt.Sprint("role", i)}
		if _, err := u.Plan(context.Background(), r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	u := unitFor(b)
	in := document(b, u, salesRequest, func(string) any { return nil }, query.Values{"name": "a"})
	for b.Loop() {
		if _, err := u.Decide(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	p, err := unitFor(b).Plan(context.Background(), salesRequest)
	if err != nil {
		b.Fatal(err)
	}
	rec := query.Values{"name": "a", "owner": "u1"}
	params := func(string) any { return "u1" }
	for b.Loop() {
		query.Eval(p.Row, rec, params)
	}
}

// BenchmarkFirstDecision is the first request for an entity with 50 grants, with
// shares, arrays and lists of ids: nothing is compiled or planned yet.
func BenchmarkFirstDecision(b *testing.B) {
	text := salesPolicy
	for i := range 50 {
		text += fmt.Sprintf("grant contains \"g%d\" if {\n\tinput.action in {\"read\", \"update\"}\n\t\"sales\" in input.roles\n\t%s\n}\n", i, []string{
			"input.record.owner.id in input.user.subordinates", fmt.Sprintf("input.record.seats == %d", i),
			"some s in input.record.shares\n\ts.principal in input.user.principals\n\ts.level >= 1\n\ts.until > input.now",
			fmt.Sprintf("some o in input.record[\"order.buyer\"]\n\to.price > %d\n\to.owner.id == input.user.id", i),
		}[i%4])
	}
	src := source(head + text)
	for b.Loop() {
		u, err := access.Compile(context.Background(), src)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := u.Plan(context.Background(), salesRequest); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		unitFor(b)
	}
}

func unitFor(b *testing.B) *access.Unit {
	b.Helper()
	u, err := access.Compile(context.Background(), source(head+manyGrants()))
	if err != nil {
		b.Fatal(err)
	}
	return u
}
