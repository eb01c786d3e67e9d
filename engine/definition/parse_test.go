package definition_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

const customer = `{
  "$schema": "mortise:entity",
  "name": "customer",
  "title": {"zh-CN": "客户", "en": "Customer"},
  "type": "object",
  "x-id": "k3f9q2m7xa",
  "x-label": "name",
  "x-owner": "consultant",
  "properties": {
    "number": {"x-field": "autonumber", "x-id": "p8w2n5c1zt", "pattern": "C{YYYY}-{00000}", "readOnly": true},
    "name": {"x-field": "text", "x-id": "h4r7k0v3qd", "title": {"zh-CN": "姓名", "en": "Name"}, "maxLength": 32},
    "phone": {"x-field": "phone", "x-id": "b9y6j2m5xf", "x-region": "CN", "x-unique": true},
    "source": {"x-field": "choice", "x-id": "t1g8s4l7wa", "x-choices": "lead_source"},
    "status": {"x-field": "choice", "x-id": "z5e3u9p2kc", "oneOf": [
      {"const": "new", "title": {"zh-CN": "未报名"}, "x-color": "gray"}, {"const": "signed", "title": "已报名", "x-archived": true}]},
    "budget": {"x-field": "money", "x-id": "j3h7p9d2ur", "minimum": 0.10, "maximum": 123456789012.25, "x-currency": "CNY", "x-scale": 2},
    "consultant": {"x-field": "user", "x-id": "n7d0x6b4hv"},
    "branch": {"x-field": "relation", "x-id": "q2m9f5r8jy", "x-entity": "branch", "x-on-delete": "clear"}
  },
  "required": ["name", "source"],
  "x-unique": [{"fields": ["name", "branch"], "message": {"zh-CN": "已存在"}}],
  "x-indexes": [{"fields": ["consultant", "-created_at"]}]
}`

func TestParseEntity(t *testing.T) {
	t.Parallel()
	v, problems := definition.ParseDocument(definition.KindEntity, []byte(customer))
	require.Empty(t, problems)
	e := v.(*definition.Entity)
	require.Equal(t, "客户", e.Title.In("zh-CN"))
	require.Equal(t, e.Title, e.Plural)
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	require.Equal(t, "number name phone source status budget consultant branch "+
		"id created_at created_by updated_at updated_by version archived_at", strings.Join(names, " "))
	require.True(t, e.Field("name").Required)
	require.False(t, e.Field("phone").Required)
	require.True(t, e.Field("number").ReadOnly)
	require.Equal(t, "f_h4r7k0v3qd", e.Field("name").Column)
	require.Equal(t, "created_at", e.Field("created_at").Column)
	require.Equal(t, "0.10", *e.Field("budget").Minimum)
	require.Equal(t, "user", e.Field("consultant").Entity)
	require.Equal(t, "restrict", e.Field("consultant").OnDelete)
	require.Equal(t, definition.Option{Value: "signed", Title: definition.Text{"": "已报名"}, Archived: true}, e.Field("status").Options[1])
}

func TestParseSetResolvesChoices(t *testing.T) {
	t.Parallel()
	choices := `{"name": "lead_source", "x-id": "a000000000", "title": "Source", "options": [{"value": "web", "title": "Web"}]}`
	set, problems := definition.ParseSet([]definition.Document{
		document("entity", "customer", customer), document("choices", "lead_source", choices), document("policy", "customer", `{}`),
	})
	require.Empty(t, problems)
	require.Equal(t, "web", set.Entity("customer").Field("source").Options[0].Value)
	require.Nil(t, set.Entity("nobody"))

	_, problems = definition.ParseSet([]definition.Document{
		document("entity", "customer", customer), document("choices", "other", choices), document("role", "x", `{`),
	})
	require.Equal(t, []string{
		"choices other: /name name_differs", "entity customer: /properties/source/x-choices unknown_choices", "role x:  malformed_json",
	}, flat(problems))
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	field := func(s string) string {
		return `{"name":"a","title":"A","type":"object","x-id":"aaaaaaaaaa","properties":{"f":` + s + `}}`
	}
	for name, c := range map[string]struct {
		kind, body string
		want       []string
	}{
		"unknown kind":        {"page", `{}`, []string{" unknown_kind"}},
		"not JSON":            {"entity", `{"name":`, []string{" malformed_json"}},
		"two values":          {"entity", `{} {}`, []string{" malformed_json"}},
		"NUL":                 {"role", `{"name":"a","title":"a\u0000b"}`, []string{" bad_characters"}},
		"huge number":         {"entity", `{"x-scale":1e999999999}`, []string{" bad_number"}},
		"not UTF-8":           {"entity", "{\"name\":\"\xff\"}", []string{" malformed_json"}},
		"array":               {"entity", `[]`, []string{" wrong_type"}},
		"too deep":            {"entity", strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000), []string{" too_deep"}},
		"too large":           {"entity", strings.Repeat(" ", 300<<10), []string{" document_too_large"}},
		"member twice":        {"entity", `{"properties":{"a/b":1,"a/b":2}}`, []string{"/properties/a~1b duplicate_member"}},
		"nothing":             {"role", `{}`, []string{"/name required", "/title required", "/x-id required"}},
		"unknown keyword":     {"entity", field(`{"x-field":"text","x-id":"bbbbbbbbbb","x-colour":1,"客/户":2}`), []string{"/properties/f/x-colour unknown_keyword", "/properties/f/客~1户 unknown_keyword"}},
		"unknown type":        {"entity", field(`{"x-field":"blob","x-id":"bbbbbbbbbb","maxLength":1}`), []string{"/properties/f/x-field not_an_option"}},
		"keyword of another":  {"entity", field(`{"x-field":"boolean","x-id":"bbbbbbbbbb","maxLength":1}`), []string{"/properties/f/maxLength unknown_keyword"}},
		"no id":               {"entity", field(`{"x-field":"text","maxLength":-1}`), []string{"/properties/f/maxLength minimum", "/properties/f/x-id required"}},
		"bad id":              {"entity", field(`{"x-field":"text","x-id":"B"}`), []string{"/properties/f/x-id bad_id"}},
		"bad pattern":         {"entity", field(`{"x-field":"text","x-id":"bbbbbbbbbb","pattern":"("}`), []string{"/properties/f/pattern bad_pattern"}},
		"no counter":          {"entity", field(`{"x-field":"autonumber","x-id":"bbbbbbbbbb","pattern":"A-{YYYY}"}`), []string{"/properties/f/pattern bad_pattern"}},
		"choice of nothing":   {"entity", field(`{"x-field":"choice","x-id":"bbbbbbbbbb"}`), []string{"/properties/f/oneOf required"}},
		"relation to nothing": {"entity", field(`{"x-field":"relation","x-id":"bbbbbbbbbb"}`), []string{"/properties/f/x-entity required"}},
		"reserved":            {"entity", strings.Replace(field(`{"x-field":"text","x-id":"bbbbbbbbbb"}`), `"f"`, `"version"`, 1), []string{"/properties/version reserved_name"}},
		"bad name":            {"entity", strings.Replace(field(`{"x-field":"text","x-id":"bbbbbbbbbb"}`), `"f"`, `"F"`, 1), []string{"/properties/F bad_name"}},
		"file":                {"entity", field(`{"$ref":"file:///etc/passwd"}`), []string{"/properties/f/$ref reference_refused", "/properties/f/x-field required", "/properties/f/x-id required"}},
		"address":             {"entity", strings.Replace(field(`{"x-field":"text","x-id":"bbbbbbbbbb"}`), `"type"`, `"$id":"https://example.com/","type"`, 1), []string{"/$id reference_refused", "/$id unknown_keyword"}},
		"grant of all kinds":  {"grant", `{"name":"a.b","role":"r","entity":"e","actions":["fly"],"scope":"own","read":"some","write":{"only":["x"],"except":["y"]}}`, []string{"/actions/0 not_an_option", "/read not_an_option", "/write invalid_value"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, l := definition.ParseDocument(definition.Kind(c.kind), []byte(c.body))
			require.Equal(t, c.want, details(l))
		})
	}
}

func TestParseOtherKinds(t *testing.T) {
	t.Parallel()
	v, l := definition.ParseDocument(definition.KindGrant, []byte(`{"name":"customer.own","role":"salesperson","entity":"customer",
		"actions":["read","update"],"scope":"own","read":"all","write":{"except":["phone"]}}`))
	require.Empty(t, l)
	g := v.(*definition.Grant)
	require.True(t, g.Read.All)
	require.Equal(t, []string{"phone"}, g.Write.Except)
	raw, err := json.Marshal(g)
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"customer.own","role":"salesperson","entity":"customer","actions":["read","update"],"scope":"own",
		"read":"all","write":{"except":["phone"]}}`, string(raw))
	for kind, body := range map[definition.Kind]string{
		definition.KindForm:        `{"name":"customer.default","entity":"customer","sections":[{"title":"A","columns":2,"fields":["name"]}],"stage":"status"}`,
		definition.KindView:        `{"name":"customer.mine","entity":"customer","title":"Mine","columns":[{"field":"name","width":120},{"field":"owner.name"}],"filter":"owner == me","sort":["-created_at"]}`,
		definition.KindRole:        `{"$schema":"mortise:role","name":"r","x-id":"r000000000","title":"R","inherits":["s"],"permissions":["users"],"owner":true}`,
		definition.KindRestriction: `{"name":"hold","entity":"customer","actions":["update"],"when":"held","except":["owner"]}`,
		definition.KindMask:        `{"name":"customer.phone","entity":"customer","fields":["phone"],"show":"phone"}`,
		definition.KindPackage:     `{"name":"education","version":"0.1.0","title":"Education","requires":["core"],"license":"Apache-2.0"}`,
	} {
		v, l := definition.ParseDocument(kind, []byte(body))
		require.Empty(t, l, kind)
		require.NotNil(t, v)
	}
}

func document(kind, name, body string) definition.Document {
	return definition.Document{Key: definition.Key{Kind: definition.Kind(kind), Name: name}, Body: json.RawMessage(body)}
}

func details(l problem.List) []string {
	var out []string
	for _, d := range l {
		out = append(out, d.Pointer+" "+d.Code)
	}
	return out
}

func flat(problems []definition.DocumentProblem) []string {
	var out []string
	for _, p := range problems {
		for _, d := range details(p.Details) {
			out = append(out, fmt.Sprintf("%s %s: %s", p.Kind, p.Name, d))
		}
	}
	return out
}

func BenchmarkParseDocument(b *testing.B) {
	for b.Loop() {
		if _, l := definition.ParseDocument(definition.KindEntity, []byte(customer)); len(l) > 0 {
			b.Fatal(l)
		}
	}
}
