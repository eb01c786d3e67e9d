package computed

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// plain is the field type that shows values of a kind when x-as says nothing.
var plain = map[query.Kind]string{
	query.Text: "text", query.Number: "number", query.Boolean: "boolean", query.Date: "date", query.Time: "time", query.Instant: "datetime",
}

// as holds the field types that x-as may name for a kind, and the type of the
// values there: whole numbers are numbers without digits after the point.
var as = map[query.Kind]map[string]string{
	query.Text: {"text": "text"}, query.Boolean: {"boolean": "boolean"}, query.Date: {"date": "date"}, query.Time: {"time": "time"},
	query.Instant: {"datetime": "datetime"},
	query.Number:  {"number": "number", "integer": "number", "money": "money", "percent": "percent"},
}

// finish rounds a value as its field is shown, and says how that is.
func (c *compiler) finish(x query.Operand, discloses bool) *query.Computed {
	kind := x.OperandType().Kind
	if kind == query.Integer {
		kind = query.Number
		x = query.Compute{Fn: query.FnCoalesce, Args: []query.Operand{x}, Type: query.Type{Kind: query.Number}}
	}
	shown, ok := plain[kind]
	if ok && c.field.As != "" {
		shown, ok = as[kind][c.field.As]
	}
	if !ok || x.OperandType().Array {
		c.problems.Add(c.at+"/x-as", "wrong_field_type", "name", c.field.Name, "want", kind.String())
		return nil
	}
	if kind == query.Number && c.field.Scale >= 0 {
		digits := query.Value{Type: query.Type{Kind: query.Integer}, V: int64(c.field.Scale)}
		x = query.Compute{Fn: query.FnRound, Args: []query.Operand{x, digits}, Type: query.Type{Kind: query.Number}}
	}
	c.show(definition.Field{Type: shown, Scale: c.field.Scale, Currency: c.field.Currency})
	return &query.Computed{X: x, Discloses: discloses}
}

// show says as what the field's values are read.
func (c *compiler) show(as definition.Field) {
	as.Name, as.ID, as.Title, as.Help, as.Grade = c.field.Name, c.field.ID, c.field.Title, c.field.Help, c.field.Grade
	as.Column, as.ReadOnly, as.Required, as.Unique, as.Default, as.System = "", true, false, false, nil, false
	c.field.Shown = &as
}
