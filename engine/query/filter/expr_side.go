package filter

import (
	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/query"
)

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
