package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

type booleanType struct{ base }

var boolean Type = booleanType{base{
	name: "boolean", kind: query.Type{Kind: query.Boolean}, column: "boolean",
	operators: []Operator{OpEqual, OpNotEqual, OpEmpty, OpNotEmpty}, sortable: true,
}}

// Compile implements Type.
func (booleanType) Compile(*definition.Field) (Coercer, *problem.Detail) {
	return func(v any) (any, *problem.Detail) {
		switch v := v.(type) {
		case nil:
			return nil, nil
		case bool:
			return v, nil
		}
		return nil, wrong("wrong_type", "want", "boolean")
	}, nil
}

// JSONSchema implements Type.
func (booleanType) JSONSchema(*definition.Field) map[string]any {
	return map[string]any{"type": "boolean"}
}

var booleanWords = map[string]bool{
	"yes": true, "y": true, "true": true, "t": true, "1": true, "on": true, "是": true, "对": true, "有": true, "√": true, "✓": true,
	"no": false, "n": false, "false": false, "f": false, "0": false, "off": false, "否": false, "不": false, "无": false, "×": false,
}

// ParseText implements Type.
func (booleanType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	b, ok := booleanWords[strings.ToLower(strings.TrimSpace(cell))]
	if !ok {
		return nil, wrong("not_a_boolean", "text", shorten(cell))
	}
	return b, nil
}

// FormatText implements Type.
func (booleanType) FormatText(_ *definition.Field, v any, l Locale) string {
	b, _ := v.(bool)
	chinese := strings.HasPrefix(l.Language, "zh")
	switch {
	case b && chinese:
		return "是"
	case chinese:
		return "否"
	case b:
		return "yes"
	}
	return "no"
}
