package expression

import (
	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/problem"
)

// maxProblems bounds what is told of one expression.
const maxProblems = 20

// checker gives every node its type. A node with a problem has none, and what
// is made of it has no other problem.
type checker struct {
	tree     *Tree
	env      Env
	elements []string // entities that any, all, none, count and sum are about, innermost last
	problems problem.List
}

// failNode notes a problem at a node.
func (c *checker) failNode(n ast.Node, code string, params ...any) Type {
	if len(c.problems) < maxProblems {
		line, column := c.tree.Position(n)
		c.problems = append(c.problems, *wrong(code, append(params, "line", line, "column", column)...))
	}
	return Type{}
}

// condition checks a node that must be true or false.
func (c *checker) condition(n ast.Node) {
	t := c.check(n)
	if !t.broken() && t != (Type{Kind: Boolean}) {
		c.failNode(n, "expression_not_boolean")
	}
}

// broken tells that a node has a problem.
func (t Type) broken() bool { return t == Type{} }

func (c *checker) check(n ast.Node) Type {
	t := c.typeOf(n)
	c.tree.types[n] = t
	return t
}

func (c *checker) typeOf(n ast.Node) Type {
	switch n := n.(type) {
	case *ast.NilNode:
		return Type{Kind: Null}
	case *ast.BoolNode:
		return Type{Kind: Boolean}
	case *ast.StringNode:
		return Type{Kind: Literal}
	case *ast.IntegerNode, *ast.FloatNode:
		return Type{Kind: Number}
	case *ast.IdentifierNode:
		return c.identifier(n)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.choice(n)
	case *ast.ArrayNode:
		return c.array(n)
	case *ast.CallNode:
		return c.call(n)
	case *ast.BuiltinNode:
		return c.quantified(n)
	}
	return c.failNode(n, "expression_unsupported")
}

func (c *checker) identifier(n *ast.IdentifierNode) Type {
	if n.Value == "me" && c.env.Attribute != nil {
		t, _ := c.env.Attribute("id")
		return t
	}
	t, ok := c.env.Field(c.env.Entity, n.Value)
	if !ok {
		return c.failNode(n, "unknown_field", "name", n.Value)
	}
	return t
}

func (c *checker) member(n *ast.MemberNode) Type {
	name, ok := n.Property.(*ast.StringNode)
	if !ok || n.Optional || n.Method {
		return c.failNode(n, "expression_unsupported")
	}
	if c.caller(n.Node) {
		t, ok := c.env.Attribute(name.Value)
		if !ok {
			return c.failNode(n, "unknown_field", "name", name.Value)
		}
		return t
	}
	base := c.base(n.Node)
	switch {
	case base.broken():
		return base
	case base.Kind != Record || base.List || base.Entity == "":
		return c.failNode(n, "expression_not_a_relation", "name", name.Value)
	}
	t, ok := c.env.Field(base.Entity, name.Value)
	if !ok {
		return c.failNode(n, "unknown_field", "name", name.Value)
	}
	return t
}

// base is what a member is of: a relation, the element in question, or the
// record itself by its name.
func (c *checker) base(n ast.Node) Type {
	if t, ok := c.element(n); ok {
		return t
	}
	if i, ok := n.(*ast.IdentifierNode); ok && i.Value == c.env.Self && c.env.Self != "" {
		return Type{Kind: Record, Entity: c.env.Entity}
	}
	return c.check(n)
}

// element is the record that the function over many around a node is about.
func (c *checker) element(n ast.Node) (Type, bool) {
	p, ok := n.(*ast.PointerNode)
	if !ok || p.Name != "" || len(c.elements) == 0 {
		return Type{}, false
	}
	return Type{Kind: Record, Entity: c.elements[len(c.elements)-1]}, true
}

// caller tells whether a node with members is the caller: user means him there,
// and a field of that name where it stands alone.
func (c *checker) caller(n ast.Node) bool {
	i, ok := n.(*ast.IdentifierNode)
	if !ok || i.Value != "user" || c.env.Attribute == nil {
		return false
	}
	c.tree.types[n] = Type{Kind: Caller}
	return true
}

// choice checks "a ? b : c".
func (c *checker) choice(n *ast.ConditionalNode) Type {
	c.condition(n.Cond)
	return c.unified(n, "?:", c.check(n.Exp1), c.check(n.Exp2))
}

// unified gives the type of one of two values.
func (c *checker) unified(n ast.Node, operator string, a, b Type) Type {
	if a.broken() || b.broken() {
		return Type{}
	}
	t, ok := unify(a, b)
	if !ok {
		return c.failNode(n, "expression_type", "operator", operator, "left", a.String(), "right", b.String())
	}
	return t
}

// unify gives the type that holds values of both.
func unify(a, b Type) (Type, bool) {
	a, b = a.settled(b), b.settled(a)
	return a, a.Kind == b.Kind && !a.List && !b.List && a.Kind != Null && a.Kind != Caller && a.Entity == b.Entity
}

// settled is what nil, a text in quotes or a range of days is beside another.
func (t Type) settled(beside Type) Type {
	switch {
	case t.List:
		return t
	case t.Kind == Null, t.Kind == Literal && beside.Kind == Date:
		return beside
	case t.Kind == Literal:
		return Type{Kind: Text}
	case t.Kind == Range:
		return Type{Kind: Date}
	}
	return t
}

// array accepts a list of constants of one kind; that of an empty list is 0.
func (c *checker) array(n *ast.ArrayNode) Type {
	t := Type{List: true}
	for _, x := range n.Nodes {
		item := c.check(x)
		if item.broken() {
			return item
		}
		if item.List || item.Kind == Null || item.Kind == Range || t.Kind != 0 && !Comparable(t.one(), item) {
			return c.failNode(x, "expression_list")
		}
		if t.Kind == 0 || t.Kind == Literal {
			t.Kind, t.Entity = item.Kind, item.Entity
		}
	}
	return t
}

func (t Type) one() Type { return Type{Kind: t.Kind, Entity: t.Entity} }
