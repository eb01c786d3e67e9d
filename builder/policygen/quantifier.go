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
	if !slices.Contains([]string{"any", "all", "none"}, n.Name) || len(n.Arguments) != 2 {
		return t.fault(n, "unsupported_function", "name", n.Name)
	}
	predicate, ok := n.Arguments[1].(*ast.PredicateNode)
	if !ok {
		return t.fault(n, "unsupported_expression")
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

// domain reads the records that any, all or none is about: relation fields,
// and in the end a field of many records, or an entity and the field by which
// its records lead here.
func (t *translation) domain(n ast.Node) (walk, bool) {
	path, pointer, ok := pathOf(n)
	w, path := t.start(path, pointer)
	if of, links := t.linksOf(path, w); ok && links {
		return of, true
	}
	if !ok || len(path) < 2 {
		t.fault(n, "not_a_relation_here")
		return w, false
	}
	last := len(path) - 2
	if !t.toOne(n, &w, path[:last]) {
		return w, false
	}
	step := strings.Join(path[last:], ".")
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

// called writes the one function that is a condition, readable(relation):
// whether the caller may read the record that a relation leads to.
func (t *translation) called(n *ast.CallNode) string {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok || name.Value != "readable" || len(n.Arguments) != 1 {
		return t.fault(n, "unsupported_expression")
	}
	path, pointer, ok := pathOf(n.Arguments[0])
	w, path := t.start(path, pointer)
	if !ok || len(path) == 0 && !pointer {
		return t.fault(n, "unsupported_expression")
	}
	if !t.toOne(n, &w, path) {
		return "false"
	}
	return t.mayRead(t.at, w)
}
