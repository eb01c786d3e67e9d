package filter

import (
	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/query"
)

// side is one side of a comparison: a field of a record, something computed or
// of the caller, or else a constant.
type side struct {
	path    *path
	operand query.Operand     // computed, or of the caller
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
		if _, ok := n.Node.(*ast.PointerNode); ok {
			return e.member(n, name)
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
	if e.computes(n) {
		x := e.operand(n, e.tree.Type(n))
		return side{operand: x, def: fieldOf(x.OperandType().Kind), node: n}
	}
	return side{node: n}
}

// member is a field of the record that a function over many is about.
func (e *exprCompiler) member(n ast.Node, name string) side {
	of := e.elements[len(e.elements)-1]
	f, d, _ := e.lookup(of.entity, name)
	f.Var = of.variable
	return side{path: &path{field: f, def: d}, node: n}
}

// computes tells whether a node is made of others rather than a constant, a
// range of days or now().
func (e *exprCompiler) computes(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryNode, *ast.ConditionalNode, *ast.BuiltinNode:
		return true
	case *ast.UnaryNode:
		switch n.Node.(type) {
		case *ast.IntegerNode, *ast.FloatNode:
			return n.Operator != "-"
		}
		return true
	case *ast.CallNode:
		name, _ := n.Callee.(*ast.IdentifierNode)
		return e.tree.Type(n).Kind != expression.Range && name.Value != "now"
	}
	return false
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
