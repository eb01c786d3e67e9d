package reference

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
)

// document notes the references of one document.
func (x *Index) document(tree *definition.Object) {
	about := []string{text(tree, "entity")}
	switch x.current.Kind {
	case definition.KindEntity:
		about[0] = x.current.Name
	case definition.KindRego:
		about = textsOf(tree, "entities")
	}
	for _, p := range places[x.current.Kind] {
		x.follow("", tree, p.path, nil, func(pointer string, v any, holder *definition.Object) {
			for _, entity := range about {
				x.at(spot{pointer, v, holder, entity}, p.sort)
			}
		})
	}
}

func textsOf(o *definition.Object, member string) []string {
	v, _ := o.Get(member)
	list, _ := v.([]any)
	var out []string
	for _, t := range list {
		if s, ok := t.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// follow calls found with each value at the end of a path, and the object that
// holds the value or the array around it.
func (x *Index) follow(pointer string, v any, path []string, holder *definition.Object, found func(string, any, *definition.Object)) {
	if len(path) == 0 {
		found(pointer, v, holder)
		return
	}
	switch v := v.(type) {
	case *definition.Object:
		for _, n := range v.Names() {
			if path[0] == "*" || path[0] == n {
				next, _ := v.Get(n)
				x.follow(pointer+"/"+definition.PointerToken(n), next, path[1:], v, found)
			}
		}
	case []any:
		for i := 0; path[0] == "*" && i < len(v); i++ {
			x.follow(pointer+"/"+strconv.Itoa(i), v[i], path[1:], holder, found)
		}
	}
}

// spot is a value of a document that names something.
type spot struct {
	pointer string
	value   any
	holder  *definition.Object
	entity  string // that the document is about
}

// named are the kinds of the documents that a text alone names.
var named = map[sort]definition.Kind{
	anEntity: definition.KindEntity, aChoices: definition.KindChoices, aRole: definition.KindRole, aPool: definition.KindPool, aPackage: definition.KindPackage,
	aView: definition.KindView,
}

func (x *Index) at(p spot, s sort) {
	switch s {
	case aScope:
		x.scope(p)
		return
	case aWay:
		x.way(p)
		return
	}
	src, ok := p.value.(string)
	if !ok || src == "" {
		return
	}
	if kind, ok := named[s]; ok {
		x.add(p.pointer, 0, src, Thing{Kind: kind, Name: src})
		return
	}
	switch s {
	case aField:
		x.path(p.pointer, p.entity, src)
	case aFarField:
		x.path(p.pointer, source(p.holder), src)
	case aUserField:
		x.path(p.pointer, "user", src)
	case aStep, aSource:
		x.step(p.pointer, p.entity, src)
	case anExpr:
		x.expr(p.pointer, p.entity, src)
	case aFarExpr:
		x.expr(p.pointer, source(p.holder), src)
	case anOption:
		x.option(p, src)
	}
}

// source is the entity that a roll-up counts.
func source(holder *definition.Object) string {
	entity, _, _ := strings.Cut(text(holder, "x-of"), ".")
	return entity
}

func (x *Index) add(pointer string, from int, src string, t Thing) {
	x.references = append(x.references, Reference{Key: x.current, Pointer: pointer, From: from, To: from + utf8.RuneCountInString(src), Thing: t})
}

// path notes a field, and those that dots lead on to.
func (x *Index) path(pointer, entity, src string) {
	from := 0
	if strings.HasPrefix(src, "-") {
		src, from = src[1:], 1
	}
	for _, name := range strings.Split(src, ".") {
		if entity == "" {
			return
		}
		x.add(pointer, from, name, Thing{Kind: definition.KindEntity, Name: entity, Field: name})
		from += utf8.RuneCountInString(name) + 1
		entity, _ = x.Leads(entity, name)
	}
}

// step notes one step of a way and gives the entity where it ends.
func (x *Index) step(pointer, entity, src string) string {
	far, name, back := strings.Cut(src, ".")
	if !back {
		x.path(pointer, entity, src)
		to, _ := x.Leads(entity, src)
		return to
	}
	x.add(pointer, 0, far, Thing{Kind: definition.KindEntity, Name: far})
	x.add(pointer, utf8.RuneCountInString(far)+1, name, Thing{Kind: definition.KindEntity, Name: far, Field: name})
	return far
}

func (x *Index) way(p spot) {
	list, _ := p.value.([]any)
	entity := p.entity
	for i, v := range list {
		if src, ok := v.(string); ok {
			entity = x.step(p.pointer+"/"+strconv.Itoa(i), entity, src)
		}
	}
}

// scope notes what a scope of an access rule names: one part, or an array.
func (x *Index) scope(p spot) {
	switch v := p.value.(type) {
	case []any:
		for i, part := range v {
			x.scope(spot{p.pointer + "/" + strconv.Itoa(i), part, nil, p.entity})
		}
	case *definition.Object:
		member := func(name string, s sort) {
			if value, ok := v.Get(name); ok {
				x.at(spot{p.pointer + "/" + name, value, v, p.entity}, s)
			}
		}
		member("pool", aPool)
		member("field", aField)
		member("attribute", aUserField)
		member("through", aWay)
	}
}

// expr notes what an expression names. One that cannot be read names nothing.
func (x *Index) expr(pointer, entity, src string) {
	names, wrong := expression.Names(src, entity, x)
	if wrong != nil {
		return
	}
	for _, n := range names {
		t := Thing{Kind: definition.KindEntity, Name: n.Entity, Field: n.Field}
		if n.Literal {
			ok := false
			if t, ok = x.chosen(n.Entity, n.Field, n.Option); !ok {
				continue
			}
		}
		x.references = append(x.references, Reference{Key: x.current, Pointer: pointer, From: n.From, To: n.To, Thing: t, literal: n.Literal})
	}
}

// chosen gives the option of a field, which may be one of a list that it shares
// with others; false where the field has no options.
func (x *Index) chosen(entity, name, option string) (Thing, bool) {
	e := x.entities[entity]
	if e == nil || option == "" {
		return Thing{}, false
	}
	f := e.fields[name]
	if f.choices != "" {
		return Thing{Kind: definition.KindChoices, Name: f.choices, Option: option}, x.choices[f.choices] != nil
	}
	return Thing{Kind: definition.KindEntity, Name: entity, Field: name, Option: option}, f.chosen
}

// option notes the default of a field with options.
func (x *Index) option(p spot, src string) {
	name := strings.SplitN(p.pointer, "/", 4)[2]
	if t, ok := x.chosen(p.entity, name, src); ok {
		x.add(p.pointer, 0, src, t)
	}
}
