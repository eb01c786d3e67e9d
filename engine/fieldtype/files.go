package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// filesType is a list of uploaded files, in the order given.
type filesType struct{ base }

var files Type = filesType{base{
	name: "files", kind: query.Type{Kind: query.UUID, Array: true}, column: "uuid[]", operators: present,
}}

// maxFiles is the most files that one field may hold.
const maxFiles = 100

func (filesType) most(f *definition.Field) int {
	if f.MaxItems > 0 {
		return min(f.MaxItems, maxFiles)
	}
	return maxFiles
}

// Compile implements Type.
func (t filesType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	most := t.most(f)
	return func(v any) (any, *problem.Detail) {
		return coerceList(lowered(v), most, func(s string) *problem.Detail {
			if !isUUID(s) {
				return wrong("invalid_id")
			}
			return nil
		})
	}, nil
}

// lowered makes the ids of a list canonical before they are compared.
func lowered(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
		if s, ok := x.(string); ok && isUUID(s) {
			out[i] = strings.ToLower(s)
		}
	}
	return out
}

// JSONSchema implements Type.
func (t filesType) JSONSchema(f *definition.Field) map[string]any {
	return map[string]any{
		"type": "array", "maxItems": t.most(f), "uniqueItems": true,
		"items": map[string]any{"type": "string", "format": "uuid"},
	}
}

// Assert implements asserter.
func (filesType) Assert(*definition.Field) func(v any) bool { return distinctIDs }

// distinctIDs tells whether a list holds ids alone, each once.
func distinctIDs(v any) bool {
	seen := map[string]bool{}
	for _, s := range texts(v) {
		if s = strings.ToLower(s); !isUUID(s) || seen[s] {
			return false
		}
		seen[s] = true
	}
	return true
}

// ParseText implements Type: files do not come in a cell.
func (filesType) ParseText(*definition.Field, string, Locale) (any, *problem.Detail) {
	return nil, wrong("file_not_imported")
}

// FormatText implements Type.
func (filesType) FormatText(_ *definition.Field, v any, _ Locale) string { return joinCell(texts(v)) }

func (filesType) accepted() []string { return nil }
