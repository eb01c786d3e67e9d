package computed_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// compiled compiles two entities with some more fields of the first.
func compiled(fields ...string) (*catalog.Snapshot, error) {
	var more strings.Builder
	for i, f := range fields {
		name, rest, _ := strings.Cut(f, ":")
		fmt.Fprintf(&more, `, %q: {"x-id":"d1000000%02d",%s}`, name, i, rest)
	}
	docs := map[string]string{
		"deal": `{"name":"deal","title":"Deal","type":"object","x-id":"aaaaaaaaaa","properties":{"name":{"x-field":"text","x-id":"d000000001"},
			"amount":{"x-field":"number","x-id":"d000000002"},"count":{"x-field":"integer","x-id":"d000000003"},
			"tags":{"x-field":"tags","x-id":"d000000005"},"firm":{"x-field":"relation","x-id":"d000000004","x-entity":"firm"}` + more.String() + `}}`,
		"firm": `{"name":"firm","title":"Firm","type":"object","x-id":"bbbbbbbbbb","properties":{"name":{"x-field":"text","x-id":"e000000001"},
			"kind":{"x-field":"choice","x-id":"e000000003","oneOf":[{"const":"a","title":"A"}]},
			"deals":{"x-field":"rollup","x-id":"e000000002","x-of":"deal.firm","x-aggregate":"sum","x-value":"amount"}}}`,
	}
	var list []definition.Document
	for name, body := range docs {
		list = append(list, definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: name}, Body: json.RawMessage(body)})
	}
	return catalog.Compile(1, list)
}

func TestComputedFieldsCompile(t *testing.T) {
	t.Parallel()
	s, err := compiled(`double:"x-field":"formula","x-expr":"amount * 2","x-as":"integer"`, `kind:"x-field":"lookup","x-path":"firm.kind"`,
		`share:"x-field":"formula","x-expr":"double / firm.deals"`)
	require.NoError(t, err)
	for name, want := range map[string]string{
		"double": `round(mul(r0.amount, 2), 0)`, "kind": `(one of r1.kind some r1 in r0.firm (true))`,
		"share": `div(r0.double, (one of r1.deals some r1 in r0.firm (true)))`,
	} {
		f, ok := s.Field("deal", name)
		require.True(t, ok)
		require.Empty(t, f.Column)
		require.Equal(t, want+" == "+want, query.String(query.Compare{Op: query.Eq, X: f.Computed.X, Y: f.Computed.X}))
	}
	d, _ := s.Definition("deal", "kind")
	require.Equal(t, "choice", d.Shown.Type)
	require.Len(t, d.Shown.Options, 1)
}

func TestComputedFieldsAreRefused(t *testing.T) {
	t.Parallel()
	deep := []string{`f0:"x-field":"formula","x-expr":"amount"`}
	for i := range 11 {
		deep = append(deep, fmt.Sprintf(`f%d:"x-field":"formula","x-expr":"f%d + 1"`, i+1, i))
	}
	for name, c := range map[string]struct {
		fields []string
		code   string
		path   string
	}{
		"itself":       {[]string{`a:"x-field":"formula","x-expr":"a + 1"`}, "depends_on_itself", "deal.a → deal.a"},
		"each other":   {[]string{`a:"x-field":"formula","x-expr":"b + 1"`, `b:"x-field":"formula","x-expr":"a + 1"`}, "depends_on_itself", "deal.a → deal.b → deal.a"},
		"kind":         {[]string{`a:"x-field":"formula","x-expr":"name * 2"`}, "expression_type", ""},
		"list":         {[]string{`a:"x-field":"formula","x-expr":"tags"`}, "expression_without_value", ""},
		"caller":       {[]string{`a:"x-field":"formula","x-expr":"me == firm"`}, "unknown_field", ""},
		"shown":        {[]string{`a:"x-field":"formula","x-expr":"name","x-as":"money"`}, "wrong_field_type", ""},
		"path":         {[]string{`a:"x-field":"lookup","x-path":"firm.nothing"`}, "unknown_field", ""},
		"not leading":  {[]string{`a:"x-field":"rollup","x-of":"firm.name","x-aggregate":"count"`}, "expression_not_a_relation", ""},
		"sum of texts": {[]string{`up:"x-field":"relation","x-entity":"deal"`, `a:"x-field":"rollup","x-of":"deal.up","x-aggregate":"sum","x-value":"name"`}, "wrong_field_type", ""},
		"where":        {[]string{`up:"x-field":"relation","x-entity":"deal"`, `a:"x-field":"rollup","x-of":"deal.up","x-aggregate":"count","x-where":"name"`}, "expression_not_boolean", ""},
		"deep":         {deep, "expression_too_complex", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := compiled(c.fields...)
			require.Error(t, err)
			details := problem.As(err).Details
			require.NotEmpty(t, details, err)
			require.Equal(t, c.code, details[0].Code)
			if c.path != "" {
				require.Equal(t, c.path, details[0].Params["path"])
			}
		})
	}
}
