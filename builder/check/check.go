package check

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// maxEntities is how many entities one workspace may have.
const maxEntities = 4000

// Check parses all documents of a draft and finds everything that is wrong
// with them. The Set holds those that are right by themselves; it may be
// published when there are no problems.
func Check(docs []definition.Document) (*definition.Set, []definition.DocumentProblem) {
	set, found := definition.ParseSet(docs)
	c := &checker{set: set, named: map[definition.Key]bool{}, problems: map[definition.Key]problem.List{}}
	for _, d := range docs {
		c.named[d.Key] = true
	}
	wrong := map[definition.Key]bool{}
	for _, p := range found {
		c.problems[p.Key], wrong[p.Key] = p.Details, true
	}
	c.computed()
	c.entities()
	c.layouts()
	c.roles()
	c.access()
	c.duties()
	c.regos()
	c.packages()
	c.rules()
	c.formers()
	c.references(docs, wrong)
	return set, c.sorted()
}

// checker collects the problems of one draft.
type checker struct {
	set      *definition.Set
	schema   setSchema
	named    map[definition.Key]bool // every document, also one that does not parse
	problems map[definition.Key]problem.List
}

// document reports about one document.
type document struct {
	*checker
	key definition.Key
}

func (c *checker) about(kind definition.Kind, name string) document {
	return document{c, definition.Key{Kind: kind, Name: name}}
}

// add reports a problem; params are name, value pairs.
func (d document) add(pointer, code string, params ...any) {
	l := d.problems[d.key]
	l.Add(pointer, code, params...)
	d.problems[d.key] = l
}

// addAll reports the details of an error below a pointer.
func (d document) addAll(err error) {
	var e *problem.Error
	if errors.As(err, &e) && len(e.Details) > 0 {
		d.problems[d.key] = append(d.problems[d.key], e.Details...)
	} else if err != nil {
		d.add("", "invalid_document")
	}
}

// entity finds an entity. It is nil without a report when the entity exists
// but has problems of its own.
func (d document) entity(pointer, name string) *definition.Entity {
	if !d.named[definition.Key{Kind: definition.KindEntity, Name: name}] {
		d.add(pointer, "unknown_entity", "name", name)
	}
	return d.set.Entity(name)
}

// role reports a role that does not exist.
func (d document) role(pointer, name string) {
	if !d.named[definition.Key{Kind: definition.KindRole, Name: name}] {
		d.add(pointer, "unknown_role", "name", name)
	}
}

// field finds a field of an entity.
func (d document) field(pointer string, e *definition.Entity, name string) *definition.Field {
	f := e.Field(name)
	if f == nil {
		d.add(pointer, "unknown_field", "name", name)
	}
	return f
}

func at(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// sorted gives the problems by document, then pointer, then code.
func (c *checker) sorted() []definition.DocumentProblem {
	out := make([]definition.DocumentProblem, 0, len(c.problems))
	for key, l := range c.problems {
		slices.SortStableFunc(l, func(a, b problem.Detail) int {
			return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Code, b.Code))
		})
		l = slices.CompactFunc(l, func(a, b problem.Detail) bool { return a.Pointer == b.Pointer && a.Code == b.Code })
		out = append(out, definition.DocumentProblem{Key: key, Details: l})
	}
	slices.SortFunc(out, func(a, b definition.DocumentProblem) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return out
}
