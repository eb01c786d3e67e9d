package access_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

const (
	orders = "r1 in order[buyer=r0]"
	living = "not present(r1.archived_at)"
)

// Each condition about other records must come out as this Predicate.
func TestConditionsOfRelations(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, rego, want string }{
		{"some", `some o in input.record["order.buyer"]; o.price > 5; o.paid`,
			`some ` + orders + ` ((` + living + ` and r1.price > 5 and istrue(r1.paid)))`},
		{"what is not about it stays outside", `input.record.name == "x"; some o in input.record["order.buyer"]; o.title == input.record.name`,
			`(r0.name == "x" and some ` + orders + ` ((` + living + ` and r1.title == r0.name)))`},
		{"any", `some o in input.record["order.buyer"]; o`, `some ` + orders + ` (` + living + `)`},
		{"none", `not has`, `not some ` + orders + ` ((` + living + ` and r1.title == "x"))`},
		{"every", `every o in input.record["order.buyer"] { o.paid }`, `not some ` + orders + ` ((` + living + ` and not istrue(r1.paid)))`},
		{"id", `some o in input.record["order.buyer"]; o.id == input.user.id`, `some ` + orders + ` ((` + living + ` and r1.id == user.id:uuid))`},
		{"onward to one", `some o in input.record["order.buyer"]; o.owner.name == "x"`,
			`some ` + orders + ` ((` + living + ` and some r2 in r1.owner (r2.name == "x")))`},
		{"onward to many", `some o in input.record["order.buyer"]; some l in o["line.order"]; l.price > o.price`,
			`some ` + orders + ` ((` + living + ` and some r2 in line[order=r1] (r2.price > r1.price)))`},
		{"from one to many", `some o in input.record.owner["order.owner"]; o.paid; o.owner.name == "x"`,
			`some r1 in r0.owner (some r2 in order[owner=r1] ((not present(r2.archived_at) and istrue(r2.paid) and some r3 in r2.owner (r3.name == "x"))))`},
		{"two of one", `some o in input.record["order.buyer"]; some p in input.record["order.buyer"]; o.price < p.price`,
			`some ` + orders + ` ((` + living + ` and some r2 in order[buyer=r0] ((not present(r2.archived_at) and r1.price < r2.price))))`},
		{"shares", `some s in input.record.shares; s.principal in input.user.principals; s.level >= 2; s.until > input.now`,
			`some r1 in $share[record=r0] ((r1.principal in user.principals:uuid[] and r1.level >= 2 and r1.until > now:instant))`},
		{"subordinates", `input.record.owner.id in input.user.subordinates`, `r0.owner in user.subordinates:uuid[]`},
		{"department below", `input.record.owner.department.id in input.user.department_below`,
			`some r1 in r0.owner (r1.department in user.department_below:uuid[])`},
		{"intersection", `some t in input.record.tags; t in input.user.roles`, `r0.tags overlaps user.roles:text[]`},
		{"intersection by ==", `some t in input.record.tags; some r in input.user.roles; t == r`, `r0.tags overlaps user.roles:text[]`},
		{"intersection of users", `some d in input.user.department_below; d in input.user.teams`, `user.department_below:uuid[] overlaps user.teams:uuid[]`},
		{"labels", `some o in input.record["order.buyer"]; some t in o.labels; t in input.record.tags`,
			`some ` + orders + ` ((` + living + ` and r1.labels overlaps r0.tags))`},
		{"function", `some o in input.record["order.buyer"]; dear(o)`, `some ` + orders + ` ((` + living + ` and r1.price > 100))`},
		{"every of some", `some o in input.record["order.buyer"]; every l in o["line.order"] { l.price < o.price }`,
			`some ` + orders + ` ((` + living + ` and not some r2 in line[order=r1] (not r2.price < r1.price)))`},
	}
	const rules = `
has if { some o in input.record["order.buyer"]; o.title == "x" }
dear(o) if o.price > 100
`
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := compile(t, "grant contains \"g\" if { "+c.rego+" }\n"+rules)
			p, err := u.Plan(context.Background(), access.Request{Action: "read"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, query.String(p.Grants["g"])); diff != "" {
				t.Error(diff)
			}
			if err := u.SelfCheck(context.Background(), 60, 1); err != nil {
				t.Error(err)
			}
		})
	}
}

// Two entities that ask each other have no answer, also when both are asked at
// once.
func TestAccessThatAsksItself(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	units := map[string]*access.Unit{}
	for entity, rego := range map[string]string{
		"customer": `every o in input.record["order.buyer"] { o._readable }`,
		"order":    `input.record.buyer._readable`,
	} {
		u, err := access.Compile(ctx, access.Source{
			Entity: entity, Schema: world{},
			Modules: map[string]string{"x.rego": "package generated." + entity + "\nimport rego.v2\ngrant contains \"g\" if { " + rego + " }"},
			Related: func(_ context.Context, entity string) (*access.Unit, error) { return units[entity], nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		units[entity] = u
	}
	var wait sync.WaitGroup
	for i := range 20 {
		for _, u := range units {
			wait.Go(func() {
				p, err := u.Plan(ctx, access.Request{Action: []string{"read", "update"}[i%2]})
				if p != nil || err == nil || !strings.Contains(err.Error(), "access depends on itself") {
					t.Errorf("planned %v, %v", p, err)
				}
			})
		}
	}
	wait.Wait()
	in := map[string]any{"action": "read", "entity": "order", "user": map[string]any{}, "record": map[string]any{}}
	if _, err := units["order"].Document(ctx, access.Request{Action: "read"}, func(string) any { return nil }, query.Values{}); err != nil {
		t.Errorf("an order of nobody: %v", err)
	}
	if d, err := units["order"].Decide(ctx, in); err != nil || d.Allow {
		t.Errorf("decided %+v, %v", d, err)
	}
}

// leading is a record with another at the far side of each relation.
type leading struct{ query.Values }

func (r leading) Related(rel query.Relation) []query.Record {
	return []query.Record{query.Values{"id": r.Values["far"], "archived_at": r.Values["archived"]}}
}

// An archived record is no member of an array, and yet a relation leads to it.
func TestArchivedRecordsInPolicies(t *testing.T) {
	t.Parallel()
	u := compile(t, `
grant contains "ordered" if some o in input.record["order.buyer"]
restriction contains "owned" if input.record.owner.id == input.user.id
`)
	params := func(name string) any { return map[string]any{"user.id": "u1"}[name] }
	p := plan(t, u, access.Request{Action: "read"})
	for archived, want := range map[any]bool{nil: true, "2026-01-31": false} {
		rec := leading{query.Values{"far": "x", "owner": "u1", "archived": archived}}
		d, err := u.Decide(context.Background(), document(t, u, access.Request{Action: "read"}, params, rec))
		if err != nil || (len(d.Grants) == 1) != want || len(d.Restrictions) != 1 {
			t.Errorf("archived %v: %+v, %v", archived, d, err)
		}
		if got := query.Eval(p.Grants["ordered"], rec, params); got != want || !query.Eval(p.Restrictions["owned"], rec, params) {
			t.Errorf("archived %v: ordered %t", archived, got)
		}
	}
}
