package expression

import (
	"github.com/expr-lang/expr/ast"
)

// MaxExponent is the highest power that ** takes.
const MaxExponent = 9

func (c *checker) unary(n *ast.UnaryNode) Type {
	switch n.Operator {
	case "not", "!":
		c.condition(n.Node)
		return Type{Kind: Boolean}
	case "-":
		t := c.check(n.Node)
		if t.broken() || t == (Type{Kind: Number}) {
			return t
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
	left, right := c.check(n.Left), c.check(n.Right)
	if left.broken() || right.broken() {
		return Type{}
	}
	if n.Operator == "??" {
		return c.unified(n, "??", left, right)
	}
	if result, ok := arithmetic(n, left, right); ok {
		if result.broken() {
			return c.failNode(n, "expression_type", "operator", n.Operator, "left", left.String(), "right", right.String())
		}
		return result
	}
	accepts, ok := operators[n.Operator]
	switch {
	case !ok:
		return c.failNode(n, "expression_unsupported", "operator", n.Operator)
	case !c.env.Constants && constant(n.Left) && constant(n.Right):
		return c.failNode(n, "expression_without_field")
	case !accepts(left, right):
		return c.failNode(n, "expression_type", "operator", n.Operator, "left", left.String(), "right", right.String())
	}
	return Type{Kind: Boolean}
}

// arithmetic gives the type that an operator of values makes, which is broken
// where it takes no such values; false for other operators.
func arithmetic(n *ast.BinaryNode, left, right Type) (Type, bool) {
	numbers := left == Type{Kind: Number} && right == Type{Kind: Number}
	switch n.Operator {
	case "+":
		if textual(left) && textual(right) {
			return Type{Kind: Text}, true
		}
	case "-":
		if t, ok := unify(left, right); ok && (t.Kind == Date || t.Kind == Instant) && !many(n.Left) && !many(n.Right) {
			return Type{Kind: Span}, true
		}
	case "*", "/", "%":
	case "**", "^":
		i, ok := n.Right.(*ast.IntegerNode)
		numbers = numbers && ok && i.Value >= 0 && i.Value <= MaxExponent
	default:
		return Type{}, false
	}
	if numbers {
		return Type{Kind: Number}, true
	}
	return Type{}, true
}

// many tells whether a node is a range of more than a day.
func many(n ast.Node) bool {
	call, ok := n.(*ast.CallNode)
	if !ok {
		return false
	}
	name, ok := call.Callee.(*ast.IdentifierNode)
	return ok && functions[name.Value].Result == Range && !(&checker{}).singleDay(n)
}

// operators tells, for each operator of comparison, which types may stand on
// its sides.
var operators = map[string]func(left, right Type) bool{
	"==": equates, "!=": equates, "<": compares, "<=": compares, ">": compares, ">=": compares,
	"in": belongs, "contains": contains, "startsWith": searches, "endsWith": searches,
}

func equates(left, right Type) bool {
	return left.Kind == Null || right.Kind == Null || !left.List && !right.List && Comparable(left, right)
}

func compares(left, right Type) bool {
	return !left.List && !right.List && Comparable(left, right) && orders(left.Kind) && orders(right.Kind)
}

func belongs(left, right Type) bool {
	if right.Kind == Range {
		return !left.List && Comparable(left, right)
	}
	return right.List && !left.List && (right.Kind == 0 || Comparable(left, right.one()))
}

func contains(left, right Type) bool {
	return left.List && !right.List && Comparable(left.one(), right) || searches(left, right)
}

func searches(left, right Type) bool {
	return (textual(left) || left == Type{Kind: Markup}) && textual(right)
}

// constant tells whether a node is the same for every record and caller.
func constant(n ast.Node) bool {
	switch n.(type) {
	case *ast.IdentifierNode, *ast.MemberNode, *ast.BuiltinNode:
		return false
	}
	for _, part := range children(n) {
		if !constant(part) {
			return false
		}
	}
	return true
}

func textual(t Type) bool { return !t.List && (t.Kind == Text || t.Kind == Literal) }

// orders tells whether values of the kind have an order.
func orders(k Kind) bool {
	switch k {
	case Text, Number, Date, Time, Instant, Range, Literal, Span:
		return true
	}
	return false
}

// hidden tells whether values of the kind are never compared with any.
func hidden(k Kind) bool { return k == Markup || k == Opaque }

// Comparable tells whether values of two types can be equal.
func Comparable(a, b Type) bool {
	if b.Kind == Literal || b.Kind == Range {
		a, b = b, a
	}
	switch {
	case a.Kind == Null || b.Kind == Null || hidden(a.Kind) || hidden(b.Kind):
		return false
	case a.Kind == Literal:
		return b.Kind != Number && b.Kind != Boolean && b.Kind != Span
	case a.Kind == Range:
		return b.Kind == Date || b.Kind == Instant
	case a.Kind == Record && b.Kind == Record:
		return a.Entity == b.Entity || a.Entity == "" || b.Entity == ""
	}
	return a.Kind == b.Kind
}
