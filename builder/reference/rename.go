package reference

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Renaming is what giving a thing another name takes.
type Renaming struct {
	// Documents are those that change, the thing's own under its new name.
	Documents []definition.Document
	// Removed is the document whose name changes, under its old one; empty
	// when a field or an option was renamed.
	Removed definition.Key
	// Mend are places that seem to name the thing and cannot be rewritten.
	Mend []Reference
}

// maxFormer is how many former names a thing keeps.
const maxFormer = 20

// Rename gives a thing another name, and names it so wherever it is referred
// to. With remembered its old name stays understood as a former one (entities,
// fields and options).
func (x *Index) Rename(t Thing, to string, remembered bool) (Renaming, error) {
	var out Renaming
	if !x.Has(t) {
		return out, problem.New(problem.NotFound, "not_found")
	}
	renamed := t.named(to)
	if renamed != t && x.Has(renamed) {
		return out, problem.InvalidAt("/to", "name_taken", map[string]any{"name": to})
	}
	changed := map[definition.Key]*definition.Object{}
	byPlace := map[textAt][]Reference{}
	for _, r := range x.references {
		switch {
		case r.Thing != t:
		case r.Searched || x.ambiguous(r):
			out.Mend = append(out.Mend, r)
		default:
			p := textAt{r.Key, r.Pointer}
			byPlace[p] = append(byPlace[p], r)
		}
	}
	for p, list := range byPlace {
		rewrite(x.trees[p.key], p.pointer, list, to)
		changed[p.key] = x.trees[p.key]
	}
	own := definition.Key{Kind: t.Kind, Name: t.Name}
	changed[own] = x.trees[own]
	if !define(x.trees[own], t, to, remembered) {
		return out, problem.New(problem.NotFound, "not_found")
	}
	for key, tree := range changed {
		if key == own && t.Field == "" && t.Option == "" {
			out.Removed, key = own, definition.Key{Kind: t.Kind, Name: to}
		}
		out.Documents = append(out.Documents, definition.Document{Key: key, Body: tree.Bytes()})
	}
	slices.SortFunc(out.Documents, func(a, b definition.Document) int {
		return strings.Compare(string(a.Kind)+"/"+a.Name, string(b.Kind)+"/"+b.Name)
	})
	return out, nil
}

// textAt is one text of one document.
type textAt struct {
	key     definition.Key
	pointer string
}

// named is the thing under another name.
func (t Thing) named(to string) Thing {
	switch {
	case t.Option != "":
		t.Option = to
	case t.Field != "":
		t.Field = to
	default:
		t.Name = to
	}
	return t
}

// ambiguous tells whether the same characters name something else as well, as
// the fields of a policy that is about several entities do.
func (x *Index) ambiguous(r Reference) bool {
	return slices.ContainsFunc(x.references, func(o Reference) bool {
		return o.Key == r.Key && o.Pointer == r.Pointer && o.From == r.From && o.Thing != r.Thing && o.To == r.To && x.Has(o.Thing)
	})
}

// rewrite puts the new name into a text, from its end to its beginning, so
// that places stay where they are.
func rewrite(tree *definition.Object, pointer string, list []Reference, to string) {
	slices.SortFunc(list, func(a, b Reference) int { return b.From - a.From })
	change(tree, strings.Split(pointer, "/")[1:], func(src string) string {
		runes := []rune(src)
		for _, r := range list {
			name := []rune(to)
			if r.literal {
				name = quoted(to, runes[r.From])
			}
			runes = slices.Concat(runes[:r.From], name, runes[r.To:])
		}
		return string(runes)
	})
}

// quoted writes a text in an expression, between the quotes that stood there if
// they can hold it.
func quoted(text string, quote rune) []rune {
	if !strings.ContainsAny(text, "'\"`\\\n") {
		return []rune(string(quote) + text + string(quote))
	}
	b, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return []rune(string(b))
}

// define gives the thing itself its new name.
func define(tree *definition.Object, t Thing, to string, remembered bool) bool {
	holder, list, member := tree, "options", "value"
	if t.Kind == definition.KindEntity && t.Field != "" {
		properties := objectAt(tree, "properties")
		field := objectAt(properties, t.Field)
		if field == nil {
			return false
		}
		if t.Option == "" {
			remember(field, t.Field, to, remembered)
			return t.Field == to || properties.Rename(t.Field, to)
		}
		holder, list, member = field, "oneOf", "const"
	}
	if t.Option == "" {
		if t.Kind == definition.KindEntity {
			remember(tree, t.Name, to, remembered)
		}
		tree.Set("name", to)
		return true
	}
	v, _ := holder.Get(list)
	options, _ := v.([]any)
	for _, v := range options {
		o, ok := v.(*definition.Object)
		if !ok || text(o, member) != t.Option {
			continue
		}
		o.Set(member, to)
		if text(o, "x-id") == "" {
			o.Set("x-id", definition.NewID())
		}
		remember(o, t.Option, to, remembered)
		return true
	}
	return false
}

func objectAt(o *definition.Object, name string) *definition.Object {
	if o == nil {
		return nil
	}
	v, _ := o.Get(name)
	child, _ := v.(*definition.Object)
	return child
}

// remember keeps the old name as a former one; the new one is none any more.
func remember(o *definition.Object, old, to string, remembered bool) {
	former := slices.DeleteFunc(textsOf(o, "x-former"), func(name string) bool { return name == to || name == old })
	if remembered {
		former = append(former, old)
	}
	former = former[max(0, len(former)-maxFormer):]
	list := make([]any, len(former))
	for i, name := range former {
		list[i] = name
	}
	if _, had := o.Get("x-former"); had || len(list) > 0 {
		o.Set("x-former", list)
	}
}
