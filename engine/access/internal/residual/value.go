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
		place // of the record that has it, for a field
		x     query.Operand
	}
	// record is the record itself or one that relations lead to.
	record struct {
		place
		entity string
	}
	// many are the records that lead to one, as an array.
	many struct {
		place // of the record that they lead to
		rel   relation
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
	// spent is an element that was found in another array, which leaves open
	// which one it is.
	spent struct{}
)

// place says how a record is reached: the variable that stands for the record
// itself (0) or for one of an array, and the relations to one that are followed
// from there.
type place struct {
	base int
	hops []hop
}

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
func (many) isValue()       {}
func (element) isValue()    {}
func (spent) isValue()      {}
func (collection) isValue() {}

// within wraps a condition that build makes of operands, so that the relations
// they follow are bound. Variables are numbered by depth.
func within(build func(x, y query.Operand) query.Predicate, x, y operand) query.Predicate {
	resolve := func(o operand, start int) query.Operand {
		f, ok := o.x.(query.Field)
		if !ok {
			return o.x
		}
		f.Var = o.end(start)
		return f
	}
	start := len(x.hops)
	p := build(resolve(x, 0), resolve(y, start))
	return x.follow(0, y.follow(start, p))
}

// end is the variable of the record at a place, when the hops there are
// numbered from above start.
func (p place) end(start int) int {
	if len(p.hops) == 0 {
		return p.base
	}
	return start + len(p.hops)
}

// follow binds the records along the hops around p, numbering from above start.
func (p place) follow(start int, cond query.Predicate) query.Predicate {
	for i := len(p.hops) - 1; i >= 0; i-- {
		from := start + i
		if i == 0 {
			from = p.base
		}
		f := p.hops[i].field
		f.Var = from
		cond = query.Some{Var: start + i + 1, Relation: query.Relation{From: from, Entity: p.hops[i].entity, Field: f}, P: cond}
	}
	return cond
}

// over is the place one relation further.
func (p place) over(h hop) place {
	return place{base: p.base, hops: append(p.hops[:len(p.hops):len(p.hops)], h)}
}

// present is the condition under which v has a value. The array of the records
// that lead to one is there when that one is, be it without members.
func present(v value) query.Predicate {
	switch v := v.(type) {
	case operand:
		return within(func(x, _ query.Operand) query.Predicate { return query.Present{X: x} }, v, operand{})
	case record:
		if n := len(v.hops); n > 0 {
			return present(operand{place: place{v.base, v.hops[:n-1]}, x: v.hops[n-1].field})
		}
	case many:
		return v.follow(0, query.Const(true))
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
