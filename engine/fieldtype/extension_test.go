package fieldtype_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

func init() {
	if err := fieldtype.Register(samples...); err != nil {
		panic(err)
	}
}

// samples are field types as an extension brings them, one of each kind. They
// keep the contract as those of the product do.
var samples = []hook.FieldType{
	{
		Name: "x_sample_plate", Kind: hook.Text, MaxLength: 12, Sortable: true, Operators: []string{"eq", "in", "startswith", "empty", "nempty"},
		Options: json.RawMessage(`{"type": "object", "properties": {"regions": {"type": "array", "items": {"type": "string"}, "maxItems": 9}}, "additionalProperties": false}`),
		Check:   checkPlate,
		JSONSchema: func(options map[string]any) map[string]any {
			if regions, ok := options["regions"]; ok {
				return map[string]any{"description": "a plate", "x-regions": regions}
			}
			return nil
		},
		ParseText: func(cell string, _ map[string]any, _ string) (any, error) {
			return strings.TrimPrefix(cell, "plate "), nil
		},
		FormatText: func(v any, _ map[string]any, _ string) string { return "plate " + v.(string) },
	},
	{Name: "x_sample_even", Kind: hook.Integer, Check: func(v any, _ map[string]any) (any, error) {
		if v.(int64)%2 != 0 {
			return nil, hook.RefuseIn(map[string]string{"en": "That is odd.", "zh-CN": "这是奇数。"})
		}
		return v, nil
	}},
	same("x_sample_rate", hook.Number), same("x_sample_flag", hook.Boolean), same("x_sample_monday", hook.Date), same("x_sample_hour", hook.Time),
	{Name: "x_sample_second", Kind: hook.Instant, Sortable: true, Check: func(v any, _ map[string]any) (any, error) {
		return v.(time.Time).Truncate(time.Second), nil
	}},
}

func same(name string, kind hook.Kind) hook.FieldType {
	return hook.FieldType{Name: name, Kind: kind, Sortable: true, Check: func(v any, _ map[string]any) (any, error) { return v, nil }}
}

var plate = regexp.MustCompile(`^([A-Z]{2})[ -]?([0-9]{1,4})$`)

func checkPlate(v any, options map[string]any) (any, error) {
	m := plate.FindStringSubmatch(strings.ToUpper(v.(string)))
	if m == nil {
		return nil, hook.RefuseIn(map[string]string{"en": "A plate is two letters and a number."})
	}
	if regions, ok := options["regions"].([]any); ok {
		for _, r := range regions {
			if r == m[1] {
				return m[1] + "-" + m[2], nil
			}
		}
		return nil, hook.Refuse("", "Not a region of ours.")
	}
	return m[1] + "-" + m[2], nil
}

func TestTypesOfExtensionsSpeakForThemselves(t *testing.T) {
	t.Parallel()
	e := thing(t)
	refused := func(field string, v any) (code string, params map[string]any) {
		_, detail := fieldtype.Coerce(e.Field(field), v)
		require.NotNil(t, detail)
		return detail.Code, detail.Params
	}
	code, params := refused("x_sample_even", json.Number("3"))
	require.Equal(t, "field_type_refused", code)
	require.Equal(t, map[string]string{"en": "That is odd.", "zh-CN": "这是奇数。"}, params["reason"])
	code, params = refused("plate", "BE-1")
	require.Equal(t, "field_type_refused", code)
	require.Equal(t, map[string]string{"en": "Not a region of ours."}, params["reason"])
	code, _ = refused("plate", strings.Repeat("A", 13))
	require.Equal(t, "too_long", code)
	code, _ = refused("x_sample_even", "2")
	require.Equal(t, "wrong_type", code)

	value, detail := fieldtype.FilterValue(e.Field("plate"), "ka100")
	require.Nil(t, detail)
	require.Equal(t, "KA-100", value.V, "the whole in any form")
	value, detail = fieldtype.FilterValue(e.Field("plate"), "KA")
	require.Nil(t, detail)
	require.Equal(t, "KA", value.V, "a part as it is written")
	require.Equal(t, 12, fieldtype.Longest(e.Field("plate")))
	require.Equal(t, "text", fieldtype.Base(e.Field("plate")))
	require.Empty(t, fieldtype.Base(e.Field("text")))
}

func TestOptionsOfTypesOfExtensionsAreChecked(t *testing.T) {
	t.Parallel()
	for settings, want := range map[string]string{
		`{"regions": "KA"}`: "/x-options/regions not_by_json_schema", `{"colour": 1}`: "/x-options not_by_json_schema", `{"regions": []}`: "",
	} {
		_, detail := fieldtype.Compile(&definition.Field{Type: "x_sample_plate", Settings: json.RawMessage(settings)})
		if want == "" {
			require.Nil(t, detail)
			continue
		}
		require.NotNil(t, detail, settings)
		require.Equal(t, want, detail.Pointer+" "+detail.Code)
	}
	_, detail := fieldtype.Compile(&definition.Field{Type: "x_sample_even", Settings: json.RawMessage(`{}`)})
	require.Equal(t, "/x-options unknown_keyword", detail.Pointer+" "+detail.Code)
	_, detail = fieldtype.Compile(&definition.Field{Type: "x_gone"})
	require.Equal(t, "/x-field field_type_missing", detail.Pointer+" "+detail.Code)
}

func TestATypeThatFailsTakesNothing(t *testing.T) {
	t.Parallel()
	checks := map[string]func(any, map[string]any) (any, error){
		"x_fails_error": func(any, map[string]any) (any, error) { return nil, errors.New("secret cause") },
		"x_fails_panic": func(any, map[string]any) (any, error) { panic("oh") },
		"x_fails_kind":  func(any, map[string]any) (any, error) { return "text", nil },
		"x_fails_none":  func(any, map[string]any) (any, error) { return nil, nil },
	}
	for name, check := range checks {
		d := hook.FieldType{Name: name, Kind: hook.Integer, Check: check,
			FormatText: func(any, map[string]any, string) string { panic("oh") },
			ParseText:  func(string, map[string]any, string) (any, error) { panic("oh") },
			JSONSchema: func(map[string]any) map[string]any { panic("oh") }}
		ft, err := fieldtype.NewExtension(d)
		require.NoError(t, err)
		f := &definition.Field{Name: "n", Type: name}
		coerce, detail := ft.Compile(f)
		require.Nil(t, detail)
		_, detail = coerce(json.Number("1"))
		require.NotNil(t, detail, name)
		require.Equal(t, map[string]any{"type": name}, detail.Params)
		require.Equal(t, "field_type_failed", detail.Code)
		_, detail = ft.ParseText(f, "1", fieldtype.Locale{})
		require.Equal(t, "field_type_failed", detail.Code)
		require.Equal(t, "1", ft.FormatText(f, int64(1), fieldtype.Locale{}))
		require.Equal(t, "integer", ft.JSONSchema(f)["type"])
	}
}

func TestWhatIsNoFieldTypeIsNotTakenOn(t *testing.T) {
	t.Parallel()
	good := same("x_good", hook.Text)
	with := func(change func(d *hook.FieldType)) hook.FieldType {
		d := good
		change(&d)
		return d
	}
	for what, list := range map[string][]hook.FieldType{
		"without prefix":     {with(func(d *hook.FieldType) { d.Name = "plate" })},
		"no name":            {with(func(d *hook.FieldType) { d.Name = "x_" })},
		"too long":           {with(func(d *hook.FieldType) { d.Name = "x_" + strings.Repeat("a", 39) })},
		"twice":              {good, good},
		"no kind":            {with(func(d *hook.FieldType) { d.Kind = "uuid" })},
		"no check":           {with(func(d *hook.FieldType) { d.Check = nil })},
		"operator":           {with(func(d *hook.FieldType) { d.Operators = []string{"like"} })},
		"length of a number": {with(func(d *hook.FieldType) { d.Kind, d.MaxLength = hook.Integer, 5 })},
		"options":            {with(func(d *hook.FieldType) { d.Options = json.RawMessage(`{"type": "objekt"}`) })},
		"another kind":       {same("x_sample_plate", hook.Integer)},
	} {
		require.Error(t, fieldtype.Register(list...), what)
	}
	_, ok := fieldtype.Get("x_good")
	require.False(t, ok, "all or none")
	require.NoError(t, fieldtype.Register(samples...), "a second time is none")
}

func TestTypesOfExtensionsArePublished(t *testing.T) {
	t.Parallel()
	raw, ok := definition.JSONSchema(definition.KindEntity)
	require.True(t, ok)
	s, err := jsonschema.CompileString("mortise:entity", string(raw))
	require.NoError(t, err)
	for options, fits := range map[string]bool{`{"regions": ["KA"]}`: true, `{"regions": 1}`: false} {
		doc := decode(t, `{"name": "car", "title": "Car", "type": "object", "x-id": "c000000001",
			"properties": {"plate": {"x-field": "x_sample_plate", "x-id": "c000000002", "x-options": `+options+`}}}`)
		require.Equal(t, fits, s.Validate(doc) == nil, options)
	}
}
