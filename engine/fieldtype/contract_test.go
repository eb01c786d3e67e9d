package fieldtype_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// examples are values of decoded JSON that the plain field of each type takes.
var examples = map[string][]any{
	"text": {"a", "张三", " spaced ", "100%_\\", "'; drop table x; --", "\u202e", "😀", "a,b;c"}, "longtext": {"a\nb\r\n\tc"},
	"integer": {json.Number("0"), json.Number("-9223372036854775808"), json.Number("9223372036854775807"), json.Number("1.0"), json.Number("1E2")},
	"number":  {json.Number("0"), json.Number("-0.0"), json.Number("1.50"), json.Number("1e-15"), json.Number("999999999999999"), json.Number("0.000000000000001")},
	"money":   {json.Number("12.34"), json.Number("0.01")}, "percent": {json.Number("12.5")}, "boolean": {true, false},
	"date": {"2026-01-31", "0001-01-01", "9999-12-31", "2024-02-29"}, "time": {"00:00", "23:59:59"},
	"datetime": {"2026-01-31T08:00:00Z", "2026-01-31T08:00:00.123456+08:00", "0001-01-02T00:00:00Z"},
	"choice":   {"new", "won"}, "choices": {[]any{"a"}, []any{"a", "b"}}, "tags": {[]any{"x"}, []any{"x", "张 三"}, []any{"a,b"}},
	"phone": {"13800138000", "+1 650-253-0000", "010-62552233"}, "email": {"a@b.com", "张三@例子.中国", "a.b+c@EXAMPLE.com"},
	"url": {"http://example.com", "https://例子.中国/路径?x=1#y", "HTTP://EXAMPLE.com:8080/A%20b"}, "relation": {"0190AAAA-0000-7000-8000-000000000001"},
	"user": {"0190aaaa-0000-7000-8000-000000000001"}, "autonumber": {"T0001"}, "id": {"0190aaaa-0000-7000-8000-000000000001"},
	"richtext": {"<p>Hello <strong>you</strong></p>", "plain & <b>bold</b>", "<img src=\"https://example.com/a.png\">", "a < b > c \" '", "张三<script>alert(1)</script>"},
	"markdown": {"# A\n\n* b", "<script>kept as written</script>"},
	"duration": {json.Number("0"), json.Number("5400"), json.Number("-90"), "1:30:00", "PT1H30M", "90m", "1.5 小时", json.Number("315576000000")},
	"rating":   {json.Number("1"), json.Number("5")}, "color": {"#1a2b3c", "#FFF", " #ABCDEF "},
	"idcard": {"11010519491231002X", "11010519491231002x", "440524188001010014", "110105491231002"}, "location": {"31.230416,121.473701", "-90,180", "0, -0.0", "+1.50,2"},
	"department": {"0190aaaa-0000-7000-8000-000000000001"}, "reference": {"thing/0190AAAA-0000-7000-8000-000000000001"},
	"json":    {map[string]any{"b": []any{nil, true, json.Number("1.50")}, "a": "x"}, []any{}, "", "text", json.Number("1e2"), false, map[string]any{"": map[string]any{}}},
	"secret":  {"hush", " spaces kept ", "密码"},
	"formula": {"a"}, "lookup": {"张三"}, "rollup": {"a,b"},
	"relations": {[]any{"0190aaaa-0000-7000-8000-000000000002", "0190AAAA-0000-7000-8000-000000000001"}}, "users": {[]any{"0190aaaa-0000-7000-8000-000000000001"}},
	"file": {"0190AAAA-0000-7000-8000-000000000001"}, "image": {"0190aaaa-0000-7000-8000-000000000001"}, "signature": {"0190aaaa-0000-7000-8000-000000000001"},
	"x_sample_plate": {"KA-100", "tu 7", "KA-1"}, "x_sample_even": {json.Number("2"), json.Number("-4")}, "x_sample_rate": {json.Number("0.5"), json.Number("3")},
	"x_sample_flag": {true, false}, "x_sample_monday": {"2026-01-05"}, "x_sample_hour": {"08:00", "23:00:00"}, "x_sample_second": {"2026-01-31T08:00:00.9+08:00"},
	"table": {[]any{map[string]any{"text": "x"}}},
	"files": {[]any{"0190aaaa-0000-7000-8000-000000000001"}, []any{"0190AAAA-0000-7000-8000-000000000002", "0190aaaa-0000-7000-8000-000000000001"}},
}

// notImported are the types whose values do not come in the cell of a CSV file.
var notImported = map[string]string{
	"file": "file_not_imported", "files": "file_not_imported", "image": "file_not_imported", "signature": "file_not_imported",
}

const hugeNumber = json.Number("1e999999999")

// strangers are values that no type but the named ones takes.
var strangers = []struct {
	v    any
	only string
}{
	{map[string]any{}, "json"}, {[]any{map[string]any{}}, "json table"}, {[]any{nil}, "json"}, {"\xff", ""}, {"a\x00b", ""}, {hugeNumber, ""}, {true, "boolean json x_sample_flag"},
}

// plainField is the field of everyType that bears its type's name.
func plainField(t *testing.T, name string) *definition.Field {
	t.Helper()
	e := thing(t)
	if name == "user" {
		name = "owner"
	}
	f := e.Field(name)
	require.NotNil(t, f)
	return f
}

func TestEveryTypeKeepsTheContract(t *testing.T) {
	t.Parallel()
	for _, ft := range fieldtype.All() {
		t.Run(ft.Name(), func(t *testing.T) {
			t.Parallel()
			f := plainField(t, ft.Name())
			got, ok := fieldtype.Get(ft.Name())
			require.True(t, ok)
			require.Equal(t, ft.Name(), got.Name())
			requireTraits(t, ft, f)
			coerce, detail := ft.Compile(f)
			require.Nil(t, detail)
			emptyValues(t, ft, coerce)
			require.NotEmpty(t, examples[ft.Name()])
			create := createOf(t, f)
			for _, v := range examples[ft.Name()] {
				if !f.Table() { // whose values are payloads, which only their own entity can judge
					roundTrip(t, ft, f, coerce, v)
				}
				require.NoError(t, create.Validate(map[string]any{f.Name: v}), "JSON Schema on %v", v)
			}
			for _, s := range strangers {
				if !strings.Contains(" "+s.only+" ", " "+ft.Name()+" ") {
					_, detail := coerce(s.v)
					require.NotNil(t, detail, "%q", s.v)
					if s.v != hugeNumber && !f.IsComputed() { // of which the library of JSON Schema panics
						require.Error(t, create.Validate(map[string]any{f.Name: s.v}), "JSON Schema on %q", s.v)
					}
				}
			}
		})
	}
}

// traits are what the rest of the product builds on, and people read in the
// documentation: a change of one is a change for them.
var traits = map[string]struct {
	column, operators, masks string
	sortable                 bool
}{
	"text": {"text", searched, "phone email name id tail all", true}, "longtext": {"text", searched, "name id tail all", false},
	"integer": {"bigint", compared, "round all", true}, "number": {"numeric", compared, "round all", true},
	"money": {"numeric", compared, "round all", true}, "percent": {"numeric", compared, "round all", true},
	"boolean": {"boolean", "eq neq empty nempty", "all", true}, "date": {"date", compared, "date all", true},
	"time": {"time(0)", compared, "all", true}, "datetime": {"timestamptz", compared, "date all", true},
	"choice": {"text", equated, "all", true}, "choices": {"text[]", contained, "all", false}, "tags": {"text[]", contained, "all", false},
	"phone": {"text", searched, "phone name id tail all", true}, "email": {"text", searched, "email name id tail all", true},
	"url": {"text", searched, "name id tail all", true}, "relation": {"uuid", equated, "all", true}, "user": {"uuid", equated, "all", true},
	"autonumber": {"text", searched, "name id tail all", true}, "id": {"uuid", equated, "all", true},
	"richtext": {"text", "contains ncontains empty nempty", "all", false}, "markdown": {"text", searched, "name id tail all", false},
	"duration": {"bigint", compared, "round all", true}, "rating": {"bigint", compared, "round all", true},
	"color": {"text", equated, "all", true}, "idcard": {"text", searched, "id tail all", true}, "location": {"text", equated, "all", false},
	"department": {"uuid", equated, "all", true}, "reference": {"text", "startswith " + equated, "all", true},
	"table": {"", "", "all", false}, "relations": {"", contained, "all", false}, "users": {"", contained, "all", false},
	"file": {"uuid", "empty nempty", "all", false}, "files": {"uuid[]", "empty nempty", "all", false},
	"image": {"uuid", "empty nempty", "all", false}, "signature": {"uuid", "empty nempty", "all", false},
	"formula": {"", searched, "name id tail all", true}, "lookup": {"", searched, "name id tail all", true}, "rollup": {"", searched, "name id tail all", true},
	"x_sample_plate": {"text", "eq in startswith empty nempty", "name id tail all", true}, "x_sample_even": {"bigint", compared, "round all", false},
	"x_sample_rate": {"numeric", compared, "round all", true}, "x_sample_flag": {"boolean", "eq neq empty nempty", "all", true},
	"x_sample_monday": {"date", compared, "date all", true}, "x_sample_hour": {"time(0)", compared, "all", true}, "x_sample_second": {"timestamptz", compared, "date all", true},
	"json": {"jsonb", "empty nempty", "all", false}, "secret": {"text", "empty nempty", "all", false},
}

const (
	equated   = "eq neq in nin empty nempty"
	compared  = "eq neq in nin lt lte gt gte between empty nempty"
	searched  = "eq neq in nin lt lte gt gte between contains ncontains startswith endswith empty nempty"
	contained = "contains ncontains in nin empty nempty"
)

func requireTraits(t *testing.T, ft fieldtype.Type, f *definition.Field) {
	t.Helper()
	want, ok := traits[ft.Name()]
	require.True(t, ok, "a new type stands here, too")
	operators := []string{}
	for _, o := range ft.Operators() {
		operators = append(operators, string(o))
	}
	require.Equal(t, want.column, ft.Column(f))
	require.Equal(t, want.operators, strings.Join(operators, " "))
	require.Equal(t, want.masks, strings.Join(ft.Masks(), " "))
	require.Equal(t, want.sortable, ft.Sortable())
	require.NotZero(t, ft.Kind().Kind)
	require.False(t, ft.Sortable() && ft.Kind().Array)
}

// createOf compiles the JSON Schema of a payload with one field.
func createOf(t *testing.T, f *definition.Field) *jsonschema.Schema {
	t.Helper()
	g := *f
	g.ReadOnly, g.System = false, false
	s, err := fieldtype.CompileSchema(fieldtype.CreateSchema(&definition.Entity{Name: "one", Fields: []*definition.Field{&g}}, "en"))
	require.NoError(t, err)
	return s
}

func emptyValues(t *testing.T, ft fieldtype.Type, coerce fieldtype.Coercer) {
	t.Helper()
	empties := []any{nil}
	switch {
	case ft.Kind().Array:
		empties = append(empties, []any{})
	case ft.JSONSchema(&definition.Field{Scale: -1})["type"] == "string" || ft.Name() == "duration":
		empties = append(empties, "")
	}
	for _, v := range empties {
		got, detail := coerce(v)
		require.Nil(t, detail)
		require.Nil(t, got)
	}
}

// roundTrip coerces a value, and again what the API and a CSV file make of it.
func roundTrip(t *testing.T, ft fieldtype.Type, f *definition.Field, coerce fieldtype.Coercer, v any) {
	t.Helper()
	value, detail := coerce(v)
	require.Nil(t, detail, "%v", v)
	requireKind(t, ft.Kind(), value)
	again, detail := coerce(fieldtype.JSONValue(value))
	require.Nil(t, detail)
	require.Equal(t, value, again, "through JSON")
	if f.Type == "secret" {
		require.Empty(t, ft.FormatText(f, value, fieldtype.Locale{}), "no text of a secret")
		return
	}
	for _, language := range []string{"en", "zh-CN"} {
		locale := fieldtype.Locale{Language: language, Zone: time.FixedZone("", 8*60*60)}
		cell := ft.FormatText(f, value, locale)
		parsed, detail := ft.ParseText(f, cell, locale)
		if code, refused := notImported[ft.Name()]; refused {
			require.Equal(t, code, detail.Code)
			continue
		}
		require.Nil(t, detail, cell)
		again, detail := coerce(parsed)
		require.Nil(t, detail, cell)
		require.Equal(t, value, again, "through CSV as %q", cell)
	}
}

func requireKind(t *testing.T, want query.Type, v any) {
	t.Helper()
	if want.Array {
		list, ok := v.([]any)
		require.True(t, ok)
		for _, x := range list {
			requireKind(t, query.Type{Kind: want.Kind}, x)
		}
		return
	}
	types := map[query.Kind]any{
		query.Text: "", query.Integer: int64(0), query.Number: query.Decimal(""), query.Boolean: false,
		query.Date: "", query.Time: "", query.Instant: time.Time{}, query.UUID: "",
		query.Markup: "", query.JSON: json.RawMessage(nil), query.Sealed: "",
	}
	require.IsType(t, types[want.Kind], v)
	if d, ok := v.(query.Decimal); ok {
		canonical, ok := query.ParseDecimal(string(d))
		require.True(t, ok)
		require.Equal(t, canonical, d)
	}
}

func TestPublishedTypesAreRegistered(t *testing.T) {
	t.Parallel()
	raw, ok := definition.JSONSchema(definition.KindEntity)
	require.True(t, ok)
	var doc struct {
		Defs struct {
			Field struct {
				Properties map[string]struct{ Enum []string }
			}
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(raw, &doc))
	var names []string
	for _, ft := range fieldtype.All() {
		if ft.Name() != "id" {
			names = append(names, ft.Name())
		}
	}
	require.Equal(t, names, doc.Defs.Field.Properties["x-field"].Enum)
}
