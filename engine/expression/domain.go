package expression

import "github.com/expr-lang/expr/ast"

// Domain says which records a function over many is about: those of Entity
// whose Field leads to what Base is or, when Forward, those that Field of Base
// leads to. Base is nil for the record in question.
type Domain struct {
	Base          ast.Node
	Entity, Field string
	Forward       bool
}

// Domain gives what the first argument of any, all, none, count or sum is.
func (t *Tree) Domain(n ast.Node) Domain { return t.domains[n] }

// domain gives the entity of the records; "" when there is a problem. links
// tells whether relations to many count.
func (c *checker) domain(n ast.Node, links bool) string {
	if d, ok := c.forward(n); ok && links {
		c.tree.domains[n] = d
		return d.Entity
	}
	d, ok := reverse(n)
	if !ok {
		c.failNode(n, "expression_not_a_relation", "name", d.Field)
		return ""
	}
	base := Type{Kind: Record, Entity: c.env.Entity}
	if d.Base != nil {
		if base = c.base(d.Base); base.broken() {
			return ""
		}
	}
	t, ok := c.env.Field(d.Entity, d.Field)
	if !ok || !one(base) || t.Kind != Record || t.List && !links || t.Entity != base.Entity || d.Field == "id" {
		c.failNode(n, "expression_not_a_relation", "name", d.Entity+"."+d.Field)
		return ""
	}
	c.tree.domains[n] = d
	return d.Entity
}

// one tells whether a type is that of one record.
func one(t Type) bool { return t.Kind == Record && !t.List && t.Entity != "" }

// forward reads a relation to many. It finds fault with nothing.
func (c *checker) forward(n ast.Node) (Domain, bool) {
	d, from := Domain{Forward: true}, c.env.Entity
	switch n := n.(type) {
	case *ast.IdentifierNode:
		d.Field = n.Value
	case *ast.MemberNode:
		name, ok := property(n)
		if !ok {
			return d, false
		}
		found := len(c.problems)
		base := c.base(n.Node)
		c.problems = c.problems[:found]
		if !one(base) {
			return d, false
		}
		d.Base, d.Field, from = n.Node, name, base.Entity
	}
	t, ok := c.env.Field(from, d.Field)
	d.Entity = t.Entity
	return d, ok && t.Kind == Record && t.List && t.Entity != ""
}

// reverse reads an entity and the field of it that leads to something.
func reverse(n ast.Node) (Domain, bool) {
	if i, ok := n.(*ast.IdentifierNode); ok {
		return Domain{Field: i.Value}, false
	}
	m, ok := n.(*ast.MemberNode)
	if !ok {
		return Domain{}, false
	}
	field, ok := property(m)
	if !ok {
		return Domain{}, false
	}
	switch inner := m.Node.(type) {
	case *ast.IdentifierNode:
		return Domain{Entity: inner.Value, Field: field}, true
	case *ast.MemberNode:
		entity, ok := property(inner)
		return Domain{Base: inner.Node, Entity: entity, Field: field}, ok
	}
	return Domain{Field: field}, false
}

// property gives the name of a member as it stands behind a dot.
func property(n *ast.MemberNode) (string, bool) {
	name, ok := n.Property.(*ast.StringNode)
	if !ok || n.Optional || n.Method {
		return "", false
	}
	return name.Value, true
}
