package access_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// world is a small set of definitions: customers of users in departments.
type world struct{}

var kinds = map[string]map[string]query.Type{
	"customer": {
		"id": {Kind: query.UUID}, "name": {Kind: query.Text}, "phone": {Kind: query.Text}, "owner": {Kind: query.UUID},
		"department": {Kind: query.UUID}, "amount": {Kind: query.Number}, "seats": {Kind: query.Integer},
		"active": {Kind: query.Boolean}, "tags": {Kind: query.Text, Array: true}, "signed": {Kind: query.Date},
		"created_at": {Kind: query.Instant},
	},
	"user":       {"id": {Kind: query.UUID}, "name": {Kind: query.Text}, "department": {Kind: query.UUID}, "manager": {Kind: query.UUID}},
	"department": {"id": {Kind: query.UUID}, "name": {Kind: query.Text}, "parent": {Kind: query.UUID}},
	"order": {
		"id": {Kind: query.UUID}, "title": {Kind: query.Text}, "buyer": {Kind: query.UUID}, "owner": {Kind: query.UUID},
		"price": {Kind: query.Number}, "paid": {Kind: query.Boolean}, "labels": {Kind: query.Text, Array: true},
		"archived_at": {Kind: query.Instant},
	},
	"line":   {"id": {Kind: query.UUID}, "order": {Kind: query.UUID}, "price": {Kind: query.Number}},
	"$share": {"record": {Kind: query.UUID}, "principal": {Kind: query.UUID}, "level": {Kind: query.Integer}, "until": {Kind: query.Instant}},
}

var targets = map[string]string{
	"customer.owner": "user", "customer.department": "department",
	"order.buyer": "customer", "order.owner": "user", "line.order": "order",
	"user.department": "department", "user.manager": "user", "department.parent": "department",
}

func (world) Field(entity, name string) (query.Field, bool) {
	t, ok := kinds[entity][name]
	return query.Field{Entity: entity, Name: name, Column: "f_" + name, Type: t}, ok
}

func (world) Target(entity, field string) (string, bool) {
	target, ok := targets[entity+"."+field]
	return target, ok
}

func (world) Table(entity string) (string, bool) {
	_, ok := kinds[entity]
	return "e_" + entity, ok
}

const head = "package generated.customer\nimport rego.v2\n"

func compile(t *testing.T, body string) *access.Unit {
	t.Helper()
	u, err := access.Compile(context.Background(), source(head+body))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func source(text string) access.Source {
	all := map[string]bool{"id": true, "name": true, "phone": true, "owner": true}
	return access.Source{
		Entity: "customer", Schema: world{}, Modules: map[string]string{"customer.rego": text},
		Grants: []access.Grant{
			{ID: "own", Role: "sales", Read: all, Write: map[string]bool{"name": true, "phone": true}},
			{ID: "pool", Role: "sales", Read: map[string]bool{"id": true, "name": true}},
		},
		Masks: []access.Mask{{ID: "phone", Fields: []string{"phone"}, Show: "phone"}},
	}
}

// Each condition of one grant must come out as this Predicate.
func TestConditions(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, rego, want string }{
		{"always", `true`, `true`},
		{"own", `input.record.owner.id == input.user.id`, `r0.owner == user.id:uuid`},
		{"pool", `not input.record.owner`, `not present(r0.owner)`},
		{"relation", `input.record.department.parent.name == "x"`, `some r1 in r0.department (some r2 in r1.parent (r2.name == "x"))`},
		{"both sides far", `input.record.department.name == input.record.owner.name`,
			`some r1 in r0.department (some r2 in r0.owner (r1.name == r2.name))`},
		{"relation given a name", `d := input.record.department; d.name == "x"`,
			`some r1 in r0.department (r1.name == "x")`},
		{"assignment asks for a value", `a := input.record.name; not a == "x"`, `(present(r0.name) and not r0.name == "x")`},
		{"truth", `input.record.active`, `istrue(r0.active)`},
		{"number", `input.record.amount >= 1.50`, `r0.amount >= 1.5`},
		{"mirrored", `5 < input.record.seats`, `r0.seats > 5`},
		{"other type", `input.record.seats != "x"`, `present(r0.seats)`},
		{"list", `input.record.name in {"a", "b"}`, `r0.name in ["a", "b"]`},
		{"tags", `"vip" in input.record.tags`, `"vip" in r0.tags`},
		{"some tag", `some t in input.record.tags; t == "vip"`, `"vip" in r0.tags`},
		{"one of two tags", `some t in input.record.tags; t in {"a", "b"}`,
			`("a" in r0.tags or "b" in r0.tags)`},
		{"user's list", `input.record.name in input.user.roles`, `r0.name in user.roles:text[]`},
		{"texts", `startswith(input.record.name, "a"); contains(input.record.name, "b"); endswith(input.record.name, "c")`,
			`(startswith(r0.name, "a") and contains(r0.name, "b") and endswith(r0.name, "c"))`},
		{"or", `input.record.seats == 1 or input.record.seats == 2`, `(r0.seats == 1 or r0.seats == 2)`},
		{"every", `every x in {"a", "b"} { contains(input.record.name, x) }`, `(contains(r0.name, "a") and contains(r0.name, "b"))`},
		{"default", `object.get(input.record, "name", "x") == "x"`,
			`(r0.name == "x" or not present(r0.name))`},
		{"before now", `input.record.created_at < input.now`, `r0.created_at < now:instant`},
		{"rule of both", `ok`, `(r0.seats == 1 or not present(r0.owner))`},
		{"function", `f(input.record.name)`, `(r0.name == "1" or startswith(r0.name, "2"))`},
		{"level", `level == 2`, `r0.name == "q"`},
		{"default level", `level == 1`, `not r0.name == "q"`},
		{"set", `input.record.name in ids`, `((r0.seats == 1 and r0.name == "u") or r0.name == r0.phone)`},
	}
	const rules = `
ok if input.record.seats == 1
ok if not input.record.owner
f(x) if x == "1"
f(x) if startswith(x, "2")
default level := 1
level := 2 if input.record.name == "q"
ids contains "u" if input.record.seats == 1
ids contains input.record.phone
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
		})
	}
}

// doubling writes rules that each use the one before twice.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "h%d if h%d or (not h%d and h%d)\n", i+1, i, i, i)
	}
	return b.String()
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, rego, want string }{
		{"misspelt field", `grant contains "g" if input.record.ownr == "x"`, "customer.rego:3"},
		{"misspelt attribute", `grant contains "g" if input.user.nam == "x"`, "customer.rego:3"},
		{"network", `grant contains "g" if http.send({"url": "http://x", "method": "get"}).status_code == 200`, "undefined function http.send"},
		{"clock", `grant contains "g" if time.now_ns() > 5`, "undefined function time.now_ns"},
		{"endless shift", `grant contains "g" if bits.lsh(1, 100000000) > 5`, "undefined function bits.lsh"},
		{"else", "grant contains \"g\" if x == 1\nx := 1 if input.record.seats == 1 else := 2", "cannot become a condition"},
		{"two values", "grant contains \"g\" if x == 1\nx := 1 if input.record.seats == 1\nx := 2 if input.record.name == \"a\"", "two values at once"},
		{"case of a text", `grant contains "g" if lower(input.record.name) == "x"`, "customer.rego:3: lower"},
		{"no such id", `grant contains "g" if input.record.owner.id == "ABC"`, "customer.rego:3"},
		{"record against text", `grant contains "g" if input.record.owner == input.user.id`, "customer.rego:3"},
		{"count", `grant contains "g" if count(input.record.tags) > 1`, "customer.rego:3"},
		{"open id", `grant contains input.record.name`, "constant text"},
		{"deep brackets", `grant contains "g" if ` + strings.Repeat("(", 200) + "true" + strings.Repeat(")", 200), "policy_too_large"},
		{"fails open", `restriction contains "r" if input.record.owner.id != input.user.id`, "customer.rego:3: !="},
		{"null", `grant contains "g" if input.record.name == null`, "match error"},
		{"doubling", "grant contains \"g\" if h30\nh0 if input.record.name == \"a\"\n" + doubling(30), "too large"},
		{"not a set", `grant := {"g"}`, "policy_set"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			u, err := access.Compile(ctx, source(head+c.rego))
			if err == nil {
				err = u.Check(ctx)
			}
			if err == nil {
				t.Fatal("not refused")
			}
			e := problem.As(err)
			if e.Kind != problem.Invalid || len(e.Details) == 0 || !strings.Contains(e.Details[0].Message, c.want) {
				t.Errorf("refused as %v %+v, want %q", e, e.Details, c.want)
			}
		})
	}
}

// document makes an input document or fails the test.
func document(t testing.TB, u *access.Unit, r access.Request, params func(string) any, rec query.Record) map[string]any {
	t.Helper()
	doc, err := u.Document(context.Background(), r, params, rec)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
