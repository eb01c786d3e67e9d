package filter

import (
	"encoding/json"
	"strconv"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// constantFor reads the other side of a comparison with a field.
func (e *exprCompiler) constantFor(d *definition.Field, t query.Type, s side, op fieldtype.Operator) (constant, bool) {
	if s.operand != nil {
		return constant{operand: s.operand}, true
	}
	if s.path != nil {
		return constant{operand: e.reach(*s.path)}, true
	}
	switch n := s.node.(type) {
	case *ast.NilNode:
		return constant{}, true
	case *ast.CallNode:
		return e.callFor(n)
	case *ast.StringNode:
		return e.textFor(d, t, n, op)
	}
	return e.valueFor(d, s.node, e.literal(s.node))
}

// textFor reads a text, which a field of instants may be given a date in.
func (e *exprCompiler) textFor(d *definition.Field, t query.Type, n *ast.StringNode, op fieldtype.Operator) (constant, bool) {
	if n.Value == "" && op == fieldtype.OpEqual {
		return constant{}, true
	}
	if t.Kind == query.Instant {
		if day, ok := e.day(n.Value); ok {
			return constant{days: day}, true
		}
	}
	if _, search := places[op]; search && !t.Array {
		return e.searchFor(n, n.Value)
	}
	return e.valueFor(d, n, n.Value)
}

// searchFor reads part of a text, which no field type has rules for.
func (e *exprCompiler) searchFor(n ast.Node, s string) (constant, bool) {
	return e.valueFor(&definition.Field{Type: "text"}, n, s)
}

func (e *exprCompiler) valueFor(d *definition.Field, n ast.Node, v any) (constant, bool) {
	if d == nil {
		d = &definition.Field{Type: "text"}
	}
	value, detail := fieldtype.FilterValue(d, v)
	if detail != nil {
		line, column := e.tree.Position(n)
		e.failAt(detail, "line", line, "column", column)
		return constant{}, false
	}
	return constant{operand: value}, true
}

// literal gives a constant as decoded JSON would have it.
func (e *exprCompiler) literal(n ast.Node) any {
	switch n := n.(type) {
	case *ast.BoolNode:
		return n.Value
	case *ast.StringNode:
		return n.Value
	case *ast.UnaryNode:
		inner, _ := e.literal(n.Node).(json.Number)
		return "-" + inner
	case *ast.IntegerNode:
		return json.Number(strconv.Itoa(n.Value))
	case *ast.FloatNode:
		return json.Number(e.tree.NumberText(n))
	}
	return nil
}

func (e *exprCompiler) callFor(n *ast.CallNode) (constant, bool) {
	name := n.Callee.(*ast.IdentifierNode).Value
	if name == "now" {
		t := query.Type{Kind: query.Instant}
		return constant{operand: query.Param{Type: t, Name: "now"}}, true
	}
	count := 0
	if len(n.Arguments) == 1 {
		i, ok := n.Arguments[0].(*ast.IntegerNode)
		if !ok {
			e.failNode(n, "expression_arguments", "name", name, "want", "number")
			return constant{}, false
		}
		count = i.Value
	}
	span, ok := e.relative(name, count)
	if !ok {
		e.failNode(n, "out_of_range", "min", 1, "max", maxDays)
		return constant{}, false
	}
	return constant{days: span}, true
}
