package fieldtype_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// TestValidatorAgreesWithJSONSchema holds the two descriptions of one rule
// together: what the Validator accepts is what the published JSON Schema does.
func TestValidatorAgreesWithJSONSchema(t *testing.T) {
	t.Parallel()
	e := thing(t)
	v, err := fieldtype.NewValidator(e)
	require.NoError(t, err)
	create, err := fieldtype.CompileSchema(fieldtype.CreateSchema(e, "en"))
	require.NoError(t, err)
	patch, err := fieldtype.CompileSchema(fieldtype.PatchSchema(e, "zh-CN"))
	require.NoError(t, err)
	var names []string
	for _, f := range e.Fields {
		if !f.System && !f.ReadOnly {
			names = append(names, f.Name)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		value := anyValue().Draw(t, "value")
		payload := map[string]any{"must": "ok", "must_tags": []any{"x"}, "must_rich": "x", "must_last": "1:00", "must_json": 1}
		payload[name] = value
		if rapid.IntRange(0, 20).Draw(t, "drop") == 0 {
			delete(payload, "must")
		}
		_, problems := v.ValidateCreate(payload)
		if err := create.Validate(payload); (err == nil) != (len(problems) == 0) {
			t.Fatalf("create %s: JSON Schema says %v, Validator %v", name, err, problems)
		}
		_, problems = v.ValidatePatch(payload)
		if err := patch.Validate(payload); (err == nil) != (len(problems) == 0) {
			t.Fatalf("patch %s: JSON Schema says %v, Validator %v", name, err, problems)
		}
	})
}

// anyValue draws values of decoded JSON that some type might nearly take.
func anyValue() *rapid.Generator[any] {
	known := []any{nil, "", true, false, []any{}, map[string]any{}, "\x00", "A\x00", "old", "12:00", "2026-02-30", "2026-01-31T00:00:00", "0000-01-01",
		"<p></p>", "<script>x</script>", "<p><br></p>", "&&&&&&", "0:30", "3:00:00", "PT", "P1Y", "1:60:00", "90.5s", "#12", "11010519491231002Y", "91,0", "0,180.0000001",
		"order/0190aaaa-0000-7000-8000-000000000001", "user/0190aaaa-0000-7000-8000-000000000001", map[string]any{"a": json.Number("1")},
		map[string]any{"a": json.Number("11")}, map[string]any{"a": json.Number("1"), "more": map[string]any{}}, map[string]any{"\x00": nil}}
	for _, list := range examples {
		known = append(known, list...)
	}
	number := rapid.Custom(func(t *rapid.T) any {
		s := rapid.StringMatching(`-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,16})?([eE][-+]?[0-9]{1,2})?`).Draw(t, "number")
		return json.Number(s)
	})
	text := rapid.Custom(func(t *rapid.T) any {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("aA1张😀.@-+: /T\x00~")), 0, 24, -1).Draw(t, "text")
		return strings.Repeat(s, rapid.SampledFrom([]int{1, 1, 1, 30, 5000}).Draw(t, "times"))
	})
	scalar := rapid.OneOf(rapid.SampledFrom(known), number, text)
	list := rapid.Custom(func(t *rapid.T) any {
		return rapid.SliceOfN(rapid.OneOf(scalar, rapid.SampledFrom([]any{"a", "b", "a"})), 0, 4).Draw(t, "list")
	})
	return rapid.OneOf(scalar, scalar, scalar, list)
}
