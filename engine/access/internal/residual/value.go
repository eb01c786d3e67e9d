package residual

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// value is what a term stands for while the program runs on symbols.
type value interface{ isValue() }

type (
	// constant is a value known now.
	constant struct{ v ast.Value }
	// operand is a field or a parameter: one value, an array, or nothing.
	operand struct {
		hops []hop // the relations followed from the record, for a field
		x    query.Operand
	}
	// record is the record itself or one that relations lead to.
	record struct {
		hops   []hop
		entity string
	}
	// user is the principal as a whole.
	user struct{}
	// input is the whole input document.
	input struct{}
	// element is some element of an array operand, not yet known which. It
	// becomes known when it is found equal to something, which is possible
	// only where nothing negates or repeats the search (level).
	element struct {
		list  operand
		id    int
		level int
	}
	// collection is an array or a set whose members depend on the record.
	collection struct {
		members []alternative
		ordered bool // an array
	}
)

// hop is one to-one relation followed.
type hop struct {
	field  query.Field
	entity string
}

// alternative is a value and the condition under which it is one.
type alternative struct {
	cond query.Predicate
	val  value
}

func (constant) isValue()   {}
func (operand) isValue()    {}
func (record) isValue()     {}
func (user) isValue()       {}
func (input) isValue()      {}
func (element) isValue()    {}
func (collection) isValue() {}

// within wraps a condition that build makes of operands, so that the relations
// they follow are bound. Variables are numbered by depth.
func within(build func(x, y query.Operand) query.Predicate, x, y operand) query.Predicate {
	depth := 0
	resolve := func(o operand) query.Operand {
		f, ok := o.x.(query.Field)
		if !ok {
			return o.x
		}
		if len(o.hops) > 0 {
			depth += len(o.hops)
			f.Var = depth
		}
		return f
	}
	first := resolve(x)
	between := depth
	p := build(first, resolve(y))
	p = follow(y.hops, between, p)
	return follow(x.hops, 0, p)
}

// follow binds the records along hops around p, numbering from above start.
func follow(hops []hop, start int, p query.Predicate) query.Predicate {
	for i := len(hops) - 1; i >= 0; i-- {
		from := start + i
		if i == 0 {
			from = 0
		}
		f := hops[i].field
		f.Var = from
		p = query.Some{Var: start + i + 1, Relation: query.Relation{From: from, Entity: hops[i].entity, Field: f}, P: p}
	}
	return p
}

// present is the condition under which v has a value.
func present(v value) query.Predicate {
	switch v := v.(type) {
	case operand:
		return within(func(x, _ query.Operand) query.Predicate { return query.Present{X: x} }, v, operand{})
	case record:
		if n := len(v.hops); n > 0 {
			return present(operand{hops: v.hops[:n-1], x: v.hops[n-1].field})
		}
	}
	return query.Const(true)
}

func and(x, y query.Predicate) query.Predicate {
	switch {
	case x == query.Const(false) || y == query.Const(true):
		return x
	case y == query.Const(false) || x == query.Const(true):
		return y
	}
	if list, ok := x.(query.And); ok {
		return append(list[:len(list):len(list)], y)
	}
	return query.And{x, y}
}

func or(x, y query.Predicate) query.Predicate {
	switch {
	case x == query.Const(true) || y == query.Const(false):
		return x
	case y == query.Const(true) || x == query.Const(false):
		return y
	}
	if list, ok := x.(query.Or); ok {
		return append(list[:len(list):len(list)], y)
	}
	return query.Or{x, y}
}

func not(p query.Predicate) query.Predicate {
	if c, ok := p.(query.Const); ok {
		return !c
	}
	return query.Not{P: p}
}
