package fieldtype_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

func TestParseText(t *testing.T) {
	t.Parallel()
	at := func(h, m, s int) time.Time { return time.Date(2026, 1, 31, h, m, s, 0, time.UTC) }
	e := thing(t)
	for name, cells := range map[string]map[string]any{
		"number": {
			"12": query.Decimal("12"), " -1,234.50 ": query.Decimal("-1234.5"), "1234.": query.Decimal("1234"), ".5": query.Decimal("0.5"),
			"１２３．５": query.Decimal("123.5"), "(1,000)": query.Decimal("-1000"), "−3": query.Decimal("-3"), "1e3": query.Decimal("1000"), "+7": query.Decimal("7"),
		},
		"money": {
			"¥1,234.50": query.Decimal("1234.5"), "￥12": query.Decimal("12"), "$ 3.20": query.Decimal("3.2"), "12.5元": query.Decimal("12.5"),
			"USD 1,000,000.01": query.Decimal("1000000.01"), "99 CNY": query.Decimal("99"),
		},
		"percent": {"12.5%": query.Decimal("12.5"), "7％": query.Decimal("7")},
		"integer": {"1,234": int64(1234), "12.0": int64(12)},
		"boolean": {"Yes": true, "是": true, "1": true, "TRUE": true, "no": false, "否": false, "0": false, "False": false},
		"date": {
			"2026-01-31": "2026-01-31", "2026/1/31": "2026-01-31", "2026.01.31": "2026-01-31", "2026年1月31日": "2026-01-31", "20260131": "2026-01-31",
			"31/1/2026": "2026-01-31", "1/31/2026": "2026-01-31", "2/2/2026": "2026-02-02", "Jan 31, 2026": "2026-01-31", "31-Jan-2026": "2026-01-31",
			"31 January 2026": "2026-01-31", "2026-01-31 00:00:00": "2026-01-31",
		},
		"time": {"9:05": "09:05:00", "09:05:30": "09:05:30", "3:04 pm": "15:04:00", "9：30": "09:30:00", "15时04分": "15:04:00"},
		"datetime": {
			"2026-01-31 16:00": at(8, 0, 0), "2026/1/31 4:00:05 PM": at(8, 0, 5), "2026-01-31T08:00:00Z": at(8, 0, 0), "2026-01-31T16:00:00": at(8, 0, 0),
			"2026年1月31日 16:00": at(8, 0, 0), "2026-01-31": at(-8, 0, 0), "2026-01-31 16:00:00+08:00": at(8, 0, 0),
		},
		"choice":  {"new": "new", "NEW": "new", "赢": "won", "won": "won"},
		"choices": {"a": []any{"a"}, "苹果、香蕉": []any{"a", "b"}, "Banana, big": []any{"b"}, "Apple; Banana, big": []any{"a", "b"}},
		"tags":    {"x, y，z": []any{"x", "y", "z"}, "x;x": []any{"x"}},
		"phone":   {"138-0013-8000": "+8613800138000", "+86 138 0013 8000": "+8613800138000"},
	} {
		f := e.Field(name)
		ft, _ := fieldtype.Get(f.Type)
		for cell, want := range cells {
			v, detail := ft.ParseText(f, cell, fieldtype.Locale{Language: "zh-CN", Zone: time.FixedZone("", 8*60*60)})
			require.Nil(t, detail, "%s %q", name, cell)
			got, detail := fieldtype.Coerce(f, v)
			require.Nil(t, detail, "%s %q %v", name, cell, v)
			require.Equal(t, want, got, "%s %q", name, cell)
		}
	}
}

func TestParseTextRefuses(t *testing.T) {
	t.Parallel()
	e := thing(t)
	for name, cells := range map[string]map[string]string{
		"number":   {"1,5": "not_a_number", "1.234,5": "not_a_number", "abc": "not_a_number", "--1": "not_a_number", "(-1)": "not_a_number", "0x10": "not_a_number", "": "not_a_number"},
		"boolean":  {"maybe": "not_a_boolean", "2": "not_a_boolean"},
		"date":     {"1/2/2026": "ambiguous_date", "2026-02-30": "invalid_date", "31/31/2026": "invalid_date", "2026-01-31 10:00": "invalid_date", "soon": "invalid_date"},
		"time":     {"25:00": "invalid_time", "noon": "invalid_time"},
		"datetime": {"2026-01-31 25:00": "invalid_datetime", "1/2/2026 10:00": "ambiguous_date", "soon": "invalid_datetime"},
		"choice":   {"nope": "not_an_option"},
		"choices":  {"a, nope": "not_an_option"},
	} {
		f := e.Field(name)
		ft, _ := fieldtype.Get(f.Type)
		for cell, want := range cells {
			v, detail := ft.ParseText(f, cell, fieldtype.Locale{})
			require.NotNil(t, detail, "%s %q gives %v", name, cell, v)
			require.Equal(t, want, detail.Code, "%s %q", name, cell)
		}
	}
}

func TestFilterValue(t *testing.T) {
	t.Parallel()
	e := thing(t)
	number, integer, text := query.Type{Kind: query.Number}, query.Type{Kind: query.Integer}, query.Type{Kind: query.Text}
	for name, want := range map[string]struct {
		given any
		value query.Value
	}{
		"code":     {"too long for the field", query.Value{Type: text, V: "too long for the field"}},
		"age":      {1.5, query.Value{Type: number, V: query.Decimal("1.5")}},
		"money":    {-3, query.Value{Type: integer, V: int64(-3)}},
		"choice":   {"old", query.Value{Type: text, V: "old"}},
		"tags":     {"x", query.Value{Type: text, V: "x"}},
		"phone":    {"138 0013 8000", query.Value{Type: text, V: "+8613800138000"}},
		"email":    {"part", query.Value{Type: text, V: "part"}},
		"date":     {"2026-01-31", query.Value{Type: query.Type{Kind: query.Date}, V: "2026-01-31"}},
		"relation": {"0190AAAA-0000-7000-8000-000000000001", query.Value{Type: query.Type{Kind: query.UUID}, V: "0190aaaa-0000-7000-8000-000000000001"}},
	} {
		got, detail := fieldtype.FilterValue(e.Field(name), want.given)
		require.Nil(t, detail, name)
		require.Equal(t, want.value, got, name)
	}
	for name, given := range map[string]any{"choice": "nope", "choices": "nope", "date": "x", "relation": "x", "number": "x", "text": 1, "boolean": "x"} {
		_, detail := fieldtype.FilterValue(e.Field(name), given)
		require.NotNil(t, detail, name)
	}
}
