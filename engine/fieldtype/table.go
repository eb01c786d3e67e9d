package fieldtype

import (
	"fmt"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// tableType is the list of the records of another entity that are parts of this
// one. Its values are payloads of those records, which only they can judge; no
// column holds them, and no condition is about them.
type tableType struct{ base }

var table Type = tableType{base{name: "table", kind: query.Type{Kind: query.UUID, Array: true}}}

// MaxRows is how many rows a table may have.
const MaxRows = 500

// Compile implements Type.
func (tableType) Compile(*definition.Field) (Coercer, *problem.Detail) {
	return func(v any) (any, *problem.Detail) {
		if v == nil {
			return nil, nil
		}
		list, ok := v.([]any)
		switch {
		case !ok:
			return nil, wrong("wrong_type", "want", "array")
		case len(list) > MaxRows:
			return nil, wrong("too_many", "max", MaxRows)
		case len(list) == 0:
			return nil, nil
		}
		for i, row := range list {
			if _, ok := row.(map[string]any); !ok {
				return nil, wrongAt(fmt.Sprintf("/%d", i), "wrong_type", "want", "object")
			}
		}
		return list, nil
	}, nil
}

// JSONSchema implements Type.
func (tableType) JSONSchema(*definition.Field) map[string]any {
	return map[string]any{
		"type": "array", "maxItems": MaxRows,
		"items": map[string]any{"type": "object", "properties": map[string]any{"id": map[string]any{"type": "string", "format": "uuid"}}},
	}
}

// ParseText implements Type: rows have no place in a cell.
func (tableType) ParseText(*definition.Field, string, Locale) (any, *problem.Detail) {
	return nil, wrong("not_in_a_cell")
}

// FormatText implements Type.
func (tableType) FormatText(*definition.Field, any, Locale) string { return "" }
