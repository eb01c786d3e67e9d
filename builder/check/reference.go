package check

import (
	"strings"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// references reports places that name what the draft does not have, unless
// something is said of them already. Options are another matter: a condition
// may ask for a value that only old records have; see Removed.
func (c *checker) references(docs []definition.Document, unread map[definition.Key]bool) {
	for _, r := range reference.New(docs).Dangling() {
		if unread[r.Key] || unread[definition.Key{Kind: r.Thing.Kind, Name: r.Thing.Name}] {
			continue // first these have to be right by themselves
		}
		// A field of an entity that there is not is said with that, and the
		// package core is in every workspace.
		owned := r.Thing.Field != "" && !c.named[definition.Key{Kind: r.Thing.Kind, Name: r.Thing.Name}]
		if owned || r.Thing.Option != "" || r.Thing.Kind == definition.KindPackage || said(c.problems[r.Key], r.Pointer) {
			continue
		}
		document{c, r.Key}.add(r.Pointer, "dangling_reference", "kind", string(r.Thing.Kind), "name", dotted(r.Thing))
	}
}

// Removed reports places that name options which were published and which the
// draft does not have any more.
func Removed(published, docs []definition.Document) []definition.DocumentProblem {
	c := &checker{problems: map[definition.Key]problem.List{}}
	var before *reference.Index
	for _, r := range reference.New(docs).Dangling() {
		if r.Thing.Option == "" {
			continue
		}
		if before == nil {
			before = reference.New(published)
		}
		if before.Has(r.Thing) {
			document{c, r.Key}.add(r.Pointer, "unknown_option", "name", r.Thing.Option, "at", r.From+1)
		}
	}
	return c.sorted()
}

func dotted(t reference.Thing) string {
	if t.Field == "" {
		return t.Name
	}
	return t.Name + "." + t.Field
}

// said tells whether there is a problem at a pointer, above it or below.
func said(l problem.List, pointer string) bool {
	for _, p := range l {
		if strings.HasPrefix(p.Pointer, pointer) || strings.HasPrefix(pointer, p.Pointer) {
			return true
		}
	}
	return false
}

// formers refuses former names that something else has, or had: the API could
// not tell which is meant.
func (c *checker) formers() {
	names := &taken{by: map[string]string{}}
	for _, e := range c.set.Entities {
		names.own(e.Name, e.Name)
	}
	for _, e := range c.set.Entities {
		d := c.about(definition.KindEntity, e.Name)
		names.former(d, "/x-former", e.Name, e.Former)
		d.formerFields(e)
	}
	for _, list := range c.set.Choices {
		c.about(definition.KindChoices, list.Name).formerOptions("/options", list.Options)
	}
}

func (d document) formerFields(e *definition.Entity) {
	names := &taken{by: map[string]string{}}
	for _, f := range e.Fields {
		names.own(f.Name, f.Name)
	}
	for _, f := range e.Fields {
		names.former(d, "/properties/"+f.Name+"/x-former", f.Name, f.Former)
		if f.Choices == "" {
			d.formerOptions("/properties/"+f.Name+"/oneOf", f.Options)
		}
	}
}

func (d document) formerOptions(pointer string, options []definition.Option) {
	names := &taken{by: map[string]string{}}
	for _, o := range options {
		names.own(o.Value, o.Value)
	}
	for i, o := range options {
		names.former(d, at(pointer, i)+"/x-former", o.Value, o.Former)
	}
}

// taken is who has, or had, a name.
type taken struct{ by map[string]string }

func (t *taken) own(name, by string) { t.by[name] = by }

func (t *taken) former(d document, pointer, owner string, former []string) {
	for i, name := range former {
		if by, ok := t.by[name]; ok {
			d.add(at(pointer, i), "former_name_taken", "name", name, "by", by)
			continue
		}
		t.by[name] = owner
	}
}
