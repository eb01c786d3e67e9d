package fieldtype

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// tagsType is a list of free words, each once.
type tagsType struct{ base }

var tags Type = tagsType{base{
	name: "tags", kind: query.Type{Kind: query.Text, Array: true}, column: "text[]", operators: listed,
}}

const (
	maxTags = 100
	maxTag  = 50
)

// Compile implements Type.
func (tagsType) Compile(*definition.Field) (Coercer, *problem.Detail) {
	return func(v any) (any, *problem.Detail) {
		return coerceList(v, maxTags, func(s string) *problem.Detail {
			if s == "" {
				return wrong("too_short", "min", 1)
			}
			return checkString(s, maxTag)
		})
	}, nil
}

// JSONSchema implements Type.
func (tagsType) JSONSchema(*definition.Field) map[string]any {
	return map[string]any{
		"type": "array", "maxItems": maxTags, "uniqueItems": true,
		"items": map[string]any{"type": "string", "minLength": 1, "maxLength": maxTag},
	}
}

// ParseText implements Type.
func (tagsType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	list := []any{}
	seen := map[string]bool{}
	for _, s := range splitCell(cell) {
		if !seen[s] {
			list = append(list, s)
		}
		seen[s] = true
	}
	return list, nil
}

// FormatText implements Type.
func (tagsType) FormatText(_ *definition.Field, v any, _ Locale) string {
	return joinCell(texts(v))
}
