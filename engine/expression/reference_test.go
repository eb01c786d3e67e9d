package expression_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

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
		var args []string
		for _, p := range f.Args {
			var kinds []string
			for _, k := range p.Kinds {
				kinds = append(kinds, k.String())
			}
			text := strings.Join(kinds, " or ")
			if p.Constant {
				text = "fixed " + text
			}
			args = append(args, text)
		}
		if f.Many {
			args = append(args, "…")
		}
		fmt.Fprintf(&b, "| `%s(%s)` | %s | `%s` |\n", name, strings.Join(args, ", "), f.Help, f.Example)
	}
	return b.String()
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
