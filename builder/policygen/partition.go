package policygen

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
)

// partition compares a field of the record with an attribute of the caller.
func (g *generator) partition(at string, p definition.ScopePart) (body, bool) {
	attribute := p.Attribute
	if attribute == "" {
		attribute = p.Field
	}
	if p.Below {
		attribute += "_below"
	}
	f := fieldOf(g.entity, p.Field)
	if f == nil {
		g.problems.Add(at, "unknown_field", "name", p.Field, "entity", g.entity.Name)
		return nil, false
	}
	x, okX := fieldOperand(f, g.entity, recordPath(p.Field))
	y, okY := g.attributeOperand(attribute)
	if !okY {
		g.problems.Add(at, "unknown_attribute", "name", attribute)
		return nil, false
	}
	if x.links {
		return linkedPartition(x, y, func() { g.problems.Add(at, "types_differ", "left", x.kind.String(), "right", y.kind.String()) })
	}
	line, ok := alike(x, y)
	if !okX || !ok {
		g.problems.Add(at, "types_differ", "left", x.kind.String(), "right", y.kind.String())
		return nil, false
	}
	return body{line}, true
}

// linkedPartition looks for the caller's part among the records that a field of
// many leads to.
func linkedPartition(x, y operand, differ func()) (body, bool) {
	one := operand{rego: "part.id", kind: single(x.kind)}
	line, ok := alike(one, y)
	if !ok {
		differ()
		return nil, false
	}
	return body{"some part in " + x.rego, line}, true
}

// alike compares a value with one of the same type, or looks for it in a list.
func alike(x, y operand) (string, bool) {
	ok := expression.Comparable(single(x.kind), single(y.kind))
	switch {
	case x.kind.List && !y.kind.List:
		return y.value() + " in " + x.value(), ok
	case y.kind.List && !x.kind.List:
		return x.value() + " in " + y.value(), ok
	}
	return x.value() + " == " + y.value(), ok && !x.kind.List
}

// single is the type of the members of a list.
func single(t expression.Type) expression.Type {
	t.List = false
	return t
}
