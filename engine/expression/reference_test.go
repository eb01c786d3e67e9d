package expression_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/parser/operator"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/expression"
)

const page = "../../docs/expressions.md"

// table writes the functions as the reference lists them.
func table() string {
	var b strings.Builder
	b.WriteString("| function | gives | |\n|---|---|---|\n")
	functions := expression.Functions()
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		f := functions[name]
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", f.Signature(name), f.Help, f.Example)
	}
	return b.String()
}

// What completion offers is all that the language has.
func TestAllPartsAreDescribed(t *testing.T) {
	t.Parallel()
	env := expression.Env{Functions: expression.Functions(), Attribute: func(string) (expression.Type, bool) { return expression.Type{}, false },
		Entity: "x", Field: func(_, name string) (expression.Type, bool) {
			kinds := map[string]expression.Kind{"n": expression.Number, "t": expression.Text, "b": expression.Boolean, "d": expression.Date}
			return expression.Type{Kind: kinds[name]}, kinds[name] != 0
		}}
	for name, f := range expression.Functions() {
		require.NotEmpty(t, f.Help, name)
		require.NotEmpty(t, f.Chinese, name)
		require.Contains(t, f.Example, name+"(")
	}
	listed := map[string]bool{}
	for _, p := range append(append(expression.Operators(), expression.Quantifiers()...), expression.Words()...) {
		require.NotEmpty(t, p.Signature, p.Name)
		require.NotEmpty(t, p.Help, p.Name)
		require.NotEmpty(t, p.Chinese, p.Name)
		_, wrong := expression.Read(p.Example)
		require.Nil(t, wrong, p.Example)
		require.False(t, listed[p.Name], p.Name)
		listed[p.Name] = true
	}
	for name := range builtin.Index {
		if _, wrong := expression.Read(name + "(a.b, .c)"); wrong == nil && !listed[name] {
			_, isFunction := expression.Functions()[name]
			_, problems := expression.Parse(name+"(a.b, .c)", env)
			require.True(t, isFunction || problems != nil && problems[0].Code == "unknown_function", "%s is known and not described", name)
		}
	}
	same := map[string]string{"&&": "and", "||": "or", "^": "**"}
	for name := range operator.Binary {
		for _, sides := range [][2]string{{"n", "n"}, {"t", "t"}, {"b", "b"}, {"d", "d"}, {"n", "2"}, {"t", "['a']"}} {
			if _, wrong := expression.ParseValue(sides[0]+" "+name+" "+sides[1], env); len(wrong) == 0 {
				require.True(t, listed[name] || listed[same[name]], "%s is known and not described", name)
			}
		}
	}
}

// The reference lists each function as it is. Run with UPDATE=1 to write it.
func TestReferenceListsFunctions(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(page)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(raw), "<!-- functions -->\n")
	require.True(t, ok)
	listed, after, ok := strings.Cut(rest, "<!-- /functions -->")
	require.True(t, ok)
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(page, []byte(before+"<!-- functions -->\n"+table()+"<!-- /functions -->"+after), 0o600))
		return
	}
	require.Equal(t, table(), listed)
}
