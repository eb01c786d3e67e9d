package access_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// Users whose roles differ only in what the policies never ask share a plan.
func TestRolesThatDoNotTellShareAPlan(t *testing.T) {
	t.Parallel()
	shared := map[string]string{
		"one":  `grant contains "own" if { input.action == "read"; "sales" in input.roles }`,
		"pair": `grant contains "own" if { input.action == "read"; some role in input.roles; role in {"sales", "boss"} }`,
		"not":  `grant contains "own" if { input.action == "read"; not "guest" in input.roles }`,
	}
	apart := map[string]string{
		"all of them":     `grant contains "own" if { input.action == "read"; count(input.roles) == 2 }`,
		"a variable":      `grant contains "own" if { input.action == "read"; some role in input.roles; startswith(role, "x") }`,
		"used once more":  `grant contains "own" if { input.action == "read"; some role in input.roles; role in {"sales", "x1"}; role == "x1" }`,
		"of the user":     `grant contains "own" if { input.action == "read"; some role in input.roles; role in input.user.roles }`,
		"the whole input": `grant contains "own" if { x := input; x.action == "read"; "sales" in x.roles }`,
	}
	for name, rego := range shared {
		u := compile(t, rego)
		if x, y := plan(t, u, access.Request{Action: "read", Roles: []string{"sales", "x1"}}), plan(t, u, access.Request{Action: "read", Roles: []string{"sales", "x2"}}); x != y {
			t.Errorf("%s: two plans", name)
		}
		if p := plan(t, u, access.Request{Action: "read", Roles: []string{"guest"}}); p.Row != query.Const(false) {
			t.Errorf("%s: a guest reads", name)
		}
	}
	for name, rego := range apart {
		u := compile(t, rego)
		if x, y := plan(t, u, access.Request{Action: "read", Roles: []string{"sales", "x1"}}), plan(t, u, access.Request{Action: "read", Roles: []string{"sales", "x2"}}); x == y {
			t.Errorf("%s: one plan", name)
		}
	}
}

// What a related entity's policies ask tells, too.
func TestRolesOfRelatedEntitiesTell(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	far, err := access.Compile(ctx, access.Source{Entity: "department", Schema: world{}, Modules: map[string]string{
		"far.rego": "package generated.department\nimport rego.v2\ngrant contains \"g\" if { input.action == \"read\"; \"chief\" in input.roles }",
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := source(head + `grant contains "own" if { input.action == "read"; "sales" in input.roles; input.record.department._readable }`)
	s.Related = func(context.Context, string) (*access.Unit, error) { return far, nil }
	u, err := access.Compile(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		roles []string
		want  string
	}{
		{[]string{"sales"}, "false"}, {[]string{"chief"}, "false"}, {[]string{"x", "sales"}, "false"},
		{[]string{"chief", "sales"}, "some r1 in r0.department (true)"}, {[]string{"chief", "sales", "x"}, "some r1 in r0.department (true)"},
	} {
		if got := query.String(plan(t, u, access.Request{Action: "read", Roles: c.roles}).Row); got != c.want {
			t.Errorf("%v: %s, want %s", c.roles, got, c.want)
		}
	}
}

// 500 roles and any number of users leave a bounded number of plans.
func TestPlansAreBounded(t *testing.T) {
	t.Parallel()
	text := ""
	for i := range 500 {
		text += fmt.Sprintf("grant contains \"g%d\" if { input.action == \"read\"; \"role%d\" in input.roles; input.record.seats == %d }\n", i, i, i)
	}
	u := compile(t, text)
	first := plan(t, u, access.Request{Action: "read", Roles: []string{"role0", "role1"}})
	for i := range 300 {
		plan(t, u, access.Request{Action: "read", Roles: []string{fmt.Sprint("role", i), fmt.Sprint("role", i+1)}})
	}
	if first == plan(t, u, access.Request{Action: "read", Roles: []string{"role0", "role1"}}) {
		t.Error("a plan is kept for ever")
	}
}
