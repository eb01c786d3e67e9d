package reference

import (
	"cmp"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Thing is what can be named: a document, a field of an entity, an option of a
// field of an entity or of a list of choices.
type Thing struct {
	Kind   definition.Kind `json:"kind"`
	Name   string          `json:"name"`
	Field  string          `json:"field,omitempty"`
	Option string          `json:"option,omitempty"`
}

// Reference is one place that names a thing.
type Reference struct {
	definition.Key        // the document that it stands in
	Pointer        string `json:"pointer"` // to the text within the document
	// From and To are the characters of that text which name the thing.
	From  int   `json:"from"`
	To    int   `json:"to"`
	Thing Thing `json:"thing"`
	// Searched is a word of a policy written by hand that reads like the thing.
	Searched bool `json:"searched,omitempty"`
	literal  bool // the text of an option, with its quotes
}

// Index is all references of a set of documents.
type Index struct {
	docs       []definition.Document
	trees      map[definition.Key]*definition.Object
	entities   map[string]*entity
	choices    map[string][]string // options by list
	references []Reference
	current    definition.Key
}

// entity is what references ask of an entity; one that is wrong otherwise
// counts as well.
type entity struct {
	fields map[string]field
}

type field struct {
	to      string   // the entity whose records it leads to
	choices string   // the list that its options come from
	options []string // its own
	chosen  bool     // it has options, of its own or of a list
}

// New finds all references. Documents that cannot be read have none.
func New(docs []definition.Document) *Index {
	x := &Index{docs: docs, trees: map[definition.Key]*definition.Object{}, entities: map[string]*entity{}, choices: map[string][]string{}}
	for _, d := range docs {
		tree, err := definition.Tree(d.Body)
		if err != nil || d.Kind == definition.KindPolicy {
			continue
		}
		x.trees[d.Key] = tree
		switch d.Kind {
		case definition.KindEntity:
			x.entities[d.Name] = entityOf(tree)
		case definition.KindChoices:
			x.choices[d.Name] = optionsOf(tree, "options", "value")
		}
	}
	for _, d := range docs {
		if tree := x.trees[d.Key]; tree != nil {
			x.current = d.Key
			x.document(tree)
		}
	}
	x.search()
	slices.SortStableFunc(x.references, func(a, b Reference) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.From, b.From))
	})
	return x
}

func entityOf(tree *definition.Object) *entity {
	e := &entity{fields: map[string]field{}}
	for _, f := range definition.SystemFields() {
		e.fields[f.Name] = field{to: f.Entity}
	}
	v, _ := tree.Get("properties")
	properties, ok := v.(*definition.Object)
	if !ok {
		return e
	}
	for _, name := range properties.Names() {
		v, _ := properties.Get(name)
		o, ok := v.(*definition.Object)
		if !ok {
			continue
		}
		f := field{to: text(o, "x-entity"), choices: text(o, "x-choices"), options: optionsOf(o, "oneOf", "const")}
		f.chosen = f.choices != "" || f.options != nil
		switch text(o, "x-field") {
		case "user", "users":
			f.to = "user"
		case "department":
			f.to = "department"
		}
		e.fields[name] = f
	}
	return e
}

func text(o *definition.Object, member string) string {
	v, _ := o.Get(member)
	s, _ := v.(string)
	return s
}

func optionsOf(o *definition.Object, list, member string) []string {
	v, _ := o.Get(list)
	all, ok := v.([]any)
	if !ok {
		return nil
	}
	values := []string{}
	for _, x := range all {
		if option, ok := x.(*definition.Object); ok {
			values = append(values, text(option, member))
		}
	}
	return values
}

// Leads implements expression.World.
func (x *Index) Leads(entity, name string) (string, bool) {
	e := x.entities[entity]
	if e == nil {
		return "", false
	}
	f, ok := e.fields[name]
	return f.to, ok
}

// Exists implements expression.World.
func (x *Index) Exists(entity string) bool { return x.entities[entity] != nil }

// All gives every reference, by document and place.
func (x *Index) All() []Reference { return x.references }

// To gives the references to a thing, and to what is part of it: to an entity
// those to its fields and their options, too.
func (x *Index) To(t Thing) []Reference {
	list := []Reference{}
	for _, r := range x.references {
		if t.covers(r.Thing) {
			list = append(list, r)
		}
	}
	return list
}

// covers tells whether another thing is this one or a part of it.
func (t Thing) covers(other Thing) bool {
	return t.Kind == other.Kind && t.Name == other.Name && (t.Field == "" || t.Field == other.Field) && (t.Option == "" || t.Option == other.Option)
}

// Has tells whether the set has a thing.
func (x *Index) Has(t Thing) bool {
	if x.trees[definition.Key{Kind: t.Kind, Name: t.Name}] == nil {
		return false
	}
	switch {
	case t.Kind == definition.KindChoices && t.Option != "":
		return slices.Contains(x.choices[t.Name], t.Option)
	case t.Kind != definition.KindEntity || t.Field == "":
		return t.Field == "" && t.Option == ""
	}
	f, ok := x.entities[t.Name].fields[t.Field]
	return ok && (t.Option == "" || slices.Contains(f.options, t.Option))
}

// Dangling gives the references to what the set does not have.
func (x *Index) Dangling() []Reference {
	var list []Reference
	for _, r := range x.references {
		if !r.Searched && !x.Has(r.Thing) {
			list = append(list, r)
		}
	}
	return list
}
