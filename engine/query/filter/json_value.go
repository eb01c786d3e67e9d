package filter

import (
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// positive compiles an operator that is no negation.
func (j *jsonCompiler) positive(s scope, p path, op fieldtype.Operator, v any) query.Predicate {
	switch op {
	case fieldtype.OpEmpty:
		empty, ok := v.(bool)
		switch {
		case !ok:
			return j.failIn(s, "wrong_type", "want", "boolean")
		case empty:
			return query.Not{P: p.wrap(query.Present{X: p.field})}
		}
		return p.wrap(query.Present{X: p.field})
	case fieldtype.OpIn:
		list, ok := j.constants(s, p, v)
		if !ok {
			return query.Const(false)
		}
		return p.among(list)
	case fieldtype.OpBetween:
		return j.between(s, p, v)
	}
	k, ok := j.constant(s, p, op, v)
	if !ok {
		return query.Const(false)
	}
	if k.empty() && op != fieldtype.OpEqual {
		return j.failIn(s, "required")
	}
	return p.compare(op, k)
}

// between is true from the first to the second value, both included.
func (j *jsonCompiler) between(s scope, p path, v any) query.Predicate {
	list, ok := v.([]any)
	if !ok || len(list) != 2 {
		return j.failIn(s, "wrong_type", "want", "array")
	}
	low, okLow := j.constant(s.in("0"), p, fieldtype.OpGreaterEqual, list[0])
	high, okHigh := j.constant(s.in("1"), p, fieldtype.OpLessEqual, list[1])
	switch {
	case !okLow || !okHigh:
		return query.Const(false)
	case low.empty() || high.empty():
		return j.failIn(s, "required")
	}
	return query.And{p.compare(fieldtype.OpGreaterEqual, low), p.compare(fieldtype.OpLessEqual, high)}
}

func (j *jsonCompiler) constants(s scope, p path, v any) ([]constant, bool) {
	list, ok := v.([]any)
	if !ok {
		j.failIn(s, "wrong_type", "want", "array")
		return nil, false
	}
	if len(list) > maxList {
		j.failIn(s, "too_many", "max", maxList)
		return nil, false
	}
	out := make([]constant, 0, len(list))
	for i, x := range list {
		k, valid := j.constant(s.in(strconv.Itoa(i)), p, fieldtype.OpEqual, x)
		ok = ok && valid
		out = append(out, k)
	}
	return out, ok
}

// constant reads a value for a field: null and "" are the empty value, me is
// the caller where users are meant, and dates may be named.
func (j *jsonCompiler) constant(s scope, p path, op fieldtype.Operator, v any) (constant, bool) {
	text, isText := v.(string)
	kind := p.field.Type.Kind
	switch {
	case v == nil || isText && text == "":
		return constant{}, true
	case isText && text == "me" && j.isUser(p):
		return constant{operand: query.Param{Type: query.Type{Kind: query.UUID}, Name: "user.id"}}, true
	case isText && kind == query.Instant && strings.TrimSpace(text) == "now":
		return constant{operand: query.Param{Type: p.field.Type, Name: "now"}}, true
	}
	if isText && (kind == query.Instant || kind == query.Date) {
		if span, ok := j.parseRelative(text); ok {
			return constant{days: span}, true
		}
		if span, ok := j.day(text); ok && kind == query.Instant {
			return constant{days: span}, true
		}
	}
	d := p.def
	if _, search := places[op]; search && !p.list() {
		d = &definition.Field{Type: "text"}
	}
	value, detail := fieldtype.FilterValue(d, v)
	if detail != nil {
		j.failAt(detail, "path", s.at)
		return constant{}, false
	}
	return constant{operand: value}, true
}

// isUser tells whether the field holds ids of users.
func (j *jsonCompiler) isUser(p path) bool {
	if p.field.Name == "id" {
		return p.field.Entity == entityUser
	}
	target, ok := j.schema.Target(p.field.Entity, p.field.Name)
	return ok && target == entityUser
}
