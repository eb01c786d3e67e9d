package fieldtype

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// computedType is a value made of others. A field of it is read, filtered and
// written as texts like the field that it is shown as.
type computedType struct{ base }

func newComputed(name string) Type {
	return computedType{base{name: name, kind: query.Type{Kind: query.Text}, operators: textual, sortable: true}}
}

// shown gives the field as which values are read; a text before definitions
// are compiled together.
func shown(f *definition.Field) (*definition.Field, Type) {
	if f.Shown != nil {
		if t, ok := Get(f.Shown.Type); ok {
			return f.Shown, t
		}
	}
	plain := *f
	plain.Type = "text"
	return &plain, text
}

// Compile implements Type.
func (computedType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	as, t := shown(f)
	return t.Compile(as)
}

// JSONSchema implements Type.
func (computedType) JSONSchema(f *definition.Field) map[string]any {
	as, t := shown(f)
	return t.JSONSchema(as)
}

// ParseText implements Type.
func (computedType) ParseText(f *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	as, t := shown(f)
	return t.ParseText(as, cell, l)
}

// FormatText implements Type.
func (computedType) FormatText(f *definition.Field, v any, l Locale) string {
	as, t := shown(f)
	return t.FormatText(as, v, l)
}

// filterValue implements filtered.
func (computedType) filterValue(f *definition.Field, v any) (query.Value, *problem.Detail) {
	as, _ := shown(f)
	return FilterValue(as, v)
}
