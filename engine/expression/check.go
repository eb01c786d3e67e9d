package expression

import (
	"fmt"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/problem"
)

// checker gives every node its type and stops at the first problem.
type checker struct {
	tree    *Tree
	env     Env
	problem *problem.Detail
}

// failNode notes the first problem at a node.
func (c *checker) failNode(n ast.Node, code string, params ...any) Type {
	if c.problem == nil {
		line, column := c.tree.Position(n)
		c.problem = wrong(code, append(params, "line", line, "column", column)...)
	}
	return Type{}
}

// condition checks a node that must be true or false.
func (c *checker) condition(n ast.Node) {
	t := c.check(n)
	if c.problem == nil && t != (Type{Kind: Boolean}) {
		c.failNode(n, "expression_not_boolean")
	}
}

func (c *checker) check(n ast.Node) Type {
	if c.problem != nil {
		return Type{}
	}
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
	case *ast.IntegerNode:
		return Type{Kind: Number}
	case *ast.FloatNode:
		return Type{Kind: Number}
	case *ast.IdentifierNode:
		return c.identifier(n)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ArrayNode:
		return c.array(n)
	case *ast.CallNode:
		return c.call(n)
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
	base := c.check(n.Node)
	if c.problem != nil {
		return Type{}
	}
	var t Type
	switch {
	case base.Kind == Record && !base.List && base.Entity != "":
		t, ok = c.env.Field(base.Entity, name.Value)
	default:
		return c.failNode(n, "expression_not_a_relation", "name", name.Value)
	}
	if !ok {
		return c.failNode(n, "unknown_field", "name", name.Value)
	}
	return t
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

func (c *checker) unary(n *ast.UnaryNode) Type {
	switch n.Operator {
	case "not", "!":
		c.condition(n.Node)
		return Type{Kind: Boolean}
	case "-":
		switch n.Node.(type) {
		case *ast.IntegerNode, *ast.FloatNode:
			return c.check(n.Node)
		}
	}
	return c.failNode(n, "expression_unsupported", "operator", n.Operator)
}

func (c *checker) binary(n *ast.BinaryNode) Type {
	switch n.Operator {
	case "and", "&&", "or", "||":
		c.condition(n.Left)
		c.condition(n.Right)
		return Type{Kind: Boolean}
	}
	accepts, ok := operators[n.Operator]
	if !ok {
		return c.failNode(n, "expression_unsupported", "operator", n.Operator)
	}
	left, right := c.check(n.Left), c.check(n.Right)
	switch {
	case c.problem != nil:
		return Type{}
	case constant(n.Left) && constant(n.Right):
		return c.failNode(n, "expression_without_field")
	case !accepts(left, right):
		return c.failNode(n, "expression_type", "operator", n.Operator, "left", describe(left), "right", describe(right))
	}
	return Type{Kind: Boolean}
}

// operators tells, for each operator, which types may stand on its sides.
var operators = map[string]func(left, right Type) bool{
	"==": equates, "!=": equates, "<": compares, "<=": compares, ">": compares, ">=": compares,
	"in": belongs, "contains": contains, "startsWith": searches, "endsWith": searches,
}

func equates(left, right Type) bool {
	return left.Kind == Null || right.Kind == Null || !left.List && !right.List && comparable(left, right)
}

func compares(left, right Type) bool {
	return !left.List && !right.List && comparable(left, right) && orders(left.Kind) && orders(right.Kind)
}

func belongs(left, right Type) bool {
	if right.Kind == Range {
		return !left.List && comparable(left, right)
	}
	return right.List && !left.List && (right.Kind == 0 || comparable(left, right.one()))
}

func contains(left, right Type) bool {
	return left.List && !right.List && comparable(left.one(), right) || searches(left, right)
}

func searches(left, right Type) bool {
	return (textual(left) || left == Type{Kind: Markup}) && textual(right)
}

// constant tells whether a node holds neither a field nor anything of the
// caller.
func constant(n ast.Node) bool {
	switch n.(type) {
	case *ast.IdentifierNode, *ast.MemberNode:
		return false
	}
	return true
}

func textual(t Type) bool { return !t.List && (t.Kind == Text || t.Kind == Literal) }

// orders tells whether values of the kind have an order.
func orders(k Kind) bool {
	switch k {
	case Text, Number, Date, Time, Instant, Range, Literal:
		return true
	}
	return false
}

// comparable tells whether values of two types can be equal.
func comparable(a, b Type) bool {
	if b.Kind == Literal || b.Kind == Range {
		a, b = b, a
	}
	switch {
	case a.Kind == Null || b.Kind == Null || hidden(a.Kind) || hidden(b.Kind):
		return false
	case a.Kind == Literal:
		return b.Kind != Number && b.Kind != Boolean
	case a.Kind == Range:
		return b.Kind == Date || b.Kind == Instant
	case a.Kind == Record && b.Kind == Record:
		return a.Entity == b.Entity || a.Entity == "" || b.Entity == ""
	}
	return a.Kind == b.Kind
}

// hidden tells whether values of the kind are never compared with any.
func hidden(k Kind) bool { return k == Markup || k == Opaque }

func describe(t Type) string {
	if t.List {
		return fmt.Sprintf("list of %s", t.Kind)
	}
	return t.Kind.String()
}

// array accepts a list of constants of one kind; that of an empty list is 0.
func (c *checker) array(n *ast.ArrayNode) Type {
	t := Type{List: true}
	for _, x := range n.Nodes {
		item := c.check(x)
		if c.problem != nil {
			return Type{}
		}
		if item.List || item.Kind == Null || item.Kind == Range || t.Kind != 0 && !comparable(t.one(), item) {
			return c.failNode(x, "expression_list")
		}
		if t.Kind == 0 || t.Kind == Literal {
			t.Kind, t.Entity = item.Kind, item.Entity
		}
	}
	return t
}

func (t Type) one() Type { return Type{Kind: t.Kind, Entity: t.Entity} }

func (c *checker) call(n *ast.CallNode) Type {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return c.failNode(n, "expression_unsupported")
	}
	f, ok := c.env.Functions[name.Value]
	if !ok {
		return c.failNode(n, "unknown_function", "name", name.Value)
	}
	if len(n.Arguments) != len(f.Args) {
		return c.failNode(n, "expression_arguments", "name", name.Value, "want", len(f.Args))
	}
	for i, arg := range n.Arguments {
		if t := c.check(arg); c.problem == nil && (t.List || t.Kind != f.Args[i]) {
			return c.failNode(arg, "expression_arguments", "name", name.Value, "want", f.Args[i].String())
		}
	}
	return Type{Kind: f.Result}
}
