package policygen

import (
	"strconv"

	rego "github.com/open-policy-agent/opa/v1/ast"

	"github.com/expr-lang/expr/ast"
)

// linked writes that one of the records that a field of many leads to makes a
// line true, which about makes of the text of its id.
func (t *translation) linked(x operand, about func(id string) string) string {
	name := "far" + strconv.Itoa(len(t.elements)+1)
	w := walk{ref: rego.Ref{rego.VarTerm(name)}, lines: []string{"some " + name + " in " + x.rego}}
	lines := []string{about(w.to("id"))}
	return t.addHelper("some", t.about(), t.outer(w, lines), append(w.lines, lines...))
}

// linksOf reads the records of a path that ends in a field of many: any(members,
// …), any(order.members, …). It finds fault with nothing.
func (t *translation) linksOf(path []string, w walk) (walk, bool) {
	last := len(path) - 1
	if last < 0 {
		return w, false
	}
	for _, name := range path[:last] {
		f := fieldOf(w.entity, name)
		if f == nil || f.ToOne() == "" || t.step(&w, name, "") != "" {
			return w, false
		}
	}
	f := fieldOf(w.entity, path[last])
	if f == nil || !f.Links() {
		return w, false
	}
	return w, t.step(&w, path[last], "far"+strconv.Itoa(len(t.elements)+1)) == ""
}

// withoutLinks writes that a field of many leads nowhere, for "members == nil".
func (t *translation) withoutLinks(x operand) string {
	return "not " + t.linked(x, func(id string) string { return id })
}

// inLinks writes "x in members".
func (t *translation) inLinks(n *ast.BinaryNode, x, y operand) string {
	x, ok := t.fit(n.Left, x, operand{class: y.element, entity: y.entity})
	if !ok {
		return "false"
	}
	return t.linked(y, func(id string) string { return id + " == " + x.value() })
}
