package expression_test

import (
	"testing"

	"github.com/expr-lang/expr/ast"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/expression"
)

// env is that of a record with a field of each kind.
func env() expression.Env {
	fields := map[string]expression.Type{
		"name": {Kind: expression.Text}, "count": {Kind: expression.Number}, "open": {Kind: expression.Boolean},
		"due": {Kind: expression.Date}, "at": {Kind: expression.Time}, "seen": {Kind: expression.Instant},
		"owner": {Kind: expression.Record, Entity: "user"}, "tags": {Kind: expression.Text, List: true}, "user": {Kind: expression.Record, Entity: "user"},
	}
	return expression.Env{
		Entity: "deal",
		Field: func(entity, name string) (expression.Type, bool) {
			t, ok := fields[name]
			return t, ok && (entity == "deal" || entity == "user" && name == "name")
		},
		Attribute: func(name string) (expression.Type, bool) {
			return expression.Type{Kind: expression.Record, Entity: "user"}, name == "id"
		},
		Functions: expression.Functions(),
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`open`, `not open and name == 'x'`, `owner == me`, `user == me`, `user == user.id`, `owner.name == name`, `1 <= count < 2.50`,
		`name in ['a', 'b']`, `due in this_year()`, `seen < now() || at > '09:00'`, `tags contains 'x'`, `name in []`, "name == '张'\n// remark\n",
	} {
		tree, detail := expression.Parse(src, env())
		require.Nil(t, detail, src)
		require.Equal(t, expression.Type{Kind: expression.Boolean}, tree.Type(tree.Node), src)
	}
}

func TestParseTellsTheFirstProblemAndWhere(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]map[string]any{
		`name == `:                   {"code": "expression_syntax", "line": 1, "column": 9},
		"open and\n  nome == 'x'":    {"code": "unknown_field", "name": "nome", "line": 2, "column": 3},
		"张 == 'x'":                   {"code": "unknown_field", "name": "张", "line": 1, "column": 1},
		`open and owner.nome == 'x'`: {"code": "unknown_field", "name": "nome", "line": 1, "column": 10},
		`open and (count == 'x')`:    {"code": "expression_type", "operator": "==", "left": "number", "right": "text", "line": 1, "column": 11},
		`open and name == 'x' * 2`:   {"code": "expression_type", "operator": "*", "left": "text", "right": "number", "line": 1, "column": 18},
		`user.nobody == 'x'`:         {"code": "unknown_field", "name": "nobody", "line": 1, "column": 1},
	} {
		_, detail := expression.Parse(src, env())
		require.NotNil(t, detail, src)
		got := map[string]any{"code": detail[0].Code}
		for k, v := range detail[0].Params {
			got[k] = v
		}
		require.Equal(t, want["code"], got["code"], src)
		if detail[0].Code != "expression_syntax" && detail[0].Code != "expression_unsupported" {
			require.Equal(t, want, got, src)
		}
	}
}

func TestNumberText(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`count == 0.1`: "0.1", `count == 9007199254740993`: "9007199254740993", `count == .50`: "0.50", `count == 1_000.5`: "1000.5", `count == 1e3`: "1e3",
	} {
		tree, detail := expression.Parse(src, env())
		require.Nil(t, detail, src)
		require.Equal(t, want, tree.NumberText(tree.Node.(*ast.BinaryNode).Right), src)
	}
}

func TestParseTellsAllProblems(t *testing.T) {
	t.Parallel()
	_, details := expression.Parse("nome == 'x' and (count == 'x' or shout(name)) and (open ? nobody : count) > 1", env())
	var codes []string
	for _, d := range details {
		codes = append(codes, d.Code)
	}
	require.Equal(t, []string{"unknown_field", "expression_type", "unknown_function", "unknown_field"}, codes)
}

// What an Env opens is refused by one that does not.
func TestParseAsTheEnvironmentAllows(t *testing.T) {
	t.Parallel()
	wide := env()
	inner := wide.Field
	wide.Field = func(entity, name string) (expression.Type, bool) {
		if entity == "deal" && name == "members" {
			return expression.Type{Kind: expression.Record, List: true, Entity: "user"}, true
		}
		return inner(entity, name)
	}
	narrow := wide
	wide.Self, wide.Links, wide.Constants = "record", true, true
	wide.Functions["known"] = expression.Function{
		Args: []expression.Parameter{{Kinds: []expression.Kind{expression.Record}, Leads: true}}, Result: expression.Boolean,
	}
	narrow.Functions = expression.Functions()
	for _, src := range []string{
		`record.owner.name == name`, `record.open`, `any(members, .name == name)`, `none(record.members, true)`, `any(owner.deal.members, .open)`,
		`now() < '2027-01-01T00:00:00Z'`, `'a' == 'a'`, `known(owner)`, `known(record.owner)`, `any(members, known(#))`,
	} {
		_, detail := expression.Parse(src, wide)
		require.Empty(t, detail, src)
		_, detail = expression.Parse(src, narrow)
		require.NotEmpty(t, detail, src)
	}
	for src, code := range map[string]string{
		`record == me`: "unknown_field", `any(tags, true)`: "expression_not_a_relation", `count(members) > 1`: "expression_not_a_relation",
		`sum(owner.deal.members, .count) > 1`: "expression_not_a_relation", `any(deal.members, .open)`: "expression_not_a_relation", `known(me)`: "expression_arguments", `known(user.id)`: "expression_arguments",
		`known(name)`: "expression_arguments", `known(members)`: "expression_arguments", `any(members, # == me)`: "expression_unsupported", `any(nobody.members, true)`: "expression_not_a_relation",
	} {
		_, detail := expression.Parse(src, wide)
		require.Len(t, detail, 1, src)
		require.Equal(t, code, detail[0].Code, src)
	}
}
