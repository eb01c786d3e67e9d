package fieldtype

import (
	"encoding/json"
	"fmt"

	"github.com/mortise-crm/mortise/engine/definition"
)

// draft is the dialect of every JSON Schema that the product publishes.
const draft = "https://json-schema.org/draft/2020-12/schema"

// CreateSchema gives the JSON Schema of the payload that creates a record of
// the entity, with titles in a language.
func CreateSchema(e *definition.Entity, language string) json.RawMessage {
	required := []string{}
	for _, f := range e.Fields {
		if f.Required && writable(f) && len(f.Default) == 0 && !fills(f) {
			required = append(required, f.Name)
		}
	}
	return payloadSchema(e, language, required, func(f *definition.Field) *definition.Field { return f })
}

// PatchSchema gives the JSON Schema of the payload that changes a record of
// the entity: nothing must be there, but what is required cannot be cleared. A
// record may keep an option that has been archived.
func PatchSchema(e *definition.Entity, language string) json.RawMessage {
	return payloadSchema(e, language, nil, withArchived)
}

// writable tells whether a payload may hold the field at all.
func writable(f *definition.Field) bool { return !f.System && !f.ReadOnly }

func payloadSchema(e *definition.Entity, language string, required []string, as func(*definition.Field) *definition.Field) json.RawMessage {
	properties := map[string]any{}
	for _, f := range e.Fields {
		if writable(f) {
			properties[f.Name] = fieldSchema(as(f), language)
		}
	}
	doc := map[string]any{
		"$schema": draft, "title": e.Title.In(language), "type": "object",
		"properties": properties, "additionalProperties": false,
	}
	if len(required) > 0 {
		doc["required"] = required
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		panic(fmt.Sprintf("fieldtype: encode the JSON Schema of %s: %v", e.Name, err)) // maps of plain values always encode
	}
	return raw
}

// fieldSchema is what the type says of the field, the empty value allowed or
// refused, and the words for people. x-field is asserted by our own validator;
// others take it for an annotation.
func fieldSchema(f *definition.Field, language string) map[string]any {
	t, ok := Get(f.Type)
	if !ok {
		return map[string]any{}
	}
	m := t.JSONSchema(f)
	m["x-field"] = f.Type
	if f.Region != "" {
		m["x-region"] = f.Region
	}
	if f.Entity != "" {
		m["x-entity"] = f.Entity
	}
	if len(f.Entities) > 0 {
		m["x-entities"] = f.Entities
	}
	if len(f.Settings) > 0 {
		m["x-options"] = f.Settings
	}
	if f.Currency != "" {
		m["x-currency"] = f.Currency
	}
	if title := f.Title.In(language); title != "" {
		m["title"] = title
	}
	if help := f.Help.In(language); help != "" {
		m["description"] = help
	}
	if len(f.Default) > 0 {
		m["default"] = f.Default
	}
	if f.Required {
		refuseEmpty(m)
	} else {
		allowEmpty(m)
	}
	return m
}

func refuseEmpty(m map[string]any) {
	switch jsonType := m["type"].(type) {
	case nil: // any type
		m["not"] = map[string]any{"type": "null"}
	case []any: // of which one is a text
		m["minLength"] = 1
	case string:
		switch jsonType {
		case "string":
			m["minLength"] = 1
		case "array":
			m["minItems"] = 1
		}
	}
}

func allowEmpty(m map[string]any) {
	switch jsonType := m["type"].(type) {
	case nil: // any type
		if all, ok := m["allOf"]; ok {
			delete(m, "allOf")
			m["anyOf"] = []any{map[string]any{"type": "null"}, map[string]any{"allOf": all}}
		}
		return
	case []any:
		m["type"] = append(append([]any(nil), jsonType...), "null")
	case string:
		m["type"] = []any{jsonType, "null"}
	}
	if values, ok := m["enum"].([]any); ok {
		m["enum"] = append(append([]any(nil), values...), "", nil)
	}
	if either, ok := m["anyOf"].([]any); ok {
		m["anyOf"] = append([]any{map[string]any{"type": "null"}}, either...)
	}
}
