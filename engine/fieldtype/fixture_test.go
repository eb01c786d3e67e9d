package fieldtype_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
)

// everyType is an entity with a plain field of each type, and refined ones.
const everyType = `{
  "name": "thing", "title": {"en": "Thing", "zh-CN": "东西"}, "type": "object", "x-id": "aaaaaaaaaa",
  "properties": {
    "formula": {"x-field": "formula", "x-id": "a00000000w", "x-expr": "text + code"},
    "lookup": {"x-field": "lookup", "x-id": "a00000000x", "x-path": "relation.text"},
    "rollup": {"x-field": "rollup", "x-id": "a00000000y", "x-of": "thing.relation", "x-aggregate": "count"},
    "text": {"x-field": "text", "x-id": "a000000001"},
    "code": {"x-field": "text", "x-id": "a000000002", "minLength": 2, "maxLength": 6, "pattern": "^[A-Z]"},
    "longtext": {"x-field": "longtext", "x-id": "a000000003", "maxLength": 20},
    "integer": {"x-field": "integer", "x-id": "a000000004"},
    "age": {"x-field": "integer", "x-id": "a000000005", "minimum": 0, "maximum": 150, "default": 18},
    "number": {"x-field": "number", "x-id": "a000000006"},
    "money": {"x-field": "money", "x-id": "a000000007", "minimum": 0.01, "x-currency": "CNY"},
    "percent": {"x-field": "percent", "x-id": "a000000008", "x-scale": 1},
    "boolean": {"x-field": "boolean", "x-id": "a000000009"},
    "date": {"x-field": "date", "x-id": "a00000000a"},
    "time": {"x-field": "time", "x-id": "a00000000b"},
    "datetime": {"x-field": "datetime", "x-id": "a00000000c"},
    "choice": {"x-field": "choice", "x-id": "a00000000d", "oneOf": [
      {"const": "new", "title": {"en": "New", "zh-CN": "新"}}, {"const": "won", "title": {"en": "Won", "zh-CN": "赢"}},
      {"const": "old", "title": "Old", "x-archived": true}]},
    "choices": {"x-field": "choices", "x-id": "a00000000e", "oneOf": [
      {"const": "a", "title": {"en": "Apple", "zh-CN": "苹果"}}, {"const": "b", "title": {"en": "Banana, big", "zh-CN": "香蕉"}}]},
    "tags": {"x-field": "tags", "x-id": "a00000000f"},
    "phone": {"x-field": "phone", "x-id": "a00000000g", "x-region": "CN"},
    "world": {"x-field": "phone", "x-id": "a00000000h"},
    "email": {"x-field": "email", "x-id": "a00000000i"},
    "url": {"x-field": "url", "x-id": "a00000000j"},
    "relation": {"x-field": "relation", "x-id": "a00000000k", "x-entity": "thing"},
    "owner": {"x-field": "user", "x-id": "a00000000l"},
    "relations": {"x-field": "relations", "x-id": "a00000000q", "x-entity": "thing"},
    "users": {"x-field": "users", "x-id": "a00000000r"},
    "file": {"x-field": "file", "x-id": "a0000000f1", "x-accept": ["application/pdf", "image/*"], "x-max-size": 1000},
    "files": {"x-field": "files", "x-id": "a0000000f2", "maxItems": 3},
    "image": {"x-field": "image", "x-id": "a0000000f3"},
    "signature": {"x-field": "signature", "x-id": "a0000000f4"},
    "table": {"x-field": "table", "x-id": "a0000000t1", "x-entity": "thing"},
    "x_sample_plate": {"x-field": "x_sample_plate", "x-id": "a0000000x1"},
    "plate": {"x-field": "x_sample_plate", "x-id": "a0000000x2", "x-options": {"regions": ["KA", "TU"]}},
    "x_sample_even": {"x-field": "x_sample_even", "x-id": "a0000000x3"},
    "x_sample_rate": {"x-field": "x_sample_rate", "x-id": "a0000000x4"},
    "x_sample_flag": {"x-field": "x_sample_flag", "x-id": "a0000000x5"},
    "x_sample_monday": {"x-field": "x_sample_monday", "x-id": "a0000000x6"},
    "x_sample_hour": {"x-field": "x_sample_hour", "x-id": "a0000000x7"},
    "x_sample_second": {"x-field": "x_sample_second", "x-id": "a0000000x8"},
    "autonumber": {"x-field": "autonumber", "x-id": "a00000000m", "pattern": "T{0000}"},
    "richtext": {"x-field": "richtext", "x-id": "a00000001a"},
    "short_rich": {"x-field": "richtext", "x-id": "a00000001b", "maxLength": 12},
    "markdown": {"x-field": "markdown", "x-id": "a00000001c"},
    "duration": {"x-field": "duration", "x-id": "a00000001d"},
    "lesson": {"x-field": "duration", "x-id": "a00000001e", "minimum": 60, "maximum": 7200},
    "rating": {"x-field": "rating", "x-id": "a00000001f"},
    "stars": {"x-field": "rating", "x-id": "a00000001g", "maximum": 10},
    "color": {"x-field": "color", "x-id": "a00000001h"},
    "idcard": {"x-field": "idcard", "x-id": "a00000001i"},
    "location": {"x-field": "location", "x-id": "a00000001j"},
    "department": {"x-field": "department", "x-id": "a00000001k"},
    "reference": {"x-field": "reference", "x-id": "a00000001l", "x-entities": ["thing", "order"]},
    "json": {"x-field": "json", "x-id": "a00000001m"},
    "shaped": {"x-field": "json", "x-id": "a00000001n", "x-schema": {"type": "object", "required": ["a"],
      "properties": {"a": {"type": "integer", "maximum": 10}, "more": {"$ref": "#"}}}},
    "any_shape": {"x-field": "json", "x-id": "a00000001o", "x-schema": true},
    "secret": {"x-field": "secret", "x-id": "a00000001p"},
    "must_rich": {"x-field": "richtext", "x-id": "a00000001q"},
    "must_last": {"x-field": "duration", "x-id": "a00000001r"},
    "must_json": {"x-field": "json", "x-id": "a00000001s", "x-schema": {"maxLength": 3}},
    "must": {"x-field": "text", "x-id": "a00000000n", "minLength": 2},
    "must_tags": {"x-field": "tags", "x-id": "a00000000o"},
    "must_choice": {"x-field": "choice", "x-id": "a00000000p", "oneOf": [{"const": "x", "title": "X"}], "default": "x"}
  },
  "required": ["must", "must_tags", "must_choice", "must_rich", "must_last", "must_json"]
}`

func thing(t testing.TB) *definition.Entity {
	t.Helper()
	v, l := definition.ParseDocument(definition.KindEntity, []byte(everyType))
	require.Empty(t, l)
	return v.(*definition.Entity)
}

func decode(t testing.TB, s string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var m map[string]any
	require.NoError(t, d.Decode(&m), s)
	return m
}
