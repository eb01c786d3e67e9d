package scenario

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Digits that are looked for stand in an id or a time by chance.
func TestWhatAnAnswerTellsIsNoChance(t *testing.T) {
	t.Parallel()
	a := answer{body: []byte(`{"id":"01a20add-0be3-7a62-8ead-0870064d2c55","at":"2026-11-24T00:03:08.445791Z","price":4321}`)}
	for text, want := range map[string]bool{
		"8700": false, "4579": false, "4321": true, "2026-11-24": true, "T00:03": true,
		"01a20add-0be3-7a62-8ead-0870064d2c55": true, "01a20add-0be3-7a62-8ead-0870064d2c56": false,
	} {
		if a.tells(text) != want {
			t.Errorf("tells(%q) is %v", text, !want)
		}
	}
}

func TestLoadOfTheShippedFiles(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../apps/*/entities/*/scenarios.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, path := range paths {
		f, err := Load(path)
		if err != nil {
			t.Error(err)
			continue
		}
		if f.Entity != filepath.Base(filepath.Dir(path)) || len(f.Scenarios) == 0 {
			t.Errorf("%s: %d scenarios of %s", path, len(f.Scenarios), f.Entity)
		}
	}
}

// A scenario with a misspelt member or name would pass without testing
// anything, so it must not load.
func TestParseRefusesWhatWouldTestNothing(t *testing.T) {
	t.Parallel()
	head := "users: {u: [r]}\nrecords: {one: {a: 1}}\nscenarios:\n  - "
	for text, want := range map[string]string{
		"{name: n, as: u, action: read, record: one, want: allowed, masks: [a]}":       "masks",
		"{name: n, as: v, action: read, record: one, want: allowed}":                   "no user",
		"{name: n, as: u, action: red, record: one, want: allowed}":                    "unknown action",
		"{name: n, as: u, action: read, record: two, want: allowed}":                   "no record",
		"{name: n, as: u, action: read, record: one, want: yes}":                       "want must be",
		"{name: n, as: u, action: list, want: allowed}":                                "which records",
		"{name: n, as: u, action: transfer, record: one, want: allowed}":               "whom a record goes to",
		"{name: n, as: u, action: claim, record: one, values: {to: u}, want: allowed}": "whom a record goes to",
		"{as: u, action: read, record: one, want: allowed}":                            "no name",
		"{name: n, as: u, action: list, want: allowed, records: [two]}":                "no record",
	} {
		if _, err := Parse([]byte(head+text), "thing"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestSameComparesNumbersByValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want any
		got  string
		ok   bool
	}{{19800, "19800.00", true}, {0.1, "0.10", true}, {1, "1.5", false}, {"1", "1", false}, {nil, "null", true}, {[]string{}, "null", true}, {true, "true", true}} {
		got := answer{body: []byte(`{"v":` + c.got + `}`)}.record()["v"]
		if same(c.want, got) != c.ok {
			t.Errorf("same(%v, %s) is not %v", c.want, c.got, c.ok)
		}
	}
}

func TestUsersHaveRolesAndFields(t *testing.T) {
	t.Parallel()
	f, err := Parse([]byte("users:\n  ann: [clerk]\n  mary: {roles: [manager, clerk], department: $north, teams: [$north], manager: $ann}\n  joe: {department: $north}\nrecords: {north: {_entity: department, name: N}}\n"), "thing")
	if err != nil {
		t.Fatal(err)
	}
	want := []User{
		{Name: "ann", Roles: []string{"clerk"}},
		{Name: "mary", Roles: []string{"manager", "clerk"}, Fields: map[string]any{"department": "$north", "teams": []any{"$north"}, "manager": "$ann"}},
		{Name: "joe", Fields: map[string]any{"department": "$north"}},
	}
	if !reflect.DeepEqual(f.Users, want) {
		t.Errorf("got %+v", f.Users)
	}
	for text, want := range map[string]string{
		"users: {mary: {roles: [a], department: $south}}": `no record or user "south"`,
		"users: {mary: {roles: [a], teams: [$south]}}":    `no record or user "south"`,
		"users: {mary: {roles: a}}":                       "cannot unmarshal",
		"users: {mary: a}":                                "cannot unmarshal",
	} {
		if _, err := Parse([]byte(text), "thing"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestNamesStandForIdsWithinValues(t *testing.T) {
	t.Parallel()
	r := &runner{ids: map[string]string{"a": "1", "b": "2"}}
	got := r.resolve(map[string]any{"one": "$a", "list": []any{"$b", "$c", 3}, "rows": []any{map[string]any{"to": "$a"}}})
	want := mortise.Record{"one": "1", "list": []any{"2", "$c", 3}, "rows": []any{map[string]any{"to": "1"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if names := named([]any{"$a", map[string]any{"to": "$b"}, "c"}); !slices.Equal(names, []string{"a", "b"}) {
		t.Errorf("got %v", names)
	}
}
