package access_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/access"
)

const customHead = "package custom.hours\nimport rego.v2\n"

// withCustom is the source with a policy that an administrator wrote.
func withCustom(text string) access.Source {
	s := source(head + salesPolicy)
	s.Modules["hours.rego"] = customHead + text
	return s
}

func inspect(t *testing.T, s access.Source, tests string) access.Report {
	t.Helper()
	r, err := access.Inspect(context.Background(), s, "hours.rego", tests)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func messages(r access.Report) string {
	var all []string
	for _, d := range r.Problems {
		all = append(all, d.Message)
	}
	return strings.Join(all, "\n")
}

const holdPolicy = `
restriction contains "old" if {
	input.action == "read"
	old
}

old if input.record.name == "old"

old if {
	every o in input.record["order.buyer"] { not o.paid }
	input.record.seats == 0
}
`

const holdTests = `package custom.hours_test

import rego.v2

test_old_is_held if "old" in data.custom.hours.restriction with input as {"action": "read", "record": {"name": "old"}}

test_new_is_not_held if count(data.custom.hours.restriction) == 0 with input as {"action": "read", "record": {"name": "new"}}

test_refused_in_the_whole if {
	not data.mortise.access.allow with input as {
		"action": "read", "entity": "customer", "roles": ["sales"], "channel": "web", "record": {"name": "old"},
	}
}

test_case[name] if {
	some name, want in {"old": 1, "new": 0}
	count(data.custom.hours.restriction) == want with input as {"action": "read", "record": {"name": name}}
}
`

func TestInspectOfAGoodPolicy(t *testing.T) {
	t.Parallel()
	r := inspect(t, withCustom(holdPolicy), holdTests)
	if len(r.Problems) > 0 || len(r.Warnings) > 0 {
		t.Fatalf("problems %v, warnings %v", messages(r), r.Warnings)
	}
	var names []string
	for _, test := range r.Tests {
		names = append(names, test.Name)
		if !test.Passed {
			t.Errorf("%+v", test)
		}
	}
	want := []string{"test_case/new", "test_case/old", "test_new_is_not_held", "test_old_is_held", "test_refused_in_the_whole"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if r.Coverage < 50 || r.Coverage == 100 || len(r.Missed) == 0 {
		t.Errorf("coverage %v, missed %v: no test has orders", r.Coverage, r.Missed)
	}
	if !strings.Contains(r.Formatted, "import rego.v2\n\nrestriction contains") {
		t.Errorf("formatted as %s", r.Formatted)
	}
}

func TestInspectRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, rego, tests, want string }{
		{"syntax", `restriction contains "r" if {`, "", "hours.rego"},
		{"type", `restriction contains "r" if input.record.nam == "x"`, "", "undefined ref: input.record.nam"},
		{"member of an array", `restriction contains "r" if { some o in input.record["order.buyer"]; o.prise > 5 }`, "", "undefined ref"},
		{"no such relation", `restriction contains "r" if { some o in input.record["order.seller"]; o.price > 5 }`, "", "undefined ref"},
		{"built-in", `restriction contains "r" if time.now_ns() > 5`, "", "undefined function"},
		{"gives", `grant contains "g"`, "", "policy_set"},
		{"fails open", `restriction contains "r" if input.record.name != "x"`, "", "fails open"},
		{"fails open in a helper", "restriction contains \"r\" if bad\nbad if input.record.name != \"x\"", "", "fails open"},
		{"null", `restriction contains "r" if object.get(input.record, "name", null) == null`, "", "absent, never null"},
		{"else", "restriction contains \"r\" if x == 1\nx := 1 if input.record.seats == 1 else := 2", "", "else cannot become"},
		{"with", `restriction contains "r" if { x with input.roles as ["a"] }` + "\nx if \"a\" in input.roles", "", "with cannot become"},
		{"order of types", `restriction contains "r" if input.record.amount > "5"`, "", "different types have no order"},
		{"inexact", `restriction contains "r" if lower(input.record.name) == "x"`, "", "lower"},
		{"counts", `restriction contains "r" if count(input.record["order.buyer"]) > 3`, "", "count"},
		{"failing test", holdPolicy, strings.Replace(holdTests, "== 0", "== 1", 1), "test_new_is_not_held failed"},
		{"failing case", holdPolicy, strings.Replace(holdTests, `"old": 1`, `"old": 2`, 1), "test_case/old failed"},
		{"no test", holdPolicy, "package custom.hours_test\nimport rego.v2\nx := 1", "policy_empty"},
		{"test that takes part", holdPolicy, "package custom.hours\nimport rego.v2\ntest_x if true", "policy_package"},
		{"test of the network", holdPolicy, "package custom.hours_test\nimport rego.v2\ntest_x if http.send({}) == 1", "undefined function http.send"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := inspect(t, withCustom(c.rego), c.tests)
			if !strings.Contains(messages(r), c.want) {
				t.Errorf("problems are %q, want %q", messages(r), c.want)
			}
		})
	}
}

func TestInspectWarns(t *testing.T) {
	t.Parallel()
	r := inspect(t, withCustom("restriction contains \"small\" if input.record.amount < 5\nmask contains \"nothing\" if true\n"), "")
	var texts []string
	for _, d := range r.Warnings {
		texts = append(texts, d.Params["text"].(string))
	}
	if len(r.Problems) > 0 || len(texts) != 2 || !strings.Contains(texts[0], "takes nothing away") || !strings.Contains(texts[1], "the id nothing") {
		t.Errorf("problems %v, warnings %q", messages(r), texts)
	}
}

// != under not refuses where a value is empty, which is safe.
func TestLintKnowsNegation(t *testing.T) {
	t.Parallel()
	r := inspect(t, withCustom("restriction contains \"r\" if not input.record.name != \"x\"\n"), "")
	if len(r.Problems) > 0 {
		t.Error(messages(r))
	}
}

// A custom policy gives only where that is turned on for it.
func TestCustomGrants(t *testing.T) {
	t.Parallel()
	s := withCustom("grant contains \"gift\" if { input.action == \"read\"; \"guest\" in input.roles }\n")
	if _, err := access.Compile(context.Background(), s); err == nil {
		t.Error("gives without leave")
	}
	s.CustomGrants = map[string]bool{"hours.rego": true}
	s.Grants = append(s.Grants, access.Grant{ID: "gift", Role: "guest", Read: map[string]bool{"id": true, "name": true}})
	u, err := access.Compile(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	r := access.Request{Action: "read", Roles: []string{"guest"}, Channel: "web"}
	p := plan(t, u, r)
	d, err := u.Decide(context.Background(), document(t, u, r, func(string) any { return nil }, nil))
	if err != nil || !d.Allow || !slices.Contains(d.Grants, "gift") || p.Grants["gift"] == nil || len(p.Fields) != 2 {
		t.Errorf("plan %+v, decision %+v, %v", p, d, err)
	}
	s.CustomGrants = map[string]bool{"other.rego": true}
	if _, err := access.Compile(context.Background(), s); err == nil {
		t.Error("gives with the leave of another")
	}
}
