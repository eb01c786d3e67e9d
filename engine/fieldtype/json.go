package fieldtype

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// jsonType is any JSON value that fits the JSON Schema of the field (x-schema).
// null is the empty value; "", [] and {} are values.
type jsonType struct{ base }

var jsonValue Type = jsonType{base{
	name: "json", kind: query.Type{Kind: query.JSON}, column: "jsonb", operators: []Operator{OpEmpty, OpNotEmpty},
}}

// Compile implements Type.
func (jsonType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	var fits *jsonschema.Schema
	if len(f.JSONSchema) > 0 {
		if err := dialect(f.JSONSchema); err != nil {
			return nil, wrongAt("/x-schema", "bad_json_schema", "text", shortenTo(err.Error(), 300))
		}
		s, err := CompileSchema(f.JSONSchema)
		if err != nil {
			return nil, wrongAt("/x-schema", "bad_json_schema", "text", shortenTo(err.Error(), 300))
		}
		fits = s
	}
	return func(v any) (any, *problem.Detail) {
		v, detail := decoded(v)
		if detail != nil || v == nil {
			return nil, detail
		}
		canonical, detail := canonicalJSON(v)
		if detail != nil || fits == nil {
			return canonical, detail
		}
		if detail := fit(fits, v); detail != nil {
			return nil, detail
		}
		return canonical, nil
	}, nil
}

// decoded gives the value of a text of JSON, as a canonical value is; others
// are decoded already.
func decoded(v any) (any, *problem.Detail) {
	raw, ok := v.(json.RawMessage)
	if !ok {
		return v, nil
	}
	value, err := decodeJSON(raw)
	if err != nil {
		return nil, wrong("malformed_json")
	}
	return value, nil
}

// decodeJSON reads one JSON value and nothing behind it.
func decodeJSON(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errBehind
	}
	return v, nil
}

// JSONSchema implements Type. The JSON Schema of the field is a resource of its
// own, so that what it refers to as its root is not the payload's.
func (jsonType) JSONSchema(f *definition.Field) map[string]any {
	m := map[string]any{}
	if len(f.JSONSchema) == 0 {
		return m
	}
	value, err := decodeJSON(f.JSONSchema)
	if err != nil {
		return m
	}
	if resource, ok := value.(map[string]any); ok {
		if _, named := resource["$id"]; !named {
			resource["$id"] = schemaBase + f.ID
		}
	}
	m["allOf"] = []any{value}
	return m
}

// Assert implements asserter.
func (jsonType) Assert(*definition.Field) func(v any) bool {
	return func(v any) bool {
		_, detail := canonicalJSON(v)
		return detail == nil
	}
}

// ParseText implements Type: a cell holds a text of JSON.
func (jsonType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	v, err := decodeJSON([]byte(cell))
	if err != nil {
		return nil, wrong("malformed_json", "text", shorten(cell))
	}
	return v, nil
}

// FormatText implements Type.
func (jsonType) FormatText(_ *definition.Field, v any, _ Locale) string {
	raw, _ := v.(json.RawMessage)
	return string(raw)
}

// fit gives the first thing in which a value differs from its JSON Schema.
func fit(s *jsonschema.Schema, v any) *problem.Detail {
	err := s.Validate(v)
	if err == nil {
		return nil
	}
	invalid, ok := err.(*jsonschema.ValidationError)
	if !ok { // it refers to itself without end
		return wrong("not_by_json_schema", "keyword", "$ref")
	}
	// Of alternatives, none is the one that was meant.
	for len(invalid.Causes) > 0 && keywordOf(invalid) != "anyOf" && keywordOf(invalid) != "oneOf" {
		invalid = invalid.Causes[0]
	}
	return wrongAt(invalid.InstanceLocation, "not_by_json_schema", "keyword", keywordOf(invalid))
}

func keywordOf(e *jsonschema.ValidationError) string {
	return e.KeywordLocation[strings.LastIndexByte(e.KeywordLocation, '/')+1:]
}
