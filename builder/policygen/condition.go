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
	tree, wrong := expression.Read(src)
	if wrong != nil {
		wrong.Pointer = at
		g.problems = append(g.problems, *wrong)
		return nil
	}
	t := &translation{generator: g, at: at, tree: tree}
	return t.conjunction(tree.Node)
}

// translation is the work on one condition.
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
		return t.called(n)
	case *ast.IdentifierNode, *ast.MemberNode, *ast.ChainNode:
		x, ok := t.operand(n)
		if ok && x.class != boolean {
			return t.fault(n, "not_a_condition", "type", x.class.String())
		}
		return x.rego
	}
	return t.fault(n, "unsupported_expression")
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
		return t.ordered(n)
	case "in":
		return t.in(n)
	case "contains", "startsWith", "endsWith":
		return t.matched(n)
	}
	return t.fault(n, "unsupported_operator", "operator", n.Operator)
}

// member brackets a negated side of and, or.
func member(rego string) string {
	if strings.HasPrefix(rego, "not ") {
		return "(" + rego + ")"
	}
	return rego
}

// equal writes "==". Beside nil it asks whether there is a value.
func (t *translation) equal(n *ast.BinaryNode) string {
	for _, sides := range [][2]ast.Node{{n.Left, n.Right}, {n.Right, n.Left}} {
		if _, ok := sides[1].(*ast.NilNode); !ok {
			continue
		}
		x, ok := t.operand(sides[0])
		if !ok {
			return "false"
		}
		if x.links {
			return t.withoutLinks(x)
		}
		return "not " + x.present()
	}
	x, y, ok := t.sides(n)
	if !ok {
		return "false"
	}
	return x.value() + " == " + y.value()
}

func (t *translation) ordered(n *ast.BinaryNode) string {
	x, y, ok := t.sides(n)
	if !ok {
		return "false"
	}
	if x.relation || y.relation || x.class == list {
		return t.fault(n, "no_order", "type", x.class.String())
	}
	return x.value() + " " + n.Operator + " " + y.value()
}

func (t *translation) matched(n *ast.BinaryNode) string {
	x, y, ok := t.sides(n)
	if !ok {
		return "false"
	}
	if x.class != text || y.class != text || x.relation || y.relation {
		return t.fault(n, "types_differ", "left", x.class.String(), "right", y.class.String())
	}
	return strings.ToLower(n.Operator) + "(" + x.value() + ", " + y.value() + ")"
}

// in writes "x in [constants]" and "x in a field with many values".
func (t *translation) in(n *ast.BinaryNode) string {
	x, ok := t.operand(n.Left)
	if !ok {
		return "false"
	}
	array, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		return t.inList(n, x)
	}
	var values []string
	for _, element := range array.Nodes {
		y, ok := t.operand(element)
		if !ok {
			return "false"
		}
		if y, ok = t.fit(element, y, x); !ok {
			return "false"
		}
		values = append(values, y.value())
	}
	if len(values) == 0 {
		return "false"
	}
	return x.value() + " in {" + strings.Join(values, ", ") + "}"
}

// inList writes "x in a field or attribute with many values".
func (t *translation) inList(n *ast.BinaryNode, x operand) string {
	y, ok := t.operand(n.Right)
	if ok && y.class != list {
		return t.fault(n.Right, "not_a_list", "type", y.class.String())
	}
	if ok && y.links {
		return t.inLinks(n, x, y)
	}
	if ok {
		x, ok = t.fit(n.Left, x, operand{class: y.element, entity: y.entity})
	}
	if !ok {
		return "false"
	}
	return x.value() + " in " + y.value()
}
