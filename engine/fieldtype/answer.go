package fieldtype

import "github.com/mortise-crm/mortise/engine/definition"

// ValueSchema gives the JSON Schema of the values that a payload may give a
// field, null included unless it is required; kept tells that options which are
// archived may stay.
func ValueSchema(f *definition.Field, language string, kept bool) map[string]any {
	if kept {
		f = withArchived(f)
	}
	return fieldSchema(f, language)
}

// Needed tells whether a payload that makes a record must hold the field.
func Needed(f *definition.Field) bool {
	return f.Required && writable(f) && len(f.Default) == 0 && !fills(f)
}

// lasting are the keywords of a JSON Schema that hold for values which were
// stored before a field's limits became what they are.
var lasting = []string{"type", "format", "enum", "items", "properties"}

// AnswerSchema gives the JSON Schema of the values that are read of a field,
// the empty one aside. Limits are left out of it: older values may be beyond
// them.
func AnswerSchema(f *definition.Field, _ string) map[string]any {
	f = withArchived(f)
	if f.Type == "secret" {
		return map[string]any{"type": "boolean"} // whether there is a value
	}
	t, ok := Get(f.Type)
	if !ok || Base(f) != "" || f.Type == "json" {
		return map[string]any{}
	}
	return unlimited(t.JSONSchema(f))
}

func unlimited(m map[string]any) map[string]any {
	out := map[string]any{}
	for _, keyword := range lasting {
		v, ok := m[keyword]
		if !ok {
			continue
		}
		if of, ok := v.(map[string]any); ok && keyword == "items" {
			v = unlimited(of)
		}
		out[keyword] = v
	}
	return out
}
