package fieldtype_test

import (
	"encoding/json"
	"testing"
	"time"

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
	"formula": {"a"}, "lookup": {"张三"}, "rollup": {"a,b"},
	"relations": {[]any{"0190aaaa-0000-7000-8000-000000000002", "0190AAAA-0000-7000-8000-000000000001"}}, "users": {[]any{"0190aaaa-0000-7000-8000-000000000001"}},
	"file": {"0190AAAA-0000-7000-8000-000000000001"}, "image": {"0190aaaa-0000-7000-8000-000000000001"}, "signature": {"0190aaaa-0000-7000-8000-000000000001"},
	"files": {[]any{"0190aaaa-0000-7000-8000-000000000001"}, []any{"0190AAAA-0000-7000-8000-000000000002", "0190aaaa-0000-7000-8000-000000000001"}},
}

// notImported are the types whose values do not come in the cell of a CSV file.
var notImported = map[string]string{
	"file": "file_not_imported", "files": "file_not_imported", "image": "file_not_imported", "signature": "file_not_imported",
}

// strangers are values that no type but the named takes.
var strangers = []struct {
	v    any
	only string
}{
	{map[string]any{}, ""}, {[]any{map[string]any{}}, ""}, {[]any{nil}, ""}, {"\xff", ""}, {"a\x00b", ""}, {json.Number("1e999999999"), ""}, {true, "boolean"},
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
			require.Equal(t, f.Stored() || f.System || f.Name == "id", ft.Column(f) != "")
			require.NotZero(t, ft.Kind().Kind)
			require.NotEmpty(t, ft.Operators())
			require.False(t, ft.Sortable() && ft.Kind().Array)
			_, err := json.Marshal(ft.JSONSchema(f))
			require.NoError(t, err)
			coerce, detail := ft.Compile(f)
			require.Nil(t, detail)
			emptyValues(t, ft, coerce)
			require.NotEmpty(t, examples[ft.Name()])
			for _, v := range examples[ft.Name()] {
				roundTrip(t, ft, f, coerce, v)
			}
			for _, s := range strangers {
				if s.only != ft.Name() {
					_, detail := coerce(s.v)
					require.NotNil(t, detail, "%q", s.v)
				}
			}
		})
	}
}

func emptyValues(t *testing.T, ft fieldtype.Type, coerce fieldtype.Coercer) {
	t.Helper()
	empties := []any{nil}
	switch {
	case ft.Kind().Array:
		empties = append(empties, []any{})
	case ft.JSONSchema(&definition.Field{Scale: -1})["type"] == "string":
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
