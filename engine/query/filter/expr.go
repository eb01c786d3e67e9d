package filter

import (
	"encoding/json"
	"strconv"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// Parse compiles a filter written as an expression about a record of the
// entity: status == 'new' && owner == me && name contains '张'. Errors are
// *problem.Error with line and column.
func Parse(s Schema, entity, src string, o Options) (query.Predicate, error) {
	c := newCompiler(s, o)
	tree, detail := expression.Parse(src, Environment(s, entity, o.Visible))
	if detail != nil {
		d := *detail
		d.Pointer = c.options.Pointer
		return nil, problem.List{d}.Err()
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
	tree   *expression.Tree
	entity string
}

func (e *exprCompiler) condition(n ast.Node) query.Predicate {
	switch n := n.(type) {
	case *ast.BoolNode:
		return query.Const(n.Value)
	case *ast.UnaryNode:
		return query.Not{P: e.condition(n.Node)}
	case *ast.BinaryNode:
		return e.binary(n)
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

// side is one side of a comparison: a field of a record, something of the
// caller, or else a constant.
type side struct {
	path    *path
	operand query.Operand     // of the caller
	def     *definition.Field // how constants for the operand are read; may be nil
	node    ast.Node
}

func (s side) known() bool { return s.path != nil || s.operand != nil }

func (e *exprCompiler) side(n ast.Node) side {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		if e.tree.Type(n).Kind == expression.Record && n.Value == "me" {
			return e.attribute(n, "id")
		}
		f, d, _ := e.lookup(e.entity, n.Value)
		return side{path: &path{field: f, def: d}, node: n}
	case *ast.MemberNode:
		name := n.Property.(*ast.StringNode).Value
		if e.tree.Type(n.Node).Kind == expression.Caller {
			return e.attribute(n, name)
		}
		base := e.side(n.Node)
		if base.path == nil {
			e.failNode(n, "expression_unsupported")
			return side{path: &path{def: &definition.Field{}}, node: n}
		}
		p, entity := e.follow(*base.path)
		if len(p.vars) > maxPath {
			e.failNode(n, "path_too_long", "max", maxPath)
		}
		f, d, _ := e.lookup(entity, name)
		f.Var = p.variable(0)
		p.field, p.def = f, d
		return side{path: &p, node: n}
	}
	return side{node: n}
}

func (e *exprCompiler) attribute(n ast.Node, name string) side {
	t := query.Type{Kind: query.UUID}
	d, _ := e.schema.Definition(entityUser, name)
	switch f, ok := e.schema.Field(entityUser, name); {
	case name == "roles":
		t, d = query.Type{Kind: query.Text, Array: true}, nil
	case ok:
		t = f.Type
	}
	return side{operand: query.Param{Type: t, Name: "user." + name}, def: d, node: n}
}

func (e *exprCompiler) failNode(n ast.Node, code string, params ...any) {
	line, column := e.tree.Position(n)
	e.fail(code, append(params, "line", line, "column", column)...)
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
		return e.ofCaller(left, right, op)
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

// ofCaller compares something of the caller with a constant, or with
// something else of his.
func (e *exprCompiler) ofCaller(left, right side, op fieldtype.Operator) query.Predicate {
	if !left.known() {
		left, right = right, left
		op = mirrored[op]
	}
	if left.operand == nil {
		e.failNode(left.node, "expression_unsupported")
		return query.Const(false)
	}
	t := left.operand.OperandType()
	k, ok := e.constantFor(left.def, t, right, op)
	switch {
	case !ok || k.days != nil || op == "":
		e.failNode(left.node, "expression_unsupported")
		return query.Const(false)
	case k.empty():
		return query.Not{P: query.Present{X: left.operand}}
	case t.Array:
		return query.In{X: k.operand, List: left.operand}
	}
	if how, ok := places[op]; ok {
		return query.Match{How: how, X: left.operand, Y: k.operand, Fold: true}
	}
	return query.Compare{Op: comparisons[op], X: left.operand, Y: k.operand}
}

// constantFor reads the other side of a comparison with a field.
func (e *exprCompiler) constantFor(d *definition.Field, t query.Type, s side, op fieldtype.Operator) (constant, bool) {
	if s.operand != nil {
		return constant{operand: s.operand}, true
	}
	if s.path != nil {
		e.failNode(s.node, "expression_unsupported")
		return constant{}, false
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
		return constant{operand: query.Value{Type: t, V: e.options.Now.UTC()}}, true
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
	if !left.known() || left.path == nil {
		var either query.Or
		for _, x := range array.Nodes {
			either = append(either, e.ofCaller(left, e.side(x), fieldtype.OpEqual))
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
