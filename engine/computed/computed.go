package computed

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// The limits of one field, those that it is made of included.
const (
	maxDepth = 10    // computed fields within each other
	maxParts = 5_000 // nodes once all are written out
)

// Fields are the computed fields of a set of definitions.
type Fields struct {
	set      *definition.Set
	base     filter.Schema
	compiled map[Name]*entry
	path     []Name // being compiled, outermost first
	problems []Problem
}

// Name names a field of an entity.
type Name struct{ Entity, Field string }

// Problem is what is wrong with one field; its details point into the document
// of its entity.
type Problem struct {
	Name
	Details problem.List
}

// entry is one field; x is nil while it is being compiled, and for good when
// something is wrong with it.
type entry struct {
	computed *query.Computed
	depth    int
	parts    int
}

// Compile compiles all computed fields of a set and gives each its Shown. base
// tells of the other fields. The problems are in the order of the definitions.
func Compile(set *definition.Set, base filter.Schema) (*Fields, []Problem) {
	f := &Fields{set: set, base: base, compiled: map[Name]*entry{}}
	for _, e := range set.Entities {
		for _, d := range e.Fields {
			if d.IsComputed() {
				f.entry(e, d)
			}
		}
	}
	return f, f.problems
}

// None tells that no field is computed.
func (f *Fields) None() bool { return len(f.compiled) == 0 }

// Of gives what a field is made of; nil for one that is not computed, or wrong.
func (f *Fields) Of(entity, field string) *query.Computed {
	if e := f.compiled[Name{entity, field}]; e != nil {
		return e.computed
	}
	return nil
}

func (f *Fields) entry(e *definition.Entity, d *definition.Field) *entry {
	name := Name{e.Name, d.Name}
	if known, ok := f.compiled[name]; ok {
		if i := slices.Index(f.path, name); i >= 0 {
			f.cycle(append(slices.Clone(f.path[i:]), name))
		}
		return known
	}
	one := &entry{}
	f.compiled[name] = one
	f.path = append(f.path, name)
	s := &schema{Fields: f, broken: false}
	c := compiler{schema: s, entity: e, field: d, at: "/properties/" + d.Name}
	made := c.compile()
	f.path = f.path[:len(f.path)-1]
	one.depth = s.depth + 1
	if made != nil {
		one.parts = s.parts + parts(made.X)
		c.limits(one)
	}
	if len(c.problems) == 0 && !s.broken && made != nil {
		one.computed = made
	}
	if len(c.problems) > 0 && !s.broken {
		f.problems = append(f.problems, Problem{name, c.problems})
	}
	return one
}

// cycle reports fields that depend on themselves, with the path.
func (f *Fields) cycle(path []Name) {
	texts := make([]string, len(path))
	for i, n := range path {
		texts[i] = n.Entity + "." + n.Field
	}
	var l problem.List
	l.Add("/properties/"+path[0].Field, "depends_on_itself", "path", strings.Join(texts, " → "))
	f.problems = append(f.problems, Problem{path[0], l})
}

// parts counts what an operand is made of, computed fields not opened.
func parts(x query.Operand) int {
	n := 0
	query.Walk(query.Present{X: x}, func(query.Predicate) bool { n++; return true })
	return n
}

// schema is what one field is compiled against; it notes what that is made of.
type schema struct {
	*Fields
	broken bool // it is made of a field that is wrong
	depth  int
	parts  int
}

// Field implements query.Schema.
func (s *schema) Field(entity, name string) (query.Field, bool) {
	d, ok := s.base.Definition(entity, name)
	if !ok || !d.IsComputed() {
		return s.base.Field(entity, name)
	}
	e := s.set.Entity(entity)
	one := s.entry(e, d)
	if one.computed == nil {
		s.broken = true
		return query.Field{}, false
	}
	s.depth, s.parts = max(s.depth, one.depth), s.parts+one.parts
	q := fieldtype.QueryField(e, d)
	q.Computed = one.computed
	return q, true
}

// Definition implements filter.Schema.
func (s *schema) Definition(entity, name string) (*definition.Field, bool) {
	return s.base.Definition(entity, name)
}

// Target implements query.Schema.
func (s *schema) Target(entity, field string) (string, bool) { return s.base.Target(entity, field) }

// Table implements query.Schema.
func (s *schema) Table(entity string) (string, bool) { return s.base.Table(entity) }

var _ filter.Schema = (*schema)(nil)
