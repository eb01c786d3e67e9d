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
	u := unitFor(b)
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
