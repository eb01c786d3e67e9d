package reference

import (
	"regexp"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/engine/definition"
)

var word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// search looks through policies written by hand for words that are names of
// fields of the entities that they are about, of entities and of roles.
func (x *Index) search() {
	for _, d := range x.docs {
		tree := x.trees[d.Key]
		if d.Kind != definition.KindRego || tree == nil {
			continue
		}
		x.current = d.Key
		entities := textsOf(tree, "entities")
		for _, member := range []string{"module", "tests"} {
			x.searchText("/"+member, text(tree, member), entities)
		}
	}
}

func (x *Index) searchText(pointer, src string, entities []string) {
	for _, at := range word.FindAllStringIndex(src, -1) {
		name := src[at[0]:at[1]]
		from := utf8.RuneCountInString(src[:at[0]])
		note := func(t Thing) {
			x.references = append(x.references, Reference{Key: x.current, Pointer: pointer, From: from, To: from + len(name), Thing: t, Searched: true})
		}
		for _, entity := range entities {
			if e := x.entities[entity]; e != nil {
				if _, ok := e.fields[name]; ok {
					note(Thing{Kind: definition.KindEntity, Name: entity, Field: name})
				}
			}
		}
		if x.entities[name] != nil {
			note(Thing{Kind: definition.KindEntity, Name: name})
		}
		if x.trees[definition.Key{Kind: definition.KindRole, Name: name}] != nil {
			note(Thing{Kind: definition.KindRole, Name: name})
		}
	}
}
