package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/query"
)

// managed is true for records whose owner is managed by the caller.
func managed() query.Predicate {
	manager := query.Field{Var: 1, Entity: "user", Name: "manager", Type: owner.Type}
	return query.And{
		query.Present{X: name},
		query.Some{Var: 1, Relation: query.Relation{Entity: "user", Field: owner}, P: eq(manager, me)},
	}
}

func TestFieldsOfAPredicate(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range query.Fields(managed()) {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff([]string{"name", "owner", "manager"}, names); diff != "" {
		t.Error(diff)
	}
	if !query.Relates(managed()) || query.Relates(query.Present{X: name}) {
		t.Error("Relates is wrong")
	}
	if diff := cmp.Diff([]query.Param{me}, query.Params(managed())); diff != "" {
		t.Error(diff)
	}
}

func TestShift(t *testing.T) {
	t.Parallel()
	want := "(present(r5.name) and some r6 in r5.owner (r6.manager == user.id:uuid))"
	if diff := cmp.Diff(want, query.String(query.Shift(managed(), 5))); diff != "" {
		t.Error(diff)
	}
}

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	cases := map[string]query.Decimal{
		"0": "0", "-0": "0", "0.0": "0", "12": "12", "-12.50": "-12.5", "1e3": "1000", "1.5E-3": "0.0015", "100": "100",
		"0.10": "0.1", "9007199254740993": "9007199254740993", "1.5e1": "15", "-0.001": "-0.001",
	}
	for in, want := range cases {
		if got, ok := query.ParseDecimal(in); !ok || got != want {
			t.Errorf("%s: %s %t, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "-", "1.", ".5", "+1", "1e", "NaN", "Infinity", "0x1", "1e999999999", "1 ", "１"} {
		if got, ok := query.ParseDecimal(in); ok {
			t.Errorf("%q was read as %s", in, got)
		}
	}
}

func TestDecimalOrder(t *testing.T) {
	t.Parallel()
	sorted := []query.Decimal{"-10", "-2", "-0.5", "0", "0.001", "0.1", "0.3", "1", "9007199254740992", "9007199254740993"}
	for i, x := range sorted {
		for j, y := range sorted {
			if got, want := x.Cmp(y), min(1, max(-1, i-j)); got != want {
				t.Errorf("%s to %s: %d, want %d", x, y, got, want)
			}
		}
	}
}
