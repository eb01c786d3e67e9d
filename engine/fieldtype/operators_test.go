package fieldtype_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

const queries = "../../docs/queries.md"

// operators writes what each field type can be asked, as the reference lists it.
func operators() string {
	var b strings.Builder
	b.WriteString("| field type | operators | sort | group | measures besides `count` |\n|---|---|---|---|---|\n")
	for _, t := range fieldtype.All() {
		names := make([]string, len(t.Operators()))
		for i, o := range t.Operators() {
			names[i] = string(o)
		}
		kind := t.Kind()
		equal := slices.Contains(t.Operators(), fieldtype.OpEqual) && !kind.Array && kind.Kind < query.Markup
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", t.Name(), coded(names), yes(t.Sortable()), groups(t, equal), measures(kind, equal))
	}
	return b.String()
}

func coded(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return "`" + strings.Join(names, " ") + "`"
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "–"
}

func groups(t fieldtype.Type, equal bool) string {
	kind := t.Kind()
	switch {
	case kind == query.Type{Kind: query.Text, Array: true}:
		return "each value"
	case !equal:
		return "–"
	case kind.Kind == query.Date || kind.Kind == query.Instant:
		return "value, `bucket`"
	case kind.Kind == query.Integer || kind.Kind == query.Number:
		return "value, `width`"
	}
	return "value"
}

func measures(kind query.Type, equal bool) string {
	switch {
	case !equal:
		return "–"
	case kind.Kind == query.Integer || kind.Kind == query.Number:
		return "`count_distinct sum avg min max median stddev`"
	case kind.Kind == query.Date || kind.Kind == query.Instant || kind.Kind == query.Time:
		return "`count_distinct min max`"
	}
	return "`count_distinct`"
}

// The reference lists the operators of each field type as they are. Run with
// UPDATE=1 to write it.
func TestReferenceListsOperators(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(queries)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(raw), "<!-- operators -->\n")
	require.True(t, ok)
	listed, after, ok := strings.Cut(rest, "<!-- /operators -->")
	require.True(t, ok)
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(queries, []byte(before+"<!-- operators -->\n"+operators()+"<!-- /operators -->"+after), 0o600))
		return
	}
	require.Equal(t, operators(), listed)
}
