package policygen

import (
	"strconv"

	rego "github.com/open-policy-agent/opa/v1/ast"
)

// linked writes that one of the records that a field of many leads to makes a
// line true, which about makes of the text of its id.
func (t *translation) linked(x operand, about func(id string) string) string {
	name := "far" + strconv.Itoa(len(t.elements)+1)
	w := walk{ref: rego.Ref{rego.VarTerm(name)}, lines: []string{"some " + name + " in " + x.rego}}
	lines := []string{about(w.to("id"))}
	return t.addHelper("some", t.about(), t.outer(w, lines), append(w.lines, lines...))
}

// withoutLinks writes that a field of many leads nowhere, for "members == nil".
func (t *translation) withoutLinks(x operand) string {
	return "not " + t.linked(x, func(id string) string { return id })
}
