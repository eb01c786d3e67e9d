package expression

import (
	"slices"

	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Name is one place of an expression that names a thing: an entity, with Field
// a field of it, and with Option the text of an option of that field.
type Name struct {
	From, To int // in characters; of an option with its quotes
	Entity   string
	Field    string
	Option   string
	Literal  bool // it is the text of an option
}

// World says what there is to be named.
type World interface {
	// Leads tells whether an entity has a field, and to which entity's records
	// that leads; "" to none.
	Leads(entity, field string) (to string, ok bool)
	// Exists tells whether there is an entity.
	Exists(entity string) bool
}

// Names finds every place of an expression about records of an entity that
// names something which the world has. It asks only that the text can be
// parsed: types need not be right.
func Names(src, entity string, world World) ([]Name, *problem.Detail) {
	t, wrong := Read(src)
	if wrong != nil {
		return nil, wrong
	}
	w := &naming{tree: t, root: entity, world: world}
	w.walk(t.Node)
	slices.SortStableFunc(w.found, func(a, b Name) int { return a.From - b.From })
	return slices.Compact(w.found), nil
}

// naming is one walk. elements are the entities of the lists around a node.
type naming struct {
	tree     *Tree
	root     string
	world    World
	elements []string
	found    []Name
}

// led is what a node leads to: records of an entity, or the entity itself by
// name, and the field that it is the value of.
type led struct {
	records, entity string
	of              Name
}

func (w *naming) walk(n ast.Node) led {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return w.identifier(n)
	case *ast.PointerNode:
		if len(w.elements) > 0 {
			return led{records: w.elements[len(w.elements)-1]}
		}
	case *ast.MemberNode:
		return w.member(n)
	case *ast.ChainNode:
		return w.walk(n.Node)
	case *ast.UnaryNode:
		w.walk(n.Node)
	case *ast.BinaryNode:
		left, right := w.walk(n.Left), w.walk(n.Right)
		w.options(left.of, n.Right)
		w.options(right.of, n.Left)
	case *ast.ConditionalNode:
		w.walk(n.Cond)
		left, right := w.walk(n.Exp1), w.walk(n.Exp2)
		if left.of.Field == "" {
			return right
		}
		return left
	case *ast.PredicateNode:
		return w.walk(n.Node)
	case *ast.BuiltinNode:
		w.call(n.Arguments)
	case *ast.CallNode:
		w.call(n.Arguments)
	case *ast.ArrayNode:
		for _, x := range n.Nodes {
			w.walk(x)
		}
	}
	return led{}
}

// call reads the arguments of a function. In a predicate a dot stands for the
// elements of the first one.
func (w *naming) call(arguments []ast.Node) {
	list := led{}
	for i, x := range arguments {
		p, within := x.(*ast.PredicateNode)
		if !within {
			if v := w.walk(x); i == 0 {
				list = v
			}
			continue
		}
		w.elements = append(w.elements, list.records)
		w.walk(p)
		w.elements = w.elements[:len(w.elements)-1]
	}
}

func (w *naming) identifier(n *ast.IdentifierNode) led {
	at := n.Location().From
	if to, ok := w.world.Leads(w.root, n.Value); ok {
		return w.name(at, n.Value, Name{Entity: w.root, Field: n.Value}, to)
	}
	switch {
	case n.Value == "me":
		return led{records: callerEntity}
	case n.Value == "record" || n.Value == "changes":
		return led{records: w.root}
	case w.world.Exists(n.Value):
		w.name(at, n.Value, Name{Entity: n.Value}, "")
		return led{entity: n.Value}
	}
	return led{}
}

// callerEntity is the entity of the caller's own record.
const callerEntity = "user"

func (w *naming) member(n *ast.MemberNode) led {
	property, ok := n.Property.(*ast.StringNode)
	if !ok {
		return led{}
	}
	var base led
	if i, ok := n.Node.(*ast.IdentifierNode); ok && i.Value == "user" {
		base = led{records: callerEntity}
	} else {
		base = w.walk(n.Node)
	}
	at := property.Location().From
	if base.entity != "" {
		// order.buyer: the records of order that lead here
		if _, ok := w.world.Leads(base.entity, property.Value); ok {
			w.name(at, property.Value, Name{Entity: base.entity, Field: property.Value}, "")
			return led{records: base.entity}
		}
		return led{}
	}
	if to, ok := w.world.Leads(base.records, property.Value); ok {
		return w.name(at, property.Value, Name{Entity: base.records, Field: property.Value}, to)
	}
	if base.records != "" && w.world.Exists(property.Value) {
		w.name(at, property.Value, Name{Entity: property.Value}, "")
		return led{entity: property.Value}
	}
	return led{}
}

// name notes a name that stands at a place, or behind it: the place of a
// member may be that of its dot.
func (w *naming) name(at int, text string, n Name, to string) led {
	want := []rune(text)
	for from := max(at, 0); from+len(want) <= len(w.tree.source) && from <= at+2; from++ {
		if slices.Equal(w.tree.source[from:from+len(want)], want) {
			n.From, n.To = from, from+len(want)
			w.found = append(w.found, n)
			break
		}
	}
	n.From, n.To = 0, 0
	return led{records: to, of: n}
}

// options notes the texts that a field is compared with.
func (w *naming) options(of Name, n ast.Node) {
	if of.Field == "" {
		return
	}
	switch n := n.(type) {
	case *ast.StringNode:
		at := n.Location()
		if at.From >= 0 && at.To > at.From && at.To <= len(w.tree.source) {
			w.found = append(w.found, Name{From: at.From, To: at.To, Entity: of.Entity, Field: of.Field, Option: n.Value, Literal: true})
		}
	case *ast.ArrayNode:
		for _, x := range n.Nodes {
			w.options(of, x)
		}
	}
}
