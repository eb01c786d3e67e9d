package fieldtype

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"slices"
)

// filtered is the capability of types whose constants in filters follow other
// rules than the values of payloads.
type filtered interface {
	filterValue(f *definition.Field, v any) (query.Value, *problem.Detail)
}

// FilterValue makes the constant that a filter compares a field with, or an
// item of it where the field holds a list. What narrows payloads (lengths,
// bounds, archived options) does not narrow filters.
func FilterValue(f *definition.Field, v any) (query.Value, *problem.Detail) {
	t, ok := Get(f.Type)
	if !ok {
		return query.Value{}, wrong("not_an_option")
	}
	if special, ok := t.(filtered); ok {
		return special.filterValue(f, v)
	}
	c, detail := t.Compile(f)
	if detail != nil {
		return query.Value{}, detail
	}
	value, detail := c(v)
	return query.Value{Type: t.Kind(), V: value}, detail
}

// maxFilterText is the longest text in a filter, in characters.
const maxFilterText = 1000

// filterText makes a text constant.
func filterText(v any) (query.Value, *problem.Detail) {
	s, ok := v.(string)
	if !ok {
		return query.Value{}, wrong("wrong_type", "want", "string")
	}
	if detail := checkString(s, maxFilterText); detail != nil {
		return query.Value{}, detail
	}
	return query.Value{Type: query.Type{Kind: query.Text}, V: s}, nil
}

func (textType) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterText(v)
}

// filterValue finds part of a telephone number, an address or a number as it
// is written, and the whole in any of its forms.
func (t stringType) filterValue(f *definition.Field, v any) (query.Value, *problem.Detail) {
	if t.kind.Kind != query.Text {
		c, detail := t.Compile(f)
		if detail != nil {
			return query.Value{}, detail
		}
		value, detail := c(v)
		return query.Value{Type: t.kind, V: value}, detail
	}
	value, detail := filterText(v)
	if detail != nil {
		return value, detail
	}
	if convert, detail := t.prepare(f); detail == nil {
		if normal, detail := convert(value.V.(string)); detail == nil {
			value.V = normal
		}
	}
	return value, nil
}

func (choiceType) filterValue(f *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterOption(f, v)
}

func (choicesType) filterValue(f *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterOption(f, v)
}

func (tagsType) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterText(v)
}

func filterOption(f *definition.Field, v any) (query.Value, *problem.Detail) {
	value, detail := filterText(v)
	if detail != nil {
		return value, detail
	}
	for _, o := range f.Options {
		if o.Value == value.V {
			return value, nil
		}
	}
	for _, o := range f.Options {
		if s, _ := value.V.(string); slices.Contains(o.Former, s) {
			value.V = o.Value
			return value, nil
		}
	}
	return value, wrong("not_an_option", "value", shorten(value.V.(string)))
}

func (numeric) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterNumber(v)
}

func (integerType) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterNumber(v)
}

// filterNumber makes an Integer where it can: it compares by value with
// Number, and a bigint column with its like.
func filterNumber(v any) (query.Value, *problem.Detail) {
	s, ok := numberText(v)
	if !ok {
		return query.Value{}, wrong("wrong_type", "want", "number")
	}
	d, ok := parseDecimal(s, 2*intDigits)
	if !ok {
		return query.Value{}, wrong("too_many_digits", "max", 2*intDigits)
	}
	if n, ok := d.Int64(); ok {
		return query.Value{Type: query.Type{Kind: query.Integer}, V: n}, nil
	}
	return query.Value{Type: query.Type{Kind: query.Number}, V: d}, nil
}
