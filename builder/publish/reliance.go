package publish

import (
	"encoding/json"
	"iter"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// reliance says which documents the access to an entity may be made from. It
// goes by words, and so says rather too much than too little: a document relies
// on all whose names occur in it, wherever that is, an entity also on the rules
// about it, and both on what those rely on in turn. A name stands for all
// documents that have it, or had it.
type reliance struct {
	known map[string][]string        // names, by the words in them
	users map[string]map[string]bool // names of those that rely on a name
}

// implied are the entities that fields and rules lead to without naming them.
var implied = []string{"user", "department", "team"}

// looks are the kinds of documents that say how things look, which the access
// to no entity is made from.
var looks = map[definition.Kind]bool{
	definition.KindForm: true, definition.KindView: true, definition.KindMenu: true, definition.KindPackage: true, definition.KindPolicy: true,
}

// newReliance reads sets of documents: the wanted, and the published one, for
// what relied on something that is gone.
func newReliance(sets ...[]definition.Document) *reliance {
	r := &reliance{known: map[string][]string{}, users: map[string]map[string]bool{}}
	for _, docs := range sets {
		for _, d := range docs {
			if !looks[d.Kind] {
				r.name(d)
			}
		}
	}
	seen := map[string]bool{}
	for _, docs := range sets {
		for _, d := range docs {
			if !looks[d.Kind] && !seen[string(d.Body)] {
				seen[string(d.Body)] = true
				r.read(d)
			}
		}
	}
	return r
}

// name enters what a document is called, and was.
func (r *reliance) name(d definition.Document) {
	var head struct {
		Former []string `json:"x-former"`
	}
	_ = json.Unmarshal(d.Body, &head) // what cannot be read is not published
	for _, name := range append(head.Former, d.Name) {
		for word := range words(name) {
			if !slices.Contains(r.known[word], d.Name) {
				r.known[word] = append(r.known[word], d.Name)
			}
		}
	}
}

// read enters what a document relies on, and what relies on it.
func (r *reliance) read(d definition.Document) {
	for word := range words(string(d.Body)) {
		for _, name := range r.known[word] {
			r.relies(d.Name, name)
		}
	}
	if d.Kind == definition.KindEntity {
		for _, name := range implied {
			r.relies(d.Name, name)
		}
		return
	}
	var about struct {
		Entity   string   `json:"entity"`
		Entities []string `json:"entities"`
	}
	_ = json.Unmarshal(d.Body, &about)
	for _, entity := range append(about.Entities, about.Entity) {
		for word := range words(entity) {
			for _, name := range r.known[word] {
				r.relies(name, d.Name)
			}
		}
	}
}

func (r *reliance) relies(who, on string) {
	if r.users[on] == nil {
		r.users[on] = map[string]bool{}
	}
	r.users[on][who] = true
}

// touched gives the names of all that rely on one of the documents, they
// themselves included.
func (r *reliance) touched(keys map[definition.Key]bool) map[string]bool {
	all := map[string]bool{}
	var reach func(name string)
	reach = func(name string) {
		if !all[name] {
			all[name] = true
			for user := range r.users[name] {
				reach(user)
			}
		}
	}
	for k := range keys {
		if !looks[k.Kind] {
			reach(k.Name)
		}
	}
	return all
}

// words gives the words of a text in JSON: what names are made of, without
// dots. An escape ends a word, and is none.
func words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		begin := -1
		for i := 0; i <= len(text); i++ {
			if i < len(text) && partOfWord(text[i]) {
				if begin < 0 {
					begin = i
				}
				continue
			}
			if begin >= 0 && !yield(text[begin:i]) {
				return
			}
			begin = -1
			switch {
			case i+1 >= len(text) || text[i] != '\\':
			case text[i+1] == 'u':
				i += 5
			default:
				i++
			}
		}
	}
}

func partOfWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
