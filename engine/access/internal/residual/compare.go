package residual

import (
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// compare is the condition that x stands in a relation to y, and what it makes
// known.
func (r *run) compare(op query.Op, x, y value, s scope) (query.Predicate, scope, error) {
	x, y = s.settle(x), s.settle(y)
	if e, ok := x.(element); ok {
		return r.known(op, e, y, s)
	}
	if e, ok := y.(element); ok {
		return r.known(op, e, x, s)
	}
	p, err := r.relate(op, x, y)
	return p, s, err
}

// known finds an element of an array equal to v; from then on it is v. Two
// elements are equal where their arrays overlap; which they are stays open.
func (r *run) known(op query.Op, e element, v value, s scope) (query.Predicate, scope, error) {
	if op != query.Eq {
		return nil, s, r.refuse("an element must first be compared with ==")
	}
	if e.level != s.level {
		return nil, s, r.refuse("an element must be compared in the body that picks it")
	}
	other, both := v.(element)
	if !both {
		p, err := r.inArray(v, e.list)
		return p, s.know(e, v), err
	}
	if other.level != s.level || other.id == e.id {
		return nil, s, r.refuse("an element must be compared in the body that picks it")
	}
	p, err := r.overlapping(e.list, other.list)
	return p, s.know(e, spent{}).know(other, spent{}), err
}

// overlapping is the condition that two arrays share an element.
func (r *run) overlapping(x, y operand) (query.Predicate, error) {
	tx, ty := x.x.OperandType(), y.x.OperandType()
	if tx != ty {
		if classOf(tx.Kind) == classOf(ty.Kind) {
			return nil, r.refuse("a list of %s cannot be compared with a list of %s", tx.Kind, ty.Kind)
		}
		return query.Const(false), nil
	}
	return within(func(x, y query.Operand) query.Predicate { return query.Overlap{X: x, Y: y} }, x, y), nil
}

func (r *run) relate(op query.Op, x, y value) (query.Predicate, error) {
	cx, constX := x.(constant)
	cy, constY := y.(constant)
	if constX && constY {
		order := ast.Compare(cx.v, cy.v)
		return query.Simplify(query.Compare{Op: op, X: integer(order), Y: integer(0)}), nil
	}
	ox, okX := x.(operand)
	oy, okY := y.(operand)
	switch {
	case okX && okY:
		return r.relateOperands(op, ox, oy)
	case okX && constY:
		return r.relateConstant(op, ox, cy.v, false)
	case okY && constX:
		return r.relateConstant(op, oy, cx.v, true)
	}
	if rec, ok := x.(record); ok && constY && scalar(cy.v) {
		return r.different(op, present(rec))
	}
	if rec, ok := y.(record); ok && constX && scalar(cx.v) {
		return r.different(op, present(rec))
	}
	return nil, r.refuse("these cannot be compared in a condition (compare a record by its id)")
}

func integer(n int) query.Value {
	return query.Value{Type: query.Type{Kind: query.Integer}, V: int64(n)}
}

// different answers a comparison of values that can never be equal.
func (r *run) different(op query.Op, present query.Predicate) (query.Predicate, error) {
	switch op {
	case query.Eq:
		return query.Const(false), nil
	case query.Ne:
		return present, nil
	}
	return nil, r.refuse("values of different types have no order")
}

func (r *run) relateOperands(op query.Op, x, y operand) (query.Predicate, error) {
	tx, ty := x.x.OperandType(), y.x.OperandType()
	if tx.Array && ty.Array {
		return nil, r.refuse("lists cannot be compared in a condition")
	}
	if !query.Comparable(tx, ty) {
		if !tx.Array && !ty.Array && classOf(tx.Kind) == classOf(ty.Kind) {
			return nil, r.refuse("a %s cannot be compared with a %s", tx, ty)
		}
		return r.different(op, and(present(x), present(y)))
	}
	return within(func(x, y query.Operand) query.Predicate { return query.Compare{Op: op, X: x, Y: y} }, x, y), nil
}

func (r *run) relateConstant(op query.Op, x operand, c ast.Value, swapped bool) (query.Predicate, error) {
	t := x.x.OperandType()
	if t.Array {
		if !scalar(c) {
			return nil, r.refuse("lists cannot be compared in a condition")
		}
		return r.different(op, present(x))
	}
	if !scalar(c) {
		return r.different(op, present(x))
	}
	v, fits, err := r.literal(c, t)
	if err != nil {
		return nil, err
	}
	if !fits {
		return r.different(op, present(x))
	}
	if swapped {
		op = mirrored(op)
	}
	return within(func(x, _ query.Operand) query.Predicate { return query.Compare{Op: op, X: x, Y: v} }, x, operand{}), nil
}

func mirrored(op query.Op) query.Op {
	switch op {
	case query.Lt:
		return query.Gt
	case query.Le:
		return query.Ge
	case query.Gt:
		return query.Lt
	case query.Ge:
		return query.Le
	}
	return op
}

// class groups the kinds that are one type in Rego.
type class uint8

const (
	texts class = iota + 1
	numbers
	booleans
)

func classOf(k query.Kind) class {
	switch k {
	case query.Integer, query.Number:
		return numbers
	case query.Boolean:
		return booleans
	}
	return texts
}

// literal makes a constant of a type. fits is false when Rego would never find
// it equal to a value of that type; a text that only looks like one is refused.
func (r *run) literal(c ast.Value, t query.Type) (v query.Value, fits bool, err error) {
	switch c := c.(type) {
	case ast.Boolean:
		return query.Value{Type: t, V: bool(c)}, t.Kind == query.Boolean, nil
	case ast.Number:
		if classOf(t.Kind) != numbers {
			return v, false, nil
		}
		d, ok := query.ParseDecimal(string(c))
		if !ok {
			return v, false, r.refuse("%s is not a number that fields can hold", c)
		}
		if n, ok := d.Int64(); ok && t.Kind == query.Integer {
			return query.Value{Type: t, V: n}, true, nil
		}
		return query.Value{Type: query.Type{Kind: query.Number}, V: d}, true, nil
	case ast.String:
		if classOf(t.Kind) != texts {
			return v, false, nil
		}
		canonical, ok := parseText(string(c), t.Kind)
		if !ok {
			return v, false, r.refuse("%s is not a %s as policies write it", c, t)
		}
		return query.Value{Type: t, V: canonical}, true, nil
	}
	return v, false, nil
}

// parseText reads a text of a kind in the one form that a record has it.
func parseText(s string, k query.Kind) (any, bool) {
	switch k {
	case query.Text:
		return s, !strings.ContainsRune(s, 0)
	case query.UUID:
		id, err := uuid.Parse(s)
		return s, err == nil && id.String() == s
	case query.Date:
		_, err := time.Parse(time.DateOnly, s)
		return s, err == nil
	case query.Time:
		_, err := time.Parse(time.TimeOnly, s)
		return s, err == nil && len(s) == len(time.TimeOnly)
	case query.Instant:
		at, err := time.Parse(query.InstantLayout, s)
		return at.UTC(), err == nil && at.UTC().Format(query.InstantLayout) == s
	}
	return nil, false
}
