package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// choicesType is several options of a list, each once.
type choicesType struct{ base }

var choices Type = choicesType{base{
	name: "choices", kind: query.Type{Kind: query.Text, Array: true}, column: "text[]", operators: listed,
}}

// maxChoices is the most options that a list may have.
const maxChoices = 1000

// Compile implements Type.
func (choicesType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	options := allOptions(f)
	item := func(s string) *problem.Detail {
		if _, ok := options[s]; !ok {
			return wrong("not_an_option", "value", shorten(s))
		}
		return nil
	}
	return func(v any) (any, *problem.Detail) {
		if list, ok := v.([]any); ok {
			v = todays(list, options)
		}
		return coerceList(v, maxChoices, item)
	}, nil
}

// todays gives each value that was replaced as the one that replaced it.
func todays(list []any, options map[string]string) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
		if s, ok := v.(string); ok && options[s] != "" {
			out[i] = options[s]
		}
	}
	return out
}

// JSONSchema implements Type.
func (choicesType) JSONSchema(f *definition.Field) map[string]any {
	return map[string]any{
		"type": "array", "maxItems": maxChoices, "uniqueItems": true,
		"items": map[string]any{"type": "string", "enum": optionValues(f)},
	}
}

// ParseText implements Type: options by value or title.
func (choicesType) ParseText(f *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	if value, ok := findOption(f, strings.TrimSpace(cell)); ok {
		return []any{value}, nil
	}
	list := []any{}
	for _, s := range splitCell(cell) {
		value, ok := findOption(f, s)
		if !ok {
			return nil, wrong("not_an_option", "value", shorten(s))
		}
		list = append(list, value)
	}
	return list, nil
}

// FormatText implements Type.
func (choicesType) FormatText(f *definition.Field, v any, l Locale) string {
	list := texts(v)
	for i, s := range list {
		list[i] = optionText(f, s, l)
	}
	return joinCell(list)
}
