package policygen

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/expression"
)

// condition translates an Expr condition into lines of a rule's body; the
// empty condition has none. Empty values follow SQL: a comparison with one is
// not true, and "a != b" is "not a == b".
func (g *generator) condition(at, src string) []string {
	if strings.TrimSpace(src) == "" {
		return nil
	}
	tree, details := expression.Parse(src, g.environment())
	if len(details) > 0 {
		for _, d := range details {
			d.Pointer = at
			g.problems = append(g.problems, d)
		}
		return []string{"false"}
	}
	t := &translation{generator: g, at: at, tree: tree}
	return t.conjunction(tree.Node)
}

// translation is the work on one condition, whose names and types are right.
// Parts of the language that have no exact form in Rego are faults.
type translation struct {
	*generator
	at       string
	tree     *expression.Tree
	elements []walk // that any, all and none within each other are about
}

// fault notes what is wrong with a node and stands in for its text.
func (t *translation) fault(n ast.Node, code string, params ...any) string {
	line, column := t.tree.Position(n)
	t.problems.Add(t.at, code, append([]any{"line", line, "column", column}, params...)...)
	return "false"
}

// inexact is the fault of what access rules do not compute: PostgreSQL and Rego
// would not agree on every value of it.
func (t *translation) inexact(n ast.Node, name string) string {
	return t.fault(n, "not_in_access_rules", "name", name)
}

// conjunction writes each part of an "and" as a line of its own.
func (t *translation) conjunction(n ast.Node) []string {
	if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "&&" || b.Operator == "and") {
		return append(t.conjunction(b.Left), t.conjunction(b.Right)...)
	}
	return []string{t.holds(n)}
}

// holds writes a node that is true or not.
func (t *translation) holds(n ast.Node) string {
	switch n := n.(type) {
	case *ast.BoolNode:
		if n.Value {
			return "true"
		}
		return "false"
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			return t.negated(n.Node)
		}
	case *ast.BinaryNode:
		return t.binary(n)
	case *ast.BuiltinNode:
		return t.quantified(n)
	case *ast.CallNode:
		if nameOf(n) == readable {
			return t.mayReadOf(n)
		}
	}
	x, _ := t.operand(n)
	return x.rego
}

// negated writes "not", which also holds where a value is missing.
func (t *translation) negated(n ast.Node) string {
	if u, ok := n.(*ast.UnaryNode); ok && (u.Operator == "!" || u.Operator == "not") {
		return t.holds(u.Node)
	}
	if c, ok := n.(*ast.BoolNode); ok {
		return t.holds(&ast.BoolNode{Value: !c.Value})
	}
	if b, ok := n.(*ast.BinaryNode); ok && b.Operator == "!=" {
		return t.equal(b)
	}
	return invert(t.holds(n))
}

// invert puts not before a text, or takes it away.
func invert(rego string) string {
	if rest, ok := strings.CutPrefix(rego, "not "); ok {
		return rest
	}
	return "not " + rego
}

func (t *translation) binary(n *ast.BinaryNode) string {
	switch n.Operator {
	case "&&", "and":
		return "(" + member(t.holds(n.Left)) + " and " + member(t.holds(n.Right)) + ")"
	case "||", "or":
		return "(" + member(t.holds(n.Left)) + " or " + member(t.holds(n.Right)) + ")"
	case "==":
		return t.equal(n)
	case "!=":
		return invert(t.equal(n))
	case "<", "<=", ">", ">=":
		return t.compared(n, n.Operator)
	case "in":
		return t.in(n)
	case "contains", "startsWith", "endsWith":
		return t.matched(n)
	}
	return t.inexact(n, n.Operator)
}

// member brackets a negated side of and, or.
func member(rego string) string {
	if strings.HasPrefix(rego, "not ") {
		return "(" + rego + ")"
	}
	return rego
}

// equal writes "==". Beside an empty value it asks whether there is a value.
func (t *translation) equal(n *ast.BinaryNode) string {
	switch {
	case empty(n.Right):
		return t.missing(n.Left)
	case empty(n.Left):
		return t.missing(n.Right)
	}
	return t.compared(n, "==")
}

// empty tells whether a node is nil or the empty text, which is the same.
func empty(n ast.Node) bool {
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value == ""
	}
	_, ok := n.(*ast.NilNode)
	return ok
}

func (t *translation) missing(n ast.Node) string {
	if empty(n) {
		return t.fault(n, "expression_without_field")
	}
	x, ok := t.operand(n)
	switch {
	case !ok:
		return "false"
	case x.links:
		return t.withoutLinks(x)
	}
	return "not " + x.present()
}

func (t *translation) compared(n *ast.BinaryNode, operator string) string {
	x, y, ok := t.sides(n)
	if !ok {
		return "false"
	}
	return t.relate(n, x.value(), operator, y.value())
}

// mirrored are the operators for sides that changed places.
var mirrored = map[string]string{"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// relate writes a comparison. It never begins with a minus, which in Rego would
// go on with the line before.
func (t *translation) relate(n ast.Node, x, operator, y string) string {
	if strings.HasPrefix(x, "-") {
		x, operator, y = y, mirrored[operator], x
	}
	if strings.HasPrefix(x, "-") {
		return t.fault(n, "expression_without_field")
	}
	return x + " " + operator + " " + y
}

func (t *translation) matched(n *ast.BinaryNode) string {
	left := t.tree.Type(n.Left)
	switch {
	case left.List:
		return t.in(&ast.BinaryNode{Operator: "in", Left: n.Right, Right: n.Left})
	case left.Kind == expression.Markup:
		return t.fault(n, "expression_type", "operator", n.Operator, "left", left.String(), "right", t.tree.Type(n.Right).String())
	}
	x, y, ok := t.sides(n)
	if !ok {
		return "false"
	}
	return strings.ToLower(n.Operator) + "(" + x.value() + ", " + y.value() + ")"
}

// in writes "x in [constants]" and "x in a field with many values".
func (t *translation) in(n *ast.BinaryNode) string {
	list := t.tree.Type(n.Right)
	list.List = false
	x, ok := t.fitted(n.Left, list)
	if !ok {
		return "false"
	}
	array, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		return t.inList(n.Right, x)
	}
	if x.kind.Kind != expression.Literal {
		list = x.kind
	}
	var values []string
	for _, element := range array.Nodes {
		y, ok := t.fitted(element, list)
		if !ok {
			return "false"
		}
		values = append(values, y.value())
	}
	if len(values) == 0 {
		return "false"
	}
	if strings.HasPrefix(x.value(), "-") {
		for i, v := range values {
			values[i] = t.relate(n, x.value(), "==", v)
		}
		return "(" + strings.Join(values, " or ") + ")"
	}
	return x.value() + " in {" + strings.Join(values, ", ") + "}"
}

// inList writes "x in a field or attribute with many values".
func (t *translation) inList(n ast.Node, x operand) string {
	y, ok := t.operand(n)
	switch {
	case !ok:
		return "false"
	case y.links:
		return t.linked(y, func(id string) string { return id + " == " + x.value() })
	}
	return x.value() + " in " + y.value()
}
