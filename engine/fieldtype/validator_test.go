package fieldtype_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

func TestValidateCreate(t *testing.T) {
	t.Parallel()
	v, err := fieldtype.NewValidator(thing(t))
	require.NoError(t, err)
	values, l := v.ValidateCreate(decode(t, `{"must":"张三","must_tags":["a"],"must_rich":"<b>x</b>","must_last":"PT90M","must_json":1,"text":"","choices":[],"number":1.50,"integer":1e2,
		"phone":"138 0013 8000","email":"A.b@Example.COM","url":"HTTPS://Example.com/A?b#c","time":"09:30","datetime":"2026-01-31T08:00:00.1234567+08:00",
		"relation":"0190AAAA-0000-7000-8000-000000000001","boolean":null}`))
	require.Empty(t, l)
	require.Equal(t, map[string]any{
		"must": "张三", "must_tags": []any{"a"}, "must_choice": "x", "must_rich": "<b>x</b>", "must_last": int64(5400), "must_json": json.RawMessage("1"), "age": int64(18), "text": nil, "choices": nil, "number": query.Decimal("1.5"),
		"integer": int64(100), "phone": "+8613800138000", "email": "A.b@example.com", "url": "https://example.com/A?b#c", "time": "09:30:00",
		"datetime": time.Date(2026, 1, 31, 0, 0, 0, 123456000, time.UTC), "relation": "0190aaaa-0000-7000-8000-000000000001", "boolean": nil,
	}, values)
}

func TestValidateReportsEverything(t *testing.T) {
	t.Parallel()
	v, err := fieldtype.NewValidator(thing(t))
	require.NoError(t, err)
	_, l := v.ValidateCreate(decode(t, `{"must":"","must_choice":null,"text":1,"code":"a","longtext":"012345678901234567890","integer":1.5,"age":151,
		"number":1234567890.1234567,"money":0,"percent":1.25,"boolean":"yes","date":"2026-02-30","time":"25:00","datetime":"2026-01-31","choice":"old",
		"choices":["a","c"],"tags":["a","a"],"phone":"123","world":"13800138000","email":"a@","url":"javascript:alert(1)","relation":"1","owner":{},
		"autonumber":"T1","id":"x","no~such/thing":1,"must_rich":"<p> </p>","must_last":"","must_json":null,"short_rich":"<i>&&&</i>","duration":"soon","lesson":"3:00:00",
		"rating":6,"stars":0,"color":"red","idcard":"110105194912310021","location":"91,0","department":"x","reference":"user/1","json":{"a":[{"b\u0000":1}]},
		"shaped":{"a":1,"more":{"a":11}},"secret":1}`))
	require.Equal(t, []string{
		"/age maximum", "/autonumber read_only", "/boolean wrong_type", "/choice not_an_option", "/choices/1 not_an_option", "/code too_short",
		"/color invalid_color", "/date invalid_date", "/datetime invalid_datetime", "/department invalid_id", "/duration invalid_duration",
		"/email invalid_email", "/id read_only", "/idcard invalid_idcard", "/integer wrong_type", "/json/a/0 bad_characters", "/lesson maximum",
		"/location invalid_location", "/longtext too_long", "/money minimum", "/must required", "/must_choice required", "/must_json required",
		"/must_last required", "/must_rich required", "/must_tags required", "/no~0such~1thing unknown_field", "/number too_many_digits",
		"/owner wrong_type", "/percent too_many_decimals", "/phone invalid_phone", "/rating maximum", "/reference invalid_reference",
		"/relation invalid_id", "/secret wrong_type", "/shaped/more/a not_by_json_schema", "/short_rich too_long", "/stars minimum", "/tags/1 duplicate", "/text wrong_type", "/time invalid_time", "/url invalid_url", "/world invalid_phone",
	}, codes(l))
}

func TestValidatePatch(t *testing.T) {
	t.Parallel()
	v, err := fieldtype.NewValidator(thing(t))
	require.NoError(t, err)
	values, l := v.ValidatePatch(decode(t, `{"text":null,"age":20}`))
	require.Empty(t, l)
	require.Equal(t, map[string]any{"text": nil, "age": int64(20)}, values, "no defaults")
	_, l = v.ValidatePatch(decode(t, `{"must":null,"must_tags":[],"text":"a\u0000b"}`))
	require.Equal(t, []string{"/must required", "/must_tags required", "/text bad_characters"}, codes(l))
	_, l = v.ValidatePatch(map[string]any{"text": "\xff", "number": json.Number("1e999999999")})
	require.Equal(t, []string{"/number too_many_digits", "/text bad_characters"}, codes(l))
}

func codes(l problem.List) []string {
	var out []string
	for _, d := range l {
		out = append(out, d.Pointer+" "+d.Code)
	}
	return out
}

const twelveFields = `{"must":"张三","must_tags":["a"],"must_rich":"x","must_last":60,"must_json":1,"must_choice":"x","text":"hello","number":12.5,"integer":7,"phone":"+8613800138000",
	"email":"a@example.com","date":"2026-01-31","datetime":"2026-01-31T08:00:00Z","choice":"new","relation":"0190aaaa-0000-7000-8000-000000000001"}`

func BenchmarkValidateCreate(b *testing.B) {
	v, err := fieldtype.NewValidator(thing(b))
	require.NoError(b, err)
	payload := decode(b, twelveFields)
	b.ReportAllocs()
	for b.Loop() {
		if _, l := v.ValidateCreate(payload); len(l) > 0 {
			b.Fatal(l)
		}
	}
}

func BenchmarkNewValidator(b *testing.B) {
	e := thing(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fieldtype.NewValidator(e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCreateSchema(b *testing.B) {
	s, err := fieldtype.CompileSchema(fieldtype.CreateSchema(thing(b), "en"))
	require.NoError(b, err)
	payload := decode(b, twelveFields)
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Validate(payload); err != nil {
			b.Fatal(err)
		}
	}
}
