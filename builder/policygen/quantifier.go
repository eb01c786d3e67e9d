package policygen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	rego "github.com/open-policy-agent/opa/v1/ast"
)

// quantified writes any, all and none over the records that lead here:
// any(order.buyer, .status == 'open') asks the orders whose buyer this record
// is, any(members, .active) the records of a field of many. Within, a name that begins with a dot is a field of each of them.
func (t *translation) quantified(n *ast.BuiltinNode) string {
	predicate, ok := n.Arguments[len(n.Arguments)-1].(*ast.PredicateNode)
	if !ok {
		return t.fault(n, "expression_unsupported")
	}
	w, ok := t.domain(n.Arguments[0])
	if !ok {
		return "false"
	}
	t.elements = append(t.elements, w)
	var lines []string
	if n.Name == "all" {
		lines = []string{t.negated(predicate.Node)}
	} else {
		lines = t.conjunction(predicate.Node)
	}
	t.elements = t.elements[:len(t.elements)-1]
	if name := w.ref.String(); !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, name) }) {
		lines = append([]string{w.to("id")}, lines...)
	}
	asked := t.addHelper("some", t.about(), t.outer(w, lines), slices.Concat(w.lines, lines))
	if n.Name == "any" {
		return asked
	}
	return "not " + asked
}

// domain walks to the records that any, all or none is about.
func (t *translation) domain(n ast.Node) (walk, bool) {
	d := t.tree.Domain(n)
	w, ok := walk{ref: recordRef(), entity: t.entity}, true
	if d.Base != nil {
		w, ok = t.record(d.Base)
	}
	if !ok {
		return w, false
	}
	step := d.Field
	if !d.Forward {
		step = d.Entity + "." + d.Field
	}
	if code := t.step(&w, step, "far"+strconv.Itoa(len(t.elements)+1)); code != "" {
		t.fault(n, code, "name", step, "field", step, "entity", w.entity.Name)
		return w, false
	}
	return w, true
}

// outer names the elements around one that its condition needs.
func (t *translation) outer(w walk, lines []string) string {
	var names []string
	all := strings.Join(slices.Concat(w.lines, lines), "\n")
	for _, e := range t.elements {
		if name := e.ref[0].Value.(rego.Var); strings.Contains(all, string(name)) {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ", ")
}

// about names the document that a condition stands in.
func (t *translation) about() string {
	parts := strings.Split(t.at, "/")
	if len(parts) > 2 {
		return parts[2]
	}
	return t.entity.Name
}

// mayReadOf writes readable(relation): whether the caller may read the record
// that a relation leads to.
func (t *translation) mayReadOf(n *ast.CallNode) string {
	w, ok := t.led(n.Arguments[0])
	if !ok {
		return "false"
	}
	return t.mayRead(t.at, w)
}
