package filter

import (
	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/query"
)

// named holds the functions of the language whose names differ from those of
// query.
var named = map[string]query.Fn{"min": query.FnLeast, "max": query.FnMost}

// zoneOperand is the time zone in which days begin.
var zoneOperand = query.Param{Type: query.Type{Kind: query.Text}, Name: zoneParam}

func (e *exprCompiler) function(n *ast.CallNode) query.Operand {
	name := n.Callee.(*ast.IdentifierNode).Value
	t := e.tree.Type(n)
	switch {
	case name == "now":
		return query.Param{Type: query.Type{Kind: query.Instant}, Name: "now"}
	case t.Kind == expression.Range:
		return e.oneDay(n)
	}
	f := expression.Functions()[name]
	args := make([]query.Operand, len(n.Arguments))
	for i, arg := range n.Arguments {
		args[i] = e.argument(f.Args[min(i, len(f.Args)-1)], arg)
	}
	return e.call(n, name, args)
}

// oneDay gives today() and its like as a date.
func (e *exprCompiler) oneDay(n *ast.CallNode) query.Operand {
	k, ok := e.callFor(n)
	if !ok || k.days == nil {
		return query.Value{Type: query.Type{Kind: query.Date}}
	}
	return k.days.boundary(query.Type{Kind: query.Date}, "from", k.days.from)
}

// argument compiles one argument; a text in quotes is read as the parameter
// wants it.
func (e *exprCompiler) argument(p expression.Parameter, n ast.Node) query.Operand {
	want := expression.Type{Kind: p.Kinds[0]}
	if p.Constant && want.Kind == expression.Number {
		return e.whole(n)
	}
	if s, ok := n.(*ast.StringNode); ok && p.Constant && len(s.Value) > maxReplacement {
		e.failNode(n, "too_long", "max", maxReplacement)
	}
	if t := e.tree.Type(n); t.Kind != expression.Literal && t.Kind != expression.Null {
		want = t
	} else if want.Kind == expression.Number {
		want.Kind = expression.Date // min and max of days
	}
	return e.operand(n, want)
}

// call makes the function of query of a function of the language.
func (e *exprCompiler) call(n *ast.CallNode, name string, args []query.Operand) query.Operand {
	t := queryType(e.tree.Type(n))
	fn, ok := named[name]
	if !ok {
		fn = query.Fn(name)
	}
	instant := len(args) > 0 && args[0].OperandType().Kind == query.Instant
	switch name {
	case "year", "month", "day", "weekday":
		if instant {
			args[0] = query.Compute{Fn: query.FnDate, Args: []query.Operand{args[0], zoneOperand}, Type: query.Type{Kind: query.Date}}
		}
	case "date", "hour", "minute":
		args = append(args, zoneOperand)
	case "hours":
		fn, args = query.FnDiv, append(args, query.Value{Type: number, V: query.Decimal("3600")})
	case "round":
		if len(args) == 1 {
			args = append(args, query.Value{Type: query.Type{Kind: query.Integer}, V: int64(0)})
		}
		if v, _ := args[1].(query.Value); v.V != nil && v.V.(int64) > query.Places {
			e.failNode(n.Arguments[1], "out_of_range", "min", 0, "max", query.Places)
		}
	case "substring":
		if v, _ := args[1].(query.Value); v.V == int64(0) {
			e.failNode(n.Arguments[1], "out_of_range", "min", 1, "max", query.MaxText)
		}
	}
	return query.Compute{Fn: fn, Args: args, Type: t}
}

// over is a set of records that a function over many is about.
type over struct {
	path     path // to the record that they lead to
	relation query.Relation
	variable int
}

func (e *exprCompiler) over(n *ast.BuiltinNode) (over, bool) {
	d := e.tree.Domain(n.Arguments[0])
	o, near := over{}, e.entity
	switch base := d.Base.(type) {
	case nil:
	case *ast.PointerNode:
		of := e.elements[len(e.elements)-1]
		o.relation.From, near = of.variable, of.entity
	default:
		s := e.side(base)
		if s.path == nil {
			e.failNode(base, "expression_unsupported")
			return o, false
		}
		o.path, near = e.follow(*s.path)
		o.relation.From = o.path.variable(0)
	}
	if !d.Forward {
		near = d.Entity
	}
	f, _, ok := e.lookup(near, d.Field)
	if !ok || !e.lookUp() {
		return o, false
	}
	if d.Forward {
		f.Var = o.relation.From
	}
	e.variables++
	o.variable = e.variables
	o.relation.Entity, o.relation.Field, o.relation.Reverse = d.Entity, f, !d.Forward
	return o, true
}

// within compiles something about one of the records.
func (e *exprCompiler) within(o over, compile func()) {
	e.elements = append(e.elements, scope{entity: o.relation.Entity, variable: o.variable})
	compile()
	e.elements = e.elements[:len(e.elements)-1]
}

// living leaves archived records out.
func (e *exprCompiler) living(o over) query.And {
	f, ok := e.schema.Field(o.relation.Entity, "archived_at")
	if !ok {
		return query.And{}
	}
	f.Var = o.variable
	return query.And{query.Not{P: query.Present{X: f}}}
}

// quantified compiles any, all and none.
func (e *exprCompiler) quantified(n *ast.BuiltinNode) query.Predicate {
	o, ok := e.over(n)
	if !ok || !e.count() {
		return query.Const(false)
	}
	inner := e.living(o)
	e.within(o, func() {
		p := e.condition(n.Arguments[1].(*ast.PredicateNode).Node)
		if n.Name == "all" {
			p = query.Not{P: p}
		}
		inner = append(inner, p)
	})
	some := o.path.wrap(query.Some{Var: o.variable, Relation: o.relation, P: inner})
	if n.Name == "any" {
		return some
	}
	return query.Not{P: some}
}

// gathered compiles count and sum.
func (e *exprCompiler) gathered(n *ast.BuiltinNode) query.Operand {
	o, ok := e.over(n)
	if !ok || !e.count() {
		return query.Value{Type: number}
	}
	g := query.Gather{Var: o.variable, Relation: o.relation, Fn: query.Count, Type: number}
	inner := e.living(o)
	if len(n.Arguments) > 1 {
		e.within(o, func() {
			node := n.Arguments[1].(*ast.PredicateNode).Node
			if n.Name == "sum" {
				g.Fn, g.X = query.Sum, e.operand(node, expression.Type{Kind: expression.Number})
				return
			}
			inner = append(inner, e.condition(node))
		})
	}
	g.P = inner
	var x query.Operand = g
	for i := len(o.path.binds) - 1; i >= 0; i-- {
		x = query.Gather{Var: o.path.vars[i], Relation: o.path.binds[i], Fn: query.One, X: x, Type: number}
	}
	return x
}
