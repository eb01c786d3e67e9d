package expression

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

func (c *checker) call(n *ast.CallNode) Type {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return c.failNode(n, "expression_unsupported")
	}
	f, ok := c.env.Functions[name.Value]
	if !ok {
		return c.failNode(n, "unknown_function", "name", name.Value)
	}
	needs := f.Needs
	if needs == 0 {
		needs = len(f.Args)
	}
	if len(n.Arguments) < needs || len(n.Arguments) > len(f.Args) && !f.Many {
		return c.failNode(n, "expression_arguments", "name", name.Value, "want", needs)
	}
	result := Type{Kind: f.Result}
	for i, arg := range n.Arguments {
		t, ok := c.argument(name.Value, f.Args[min(i, len(f.Args)-1)], arg)
		if !ok {
			return Type{}
		}
		if f.Result != 0 || i > 0 && !f.Many {
			continue
		}
		if i == 0 {
			result = t.settled(Type{Kind: Date})
			continue
		}
		if result = c.unified(arg, name.Value, result, t); result.broken() {
			return result
		}
	}
	return result
}

// argument checks one argument of a function.
func (c *checker) argument(function string, p Parameter, arg ast.Node) (Type, bool) {
	if p.Leads {
		return c.leads(function, arg)
	}
	t := c.check(arg)
	if t.broken() {
		return t, false
	}
	if !p.fits(t) || p.Constant && !written(arg) || t.Kind == Range && !c.singleDay(arg) {
		c.failNode(arg, "expression_arguments", "name", function, "want", p.Kinds[0].String())
		return t, false
	}
	return t, true
}

// leads checks an argument that is a record: the one that a relation leads to,
// or the element in question.
func (c *checker) leads(function string, arg ast.Node) (Type, bool) {
	if t, ok := c.element(arg); ok {
		return t, true
	}
	t := c.check(arg)
	if t.broken() {
		return t, false
	}
	if t.Kind != Record || t.List || t.Entity == "" || !c.relation(arg) {
		c.failNode(arg, "expression_arguments", "name", function, "want", Record.String())
		return t, false
	}
	return t, true
}

// relation tells whether a node names a field, and none of the caller's.
func (c *checker) relation(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value != "id" && (n.Value != "me" || c.env.Attribute == nil)
	case *ast.MemberNode:
		name, ok := n.Property.(*ast.StringNode)
		return ok && name.Value != "id" && !c.caller(n.Node)
	}
	return false
}

// written tells whether a node is a whole number or a text as it stands.
func written(n ast.Node) bool {
	switch n.(type) {
	case *ast.IntegerNode, *ast.StringNode:
		return true
	}
	return false
}

// singleDay tells whether a range is one day, which can be computed with.
func (c *checker) singleDay(n ast.Node) bool {
	call, ok := n.(*ast.CallNode)
	if !ok {
		return false
	}
	name, ok := call.Callee.(*ast.IdentifierNode)
	return ok && slices.Contains(SingleDays, name.Value)
}

// quantifiers are the functions over records, with the kind of their results.
var quantifiers = map[string]Kind{"any": Boolean, "all": Boolean, "none": Boolean, "count": Number, "sum": Number}

// quantified checks any, all, none, count and sum over the records that lead
// here: any(order.buyer, .status == 'open') is about the orders whose buyer
// this record is.
func (c *checker) quantified(n *ast.BuiltinNode) Type {
	result, ok := quantifiers[n.Name]
	if !ok {
		return c.failNode(n, "unknown_function", "name", n.Name)
	}
	if c.env.Flat {
		return c.failNode(n, "expression_unsupported")
	}
	if len(c.elements) >= MaxNested {
		return c.failNode(n, "expression_too_complex", "max", MaxNested)
	}
	entity := c.domain(n.Arguments[0], c.env.Links && result == Boolean)
	if entity == "" {
		return Type{}
	}
	if len(n.Arguments) < 2 {
		if n.Name == "sum" {
			return c.failNode(n, "expression_arguments", "name", n.Name, "want", 2)
		}
		return Type{Kind: result}
	}
	p, ok := n.Arguments[1].(*ast.PredicateNode)
	if !ok {
		return c.failNode(n, "expression_unsupported")
	}
	c.elements = append(c.elements, entity)
	if n.Name == "sum" {
		if t := c.check(p.Node); !t.broken() && t != (Type{Kind: Number}) {
			c.failNode(p.Node, "expression_arguments", "name", n.Name, "want", Number.String())
		}
	} else {
		c.condition(p.Node)
	}
	c.elements = c.elements[:len(c.elements)-1]
	return Type{Kind: result}
}
