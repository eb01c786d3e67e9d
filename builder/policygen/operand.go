package policygen

import (
	"strconv"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
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
	entity   string // what an id names; "" when that is not known
	relation bool   // rego is a record; its id has to be compared
	constant bool
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
		return operand{rego: strconv.FormatFloat(n.Value, 'f', -1, 64), class: number, constant: true}, true
	case *ast.BoolNode:
		return operand{rego: strconv.FormatBool(n.Value), class: boolean, constant: true}, true
	case *ast.UnaryNode:
		x, ok := t.operand(n.Node)
		if ok && n.Operator == "-" && x.constant && x.class == number {
			x.rego = "-" + x.rego
			return x, true
		}
	case *ast.BuiltinNode:
		if n.Name == "now" && len(n.Arguments) == 0 {
			return operand{rego: "input.now", class: instant}, true
		}
	case *ast.ChainNode:
		return t.operand(n.Node)
	case *ast.IdentifierNode, *ast.MemberNode:
		return t.named(n)
	}
	t.fault(n, "unsupported_expression")
	return operand{}, false
}

// named reads what is written as a path of names.
func (t *translation) named(n ast.Node) (operand, bool) {
	path, ok := pathOf(n)
	if !ok {
		t.fault(n, "unsupported_expression")
		return operand{}, false
	}
	switch {
	case len(path) == 1 && path[0] == "me":
		return operand{rego: "input.user.id", class: id, entity: userEntity}, true
	case len(path) > 1 && path[0] == userEntity:
		return t.attribute(n, path[1:])
	case len(path) > 1 && path[0] == "record":
		path = path[1:]
	}
	return t.field(n, path)
}

// userEntity is the entity of principals.
const userEntity = "user"

func pathOf(n ast.Node) ([]string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return []string{n.Value}, true
	case *ast.ChainNode:
		return pathOf(n.Node)
	case *ast.MemberNode:
		name, ok := n.Property.(*ast.StringNode)
		path, ok2 := pathOf(n.Node)
		return append(path, nameOf(name)), ok && ok2 && !n.Method
	}
	return nil, false
}

func nameOf(n *ast.StringNode) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// attribute reads what is known of the user; relations are plain ids there.
func (t *translation) attribute(n ast.Node, path []string) (operand, bool) {
	rego := inputPath("user", path[0])
	if len(path) == 1 {
		switch path[0] {
		case "id":
			return operand{rego: rego, class: id, entity: userEntity}, true
		case "roles":
			return operand{rego: rego, class: list}, true
		}
		if e := t.entities[userEntity]; e != nil {
			if f := e.Field(path[0]); f != nil && !f.System {
				if ft, ok := fieldtype.Get(f.Type); ok {
					return operand{rego: rego, class: classOf(ft.Kind()), entity: f.Entity}, true
				}
			}
		}
	}
	t.fault(n, "unknown_attribute", "name", path[0])
	return operand{}, false
}

// field reads a field of the record or of records that relations lead to.
func (t *translation) field(n ast.Node, path []string) (operand, bool) {
	entity := t.entity
	for i, name := range path {
		f := fieldOf(entity, name)
		if f == nil {
			t.fault(n, "unknown_field", "field", name, "entity", entity.Name)
			return operand{}, false
		}
		last := i == len(path)-1
		if last {
			return t.leaf(n, f, entity, path)
		}
		next := t.entities[f.Entity]
		if next == nil {
			t.fault(n, "not_a_relation", "field", name, "entity", entity.Name)
			return operand{}, false
		}
		entity = next
	}
	return operand{}, false
}

func (t *translation) leaf(n ast.Node, f *definition.Field, entity *definition.Entity, path []string) (operand, bool) {
	rego := recordPath(path...)
	if f.Name == "id" {
		return operand{rego: rego, class: id, entity: entity.Name}, true
	}
	ft, ok := fieldtype.Get(f.Type)
	if !ok {
		t.fault(n, "unknown_field", "field", f.Name, "entity", entity.Name)
		return operand{}, false
	}
	x := operand{rego: rego, class: classOf(ft.Kind())}
	if f.Entity != "" {
		x.relation, x.entity, x.class = true, f.Entity, id
	}
	return x, true
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
