package policygen

import (
	"strconv"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// class is the type of an operand as far as conditions tell types apart.
type class uint8

const (
	text class = iota + 1
	number
	boolean
	date
	clock
	instant
	id
	list
)

// String names the class in problems.
func (c class) String() string {
	return [...]string{"?", "text", "number", "boolean", "date", "time", "datetime", "id", "list"}[c]
}

// operand is a side of a comparison.
type operand struct {
	rego     string
	class    class
	element  class  // of the members of a list
	entity   string // what an id, or those of a list, name; "" when that is not known
	relation bool   // rego is a record; its id has to be compared
	constant bool
	links    bool // rego is an array of the records that a field of many leads to
}

// String names the type of the operand in problems.
func (x operand) String() string { return x.class.String() }

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
	if x.class == boolean {
		return x.rego + " in {false, true}"
	}
	return x.rego
}

func classOf(t query.Type) class {
	if t.Array {
		return list
	}
	return map[query.Kind]class{
		query.Text: text, query.Integer: number, query.Number: number, query.Boolean: boolean,
		query.Date: date, query.Time: clock, query.Instant: instant, query.UUID: id,
	}[t.Kind]
}

// operand reads a constant, a field, an attribute of the user, me or now().
func (t *translation) operand(n ast.Node) (operand, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return operand{rego: quote(n.Value), class: text, constant: true}, true
	case *ast.IntegerNode:
		return operand{rego: strconv.Itoa(n.Value), class: number, constant: true}, true
	case *ast.FloatNode:
		return operand{rego: t.tree.NumberText(n), class: number, constant: true}, true
	case *ast.BoolNode:
		return operand{rego: strconv.FormatBool(n.Value), class: boolean, constant: true}, true
	case *ast.UnaryNode:
		x, ok := t.operand(n.Node)
		if ok && n.Operator == "-" && x.constant && x.class == number {
			x.rego = "-" + x.rego
			return x, true
		}
	case *ast.CallNode:
		if name, ok := n.Callee.(*ast.IdentifierNode); ok && name.Value == "now" && len(n.Arguments) == 0 {
			return operand{rego: "input.now", class: instant}, true
		}
	case *ast.ChainNode:
		return t.operand(n.Node)
	case *ast.IdentifierNode, *ast.MemberNode, *ast.PointerNode:
		return t.named(n)
	}
	t.fault(n, "unsupported_expression")
	return operand{}, false
}

// named reads what is written as a path of names.
func (t *translation) named(n ast.Node) (operand, bool) {
	path, pointer, ok := pathOf(n)
	if !ok {
		t.fault(n, "unsupported_expression")
		return operand{}, false
	}
	switch {
	case pointer:
	case len(path) == 1 && path[0] == "me":
		return operand{rego: "input.user.id", class: id, entity: userEntity}, true
	case len(path) > 1 && path[0] == userEntity:
		return t.attribute(n, path[1:])
	}
	return t.field(n, path, pointer)
}

// userEntity is the entity of principals.
const userEntity = "user"

// pathOf reads a path of names; pointer tells that it begins with the element
// that any, all or none is about (".status").
func pathOf(n ast.Node) (path []string, pointer, ok bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return []string{n.Value}, false, true
	case *ast.PointerNode:
		return nil, true, n.Name == ""
	case *ast.ChainNode:
		return pathOf(n.Node)
	case *ast.MemberNode:
		name, isName := n.Property.(*ast.StringNode)
		path, pointer, ok = pathOf(n.Node)
		return append(path, nameOf(name)), pointer, ok && isName && !n.Method
	}
	return nil, false, false
}

func nameOf(n *ast.StringNode) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// field reads a field of the record, of an element, or of records that
// relations lead to.
func (t *translation) field(n ast.Node, path []string, pointer bool) (operand, bool) {
	w, path := t.start(path, pointer)
	if len(path) == 0 || !t.toOne(n, &w, path[:len(path)-1]) {
		return t.nothing(n, len(path) == 0)
	}
	last := path[len(path)-1]
	f := fieldOf(w.entity, last)
	if f == nil {
		t.fault(n, "unknown_field", "name", last, "entity", w.entity.Name)
		return operand{}, false
	}
	x, ok := fieldOperand(f, w.entity, w.to(last))
	return x, ok
}

func (t *translation) nothing(n ast.Node, unsupported bool) (operand, bool) {
	if unsupported {
		t.fault(n, "unsupported_expression")
	}
	return operand{}, false
}

// start is where a path begins: at the record, or at an element.
func (t *translation) start(path []string, pointer bool) (walk, []string) {
	if pointer && len(t.elements) > 0 {
		w := t.elements[len(t.elements)-1]
		w.lines = nil
		return w, path
	}
	if len(path) > 1 && path[0] == "record" {
		path = path[1:]
	}
	return walk{ref: recordRef(), entity: t.entity}, path
}

// toOne follows relation fields.
func (t *translation) toOne(n ast.Node, w *walk, path []string) bool {
	for _, name := range path {
		if code := t.step(w, name, ""); code != "" {
			t.fault(n, code, "name", name, "field", name, "entity", w.entity.Name)
			return false
		}
	}
	return true
}

// fieldOf finds a field, those that every entity has included.
func fieldOf(e *definition.Entity, name string) *definition.Field {
	if f := e.Field(name); f != nil {
		return f
	}
	for _, f := range definition.SystemFields() {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// sides reads both sides of a comparison and makes their types agree.
func (t *translation) sides(n *ast.BinaryNode) (x, y operand, ok bool) {
	x, okX := t.operand(n.Left)
	y, okY := t.operand(n.Right)
	if !okX || !okY {
		return x, y, false
	}
	if x.class == list || y.class == list {
		t.fault(n, "no_comparison", "type", list.String())
		return x, y, false
	}
	if y.constant {
		y, ok = t.fit(n.Right, y, x)
		return x, y, ok
	}
	x, ok = t.fit(n.Left, x, y)
	return x, y, ok
}

// fit makes x comparable with like: the same type, and a constant in the one
// form in which policies see such a value.
func (t *translation) fit(n ast.Node, x, like operand) (operand, bool) {
	if x.constant && x.class == text && like.class != text {
		canonical, ok := canonicalText(x.rego, like.class)
		if ok {
			x.rego, x.class = canonical, like.class
		}
	}
	named := x.entity != "" && like.entity != ""
	if x.class != like.class || named && x.entity != like.entity {
		t.fault(n, "types_differ", "left", like.class.String(), "right", x.class.String())
		return x, false
	}
	return x, true
}

// canonicalText rewrites a quoted constant for a type that policies see as text.
func canonicalText(quoted string, c class) (string, bool) {
	s, err := strconv.Unquote(quoted)
	if err != nil {
		return "", false
	}
	switch c {
	case date:
		_, err = time.Parse(time.DateOnly, s)
	case clock:
		var at time.Time
		if at, err = time.Parse(time.TimeOnly, s); err != nil {
			at, err = time.Parse("15:04", s)
		}
		s = at.Format(time.TimeOnly)
	case instant:
		var at time.Time
		at, err = time.Parse(time.RFC3339Nano, s)
		s = at.UTC().Format(query.InstantLayout)
	case id:
		var u uuid.UUID
		u, err = uuid.Parse(s)
		s = u.String()
	default:
		return "", false
	}
	return quote(s), err == nil
}
