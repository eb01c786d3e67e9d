package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// relationsType is any number of records of one entity, each once, in the order
// that people give them. They stand in a table of links, not in a column.
type relationsType struct{ base }

// relations holds the ids of records of the entity that the field names.
var relations Type = newRelations("relations")

func newRelations(name string) Type {
	return relationsType{base{name: name, kind: query.Type{Kind: query.UUID, Array: true}, operators: listed}}
}

// MaxLinks is how many records one field may point to.
const MaxLinks = 1000

// Compile implements Type.
func (relationsType) Compile(*definition.Field) (Coercer, *problem.Detail) {
	return func(v any) (any, *problem.Detail) {
		list, detail := coerceList(lowered(v), MaxLinks, func(s string) *problem.Detail {
			if !isUUID(s) {
				return wrong("invalid_id")
			}
			return nil
		})
		return list, detail
	}, nil
}

// Assert implements asserter.
func (relationsType) Assert(*definition.Field) func(v any) bool { return distinctIDs }

// JSONSchema implements Type.
func (relationsType) JSONSchema(*definition.Field) map[string]any {
	return map[string]any{
		"type": "array", "maxItems": MaxLinks, "uniqueItems": true,
		"items": map[string]any{"type": "string", "format": "uuid"},
	}
}

// ParseText implements Type.
func (relationsType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
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
func (relationsType) FormatText(_ *definition.Field, v any, _ Locale) string {
	return joinCell(texts(v))
}

// filterValue makes one id.
func (relationsType) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	s, ok := v.(string)
	if !ok {
		return query.Value{}, wrong("wrong_type", "want", "string")
	}
	if !isUUID(s) {
		return query.Value{}, wrong("invalid_id")
	}
	return query.Value{Type: query.Type{Kind: query.UUID}, V: strings.ToLower(s)}, nil
}
