package filter

import (
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// negations are the operators that deny another.
var negations = map[fieldtype.Operator]fieldtype.Operator{
	fieldtype.OpNotEqual: fieldtype.OpEqual, fieldtype.OpNotIn: fieldtype.OpIn,
	fieldtype.OpNotContains: fieldtype.OpContains, fieldtype.OpNotEmpty: fieldtype.OpEmpty,
}

var comparisons = map[fieldtype.Operator]query.Op{
	fieldtype.OpEqual: query.Eq, fieldtype.OpLess: query.Lt, fieldtype.OpLessEqual: query.Le,
	fieldtype.OpGreater: query.Gt, fieldtype.OpGreaterEqual: query.Ge,
}

var places = map[fieldtype.Operator]query.How{
	fieldtype.OpContains: query.Contains, fieldtype.OpStartsWith: query.HasPrefix, fieldtype.OpEndsWith: query.HasSuffix,
}

// constant is what a field is compared with: an operand, a span of days, or
// nothing (the empty value).
type constant struct {
	operand query.Operand
	days    *days
}

func (k constant) empty() bool { return k.operand == nil && k.days == nil }

// compare makes the condition that a path's field stands in the relation op,
// which is no negation, to a constant.
func (p path) compare(op fieldtype.Operator, k constant) query.Predicate {
	switch {
	case k.empty():
		return query.Not{P: p.wrap(query.Present{X: p.field})}
	case k.days != nil:
		return p.wrap(k.days.compare(op, p.field))
	case p.list():
		return p.wrap(query.In{X: k.operand, List: p.field})
	}
	if how, ok := places[op]; ok {
		return p.wrap(query.Match{How: how, X: p.field, Y: k.operand, Fold: true})
	}
	if v, ok := k.operand.(query.Value); ok && op == fieldtype.OpEqual && p.field.Type.Kind == query.Boolean && v.V == true {
		return p.wrap(query.IsTrue{X: p.field})
	}
	return p.wrap(query.Compare{Op: comparisons[op], X: p.field, Y: k.operand})
}

// among makes the condition that a path's field is one of the constants.
func (p path) among(list []constant) query.Predicate {
	var either query.Or
	var values []any
	var kind query.Type
	for _, k := range list {
		v, plain := k.operand.(query.Value)
		if !plain || p.list() || kind != (query.Type{}) && kind != v.Type {
			either = append(either, p.compare(fieldtype.OpEqual, k))
			continue
		}
		kind = v.Type
		values = append(values, v.V)
	}
	if len(values) > 0 {
		set := query.Value{Type: query.Type{Kind: kind.Kind, Array: true}, V: values}
		either = append(either, p.wrap(query.In{X: p.field, List: set}))
	}
	if len(either) == 1 {
		return either[0]
	}
	return either
}
