package filter

import (
	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// Parse compiles a filter written as an expression about a record of the
// entity: status == 'new' && owner == me && name contains '张'. Errors are
// *problem.Error with line and column.
func Parse(s Schema, entity, src string, o Options) (query.Predicate, error) {
	c := newCompiler(s, o)
	tree, details := expression.Parse(src, environment(s, entity, o))
	if len(details) > 0 {
		return nil, c.at(details).Err()
	}
	e := exprCompiler{compiler: c, tree: tree, entity: entity}
	p := e.condition(tree.Node)
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// exprCompiler walks a tree whose names and types are right.
type exprCompiler struct {
	*compiler
	tree     *expression.Tree
	entity   string
	elements []scope // what functions over many are about, innermost last
}

func (e *exprCompiler) condition(n ast.Node) query.Predicate {
	switch n := n.(type) {
	case *ast.BoolNode:
		return query.Const(n.Value)
	case *ast.UnaryNode:
		return query.Not{P: e.condition(n.Node)}
	case *ast.BinaryNode:
		if n.Operator != "??" {
			return e.binary(n)
		}
	case *ast.BuiltinNode:
		return e.quantified(n)
	}
	if !e.count() {
		return query.Const(false)
	}
	side := e.side(n)
	if side.path == nil {
		return query.IsTrue{X: side.operand}
	}
	return side.path.wrap(query.IsTrue{X: side.path.field})
}

func (e *exprCompiler) binary(n *ast.BinaryNode) query.Predicate {
	switch n.Operator {
	case "and", "&&":
		return query.And{e.condition(n.Left), e.condition(n.Right)}
	case "or", "||":
		return query.Or{e.condition(n.Left), e.condition(n.Right)}
	}
	if !e.count() {
		return query.Const(false)
	}
	switch n.Operator {
	case "in":
		return e.membership(n)
	case "!=":
		return query.Not{P: e.relation(n, fieldtype.OpEqual)}
	}
	return e.relation(n, operators[n.Operator])
}

var operators = map[string]fieldtype.Operator{
	"==": fieldtype.OpEqual, "<": fieldtype.OpLess, "<=": fieldtype.OpLessEqual, ">": fieldtype.OpGreater, ">=": fieldtype.OpGreaterEqual,
	"contains": fieldtype.OpContains, "startsWith": fieldtype.OpStartsWith, "endsWith": fieldtype.OpEndsWith,
}

// mirrored are the operators for sides that changed places.
var mirrored = map[fieldtype.Operator]fieldtype.Operator{
	fieldtype.OpEqual: fieldtype.OpEqual, fieldtype.OpLess: fieldtype.OpGreater, fieldtype.OpLessEqual: fieldtype.OpGreaterEqual,
	fieldtype.OpGreater: fieldtype.OpLess, fieldtype.OpGreaterEqual: fieldtype.OpLessEqual,
}

// relation compiles a comparison or a search.
func (e *exprCompiler) relation(n *ast.BinaryNode, op fieldtype.Operator) query.Predicate {
	left, right := e.side(n.Left), e.side(n.Right)
	if left.path == nil && right.path != nil {
		if swapped, ok := mirrored[op]; ok {
			left, right, op = right, left, swapped
		}
	}
	if left.path == nil {
		return e.ofValue(left, right, op)
	}
	if right.path != nil {
		return e.betweenFields(left, right, op)
	}
	k, ok := e.constantFor(left.path.def, left.path.field.Type, right, op)
	if !ok {
		return query.Const(false)
	}
	return left.path.compare(op, k)
}

// betweenFields compares two fields, each perhaps of another record.
func (e *exprCompiler) betweenFields(left, right side, op fieldtype.Operator) query.Predicate {
	inner := path{field: left.path.field, def: left.path.def}.compare(op, constant{operand: right.path.field})
	return left.path.wrap(right.path.wrap(inner))
}

// ofValue compares something computed, or of the caller, with a constant or
// with something else.
func (e *exprCompiler) ofValue(left, right side, op fieldtype.Operator) query.Predicate {
	if !left.known() {
		if swapped, ok := mirrored[op]; ok {
			left, right, op = right, left, swapped
		} else {
			left.operand = e.operand(left.node, expression.Type{Kind: expression.Text})
		}
	}
	if left.operand == nil {
		e.failNode(left.node, "expression_unsupported")
		return query.Const(false)
	}
	t := left.operand.OperandType()
	k, ok := e.constantFor(left.def, t, right, op)
	switch {
	case !ok:
		return query.Const(false)
	case k.empty():
		return query.Not{P: query.Present{X: left.operand}}
	case k.days != nil:
		return k.days.compare(op, left.operand)
	case t.Array:
		return query.In{X: k.operand, List: left.operand}
	}
	if how, ok := places[op]; ok {
		return query.Match{How: how, X: left.operand, Y: k.operand, Fold: true}
	}
	return query.Compare{Op: comparisons[op], X: left.operand, Y: k.operand}
}

// membership compiles x in [..], x in list, x in this_month().
func (e *exprCompiler) membership(n *ast.BinaryNode) query.Predicate {
	array, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		if e.tree.Type(n.Right).Kind == expression.Range {
			return e.relation(n, fieldtype.OpEqual)
		}
		// What a list contains, seen from the other side.
		return e.relation(&ast.BinaryNode{Operator: "contains", Left: n.Right, Right: n.Left}, fieldtype.OpContains)
	}
	if len(array.Nodes) > maxList {
		e.failNode(n, "too_many", "max", maxList)
		return query.Const(false)
	}
	left := e.side(n.Left)
	if !left.known() { // a constant, among which some are fields
		left.operand = e.operand(n.Left, expression.Type{Kind: e.tree.Type(n.Right).Kind})
		left.def = fieldOf(left.operand.OperandType().Kind)
	}
	if left.path == nil {
		var either query.Or
		for _, x := range array.Nodes {
			either = append(either, e.ofValue(left, e.side(x), fieldtype.OpEqual))
		}
		return either
	}
	list := make([]constant, 0, len(array.Nodes))
	for _, x := range array.Nodes {
		if k, ok := e.constantFor(left.path.def, left.path.field.Type, e.side(x), fieldtype.OpEqual); ok {
			list = append(list, k)
		}
	}
	return left.path.among(list)
}
