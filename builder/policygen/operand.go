package policygen

import (
	"strconv"
	"time"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// operand is a side of a comparison.
type operand struct {
	rego     string
	kind     expression.Type
	relation bool // rego is a record; its id has to be compared
	links    bool // rego is an array of the records that a field of many leads to
}

// value is the text to compare.
func (x operand) value() string {
	if x.relation {
		return x.rego + ".id"
	}
	return x.rego
}

// present is the text that holds where there is a value. A boolean that stands
// alone would ask whether it is true.
func (x operand) present() string {
	if x.kind == (expression.Type{Kind: expression.Boolean}) {
		return x.rego + " in {false, true}"
	}
	return x.rego
}

// operand reads a constant, a field, an attribute of the user, me or now().
func (t *translation) operand(n ast.Node) (operand, bool) {
	x := operand{kind: t.tree.Type(n)}
	switch n := n.(type) {
	case *ast.StringNode:
		x.rego = quote(n.Value)
		return x, true
	case *ast.IntegerNode:
		x.rego = strconv.Itoa(n.Value)
		return x, true
	case *ast.FloatNode:
		x.rego = t.tree.NumberText(n)
		return x, true
	case *ast.BoolNode:
		x.rego = strconv.FormatBool(n.Value)
		return x, true
	case *ast.UnaryNode:
		return t.negative(n)
	case *ast.CallNode:
		if nameOf(n) == "now" {
			x.rego = "input.now"
			return x, true
		}
	case *ast.IdentifierNode:
		return t.identifier(n)
	case *ast.MemberNode:
		return t.ofRecord(n)
	}
	return operand{rego: t.computed(n)}, false
}

// computed is the fault of a value that is made of others, under the name of
// what makes it.
func (t *translation) computed(n ast.Node) string {
	kind := t.tree.Type(n).Kind
	switch n := n.(type) {
	case *ast.ConditionalNode:
		return t.inexact(n, "?:")
	case *ast.BinaryNode:
		if kind != expression.Boolean || n.Operator == "??" {
			return t.inexact(n, n.Operator)
		}
	case *ast.BuiltinNode:
		if kind != expression.Boolean {
			return t.inexact(n, n.Name)
		}
	case *ast.CallNode:
		if nameOf(n) != readable {
			return t.inexact(n, nameOf(n))
		}
	}
	// A condition as a value among others, or a list that stands alone.
	return t.fault(n, "expression_unsupported")
}

// negative reads a number with a sign.
func (t *translation) negative(n *ast.UnaryNode) (operand, bool) {
	switch n.Node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		x, ok := t.operand(n.Node)
		x.rego = "-" + x.rego
		return x, ok
	}
	if n.Operator != "-" {
		return operand{rego: t.fault(n, "expression_unsupported")}, false
	}
	return operand{rego: t.inexact(n, n.Operator)}, false
}

func (t *translation) identifier(n *ast.IdentifierNode) (operand, bool) {
	if n.Value == "me" {
		return t.attributeOperand("id")
	}
	return t.field(n, walk{ref: recordRef(), entity: t.entity}, n.Value)
}

// ofRecord reads a field of another record, or an attribute of the caller.
func (t *translation) ofRecord(n *ast.MemberNode) (operand, bool) {
	if t.tree.Type(n.Node).Kind == expression.Caller {
		return t.attributeOperand(propertyOf(n))
	}
	w, ok := t.record(n.Node)
	if !ok {
		return operand{rego: "false"}, false
	}
	return t.field(n, w, propertyOf(n))
}

func (t *translation) field(n ast.Node, w walk, name string) (operand, bool) {
	f := fieldOf(w.entity, name)
	if f != nil {
		if x, ok := fieldOperand(f, w.entity, w.to(name)); ok {
			return x, true
		}
	}
	return operand{rego: t.fault(n, "unknown_field", "name", name)}, false
}

// record walks to the record whose members a node has: the one that the
// condition is about, an element, or what a relation leads to.
func (t *translation) record(n ast.Node) (walk, bool) {
	if i, ok := n.(*ast.IdentifierNode); ok && i.Value == self {
		return walk{ref: recordRef(), entity: t.entity}, true
	}
	return t.led(n)
}

// led walks to the record that a relation leads to, or to an element. The
// caller's relations lead nowhere: of them, a request carries the ids alone.
func (t *translation) led(n ast.Node) (walk, bool) {
	switch n := n.(type) {
	case *ast.PointerNode:
		w := t.elements[len(t.elements)-1]
		w.lines = nil
		return w, true
	case *ast.IdentifierNode:
		if n.Value != "me" {
			return t.onward(n, walk{ref: recordRef(), entity: t.entity}, n.Value)
		}
	case *ast.MemberNode:
		if t.tree.Type(n.Node).Kind == expression.Caller {
			break
		}
		w, ok := t.record(n.Node)
		if !ok {
			return w, false
		}
		return t.onward(n, w, propertyOf(n))
	}
	t.fault(n, "expression_unsupported")
	return walk{}, false
}

// onward follows a relation to one record.
func (t *translation) onward(n ast.Node, w walk, name string) (walk, bool) {
	if code := t.step(&w, name, ""); code != "" {
		t.fault(n, code, "name", name, "field", name, "entity", w.entity.Name)
		return w, false
	}
	return w, true
}

// propertyOf is the name behind the dot.
func propertyOf(n *ast.MemberNode) string {
	name, _ := n.Property.(*ast.StringNode)
	return name.Value
}

// nameOf is the name of a function.
func nameOf(n *ast.CallNode) string {
	name, _ := n.Callee.(*ast.IdentifierNode)
	return name.Value
}

// sides reads both sides of a comparison.
func (t *translation) sides(n *ast.BinaryNode) (x, y operand, ok bool) {
	x, okX := t.fitted(n.Left, t.tree.Type(n.Right))
	y, okY := t.fitted(n.Right, t.tree.Type(n.Left))
	return x, y, okX && okY
}

// fitted reads an operand; a text in quotes gets the one form in which policies
// see values of the type that it stands beside.
func (t *translation) fitted(n ast.Node, beside expression.Type) (operand, bool) {
	x, ok := t.operand(n)
	s, quoted := n.(*ast.StringNode)
	kind, other := seenAsText[beside.Kind]
	if !ok || !quoted || !other {
		return x, ok
	}
	value, detail := filter.Constant(kind, s.Value)
	if detail != nil {
		params := []any{"text", s.Value}
		for name, v := range detail.Params {
			params = append(params, name, v)
		}
		t.fault(n, detail.Code, params...)
		return x, false
	}
	switch v := value.V.(type) {
	case string:
		x.rego, x.kind = quote(v), beside
	case time.Time:
		x.rego, x.kind = quote(v.UTC().Format(query.InstantLayout)), beside
	default:
		t.fault(n, "expression_without_value")
		return x, false
	}
	return x, true
}

// seenAsText are the kinds whose values are texts to policies.
var seenAsText = map[expression.Kind]query.Kind{
	expression.Date: query.Date, expression.Time: query.Time, expression.Instant: query.Instant, expression.Record: query.UUID,
}
