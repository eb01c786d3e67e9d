package fieldtype

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// secretType is a text that is kept encrypted and shown to nobody. Its
// canonical value is the text itself, on its way to be sealed.
type secretType struct{ stringType }

var secret Type = secretType{stringType{
	base: base{
		name: "secret", kind: query.Type{Kind: query.Sealed}, column: "text",
		operators: []Operator{OpEmpty, OpNotEmpty},
	},
	longest: 10_000, usual: 1000, prepare: constrainedText,
}}

// JSONSchema implements Type.
func (t secretType) JSONSchema(f *definition.Field) map[string]any {
	m := constrainedSchema(t.stringType.JSONSchema(f), f)
	m["writeOnly"] = true
	return m
}

// FormatText implements Type: there is no text of a secret.
func (secretType) FormatText(*definition.Field, any, Locale) string { return "" }

// filterValue refuses to compare: whether it is there is all that is told.
func (secretType) filterValue(*definition.Field, any) (query.Value, *problem.Detail) {
	return query.Value{}, wrong("not_an_option")
}
