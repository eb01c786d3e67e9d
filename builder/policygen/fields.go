package policygen

import (
	"maps"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
)

// always are the fields that whoever reads a record at all must have.
var always = []string{"id", "version"}

// withAny are the system fields that come with any list of fields.
var withAny = []string{"created_at", "updated_at", "archived_at"}

// readable resolves the fields that a grant lets read.
func (g *generator) readable(at string, s definition.FieldSet) map[string]bool {
	fields := g.resolve(at, s, func(*definition.Field) bool { return true })
	if len(fields) == 0 {
		return fields
	}
	for _, name := range always {
		fields[name] = true
	}
	if s.Only != nil {
		for _, name := range withAny {
			fields[name] = true
		}
	}
	return fields
}

// writable resolves the fields that a grant lets write; those that only the
// system sets are never among them.
func (g *generator) writable(at string, s definition.FieldSet) map[string]bool {
	return g.resolve(at, s, func(f *definition.Field) bool { return !f.System && !f.ReadOnly })
}

// findable resolves the fields that a grant lets search by, which it has to
// let read.
func (g *generator) findable(at string, s definition.FieldSet, read map[string]bool) map[string]bool {
	for i, name := range s.Only {
		if fieldOf(g.entity, name) != nil && !read[name] {
			g.problems.Add(at+"/only/"+strconv.Itoa(i), "not_readable", "name", name)
		}
	}
	fields := g.resolve(at, s, func(f *definition.Field) bool { return read[f.Name] })
	if s.Only != nil { // lists have an order of their own
		for _, name := range slices.Concat(always, withAny) {
			if read[name] {
				fields[name] = true
			}
		}
	}
	return fields
}

// once gives the writable fields that may be set only while empty.
func (g *generator) once(at string, names []string, write map[string]bool) []string {
	set := map[string]bool{}
	for i, name := range names {
		if !write[name] {
			g.problems.Add(at+"/"+strconv.Itoa(i), "once_not_written", "name", name)
		}
		set[name] = true
	}
	for _, f := range g.entity.Fields {
		if f.SetOnce && write[f.Name] {
			set[f.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func (g *generator) resolve(at string, s definition.FieldSet, fits func(*definition.Field) bool) map[string]bool {
	g.known(at+"/only", s.Only...)
	g.known(at+"/except", s.Except...)
	fields := map[string]bool{}
	for _, f := range g.allFields() {
		if Holds(s, f) && fits(f) {
			fields[f.Name] = true
		}
	}
	return fields
}

// Holds tells whether a set has a field. A field of a higher grade than the
// set's has to be named.
func Holds(s definition.FieldSet, f *definition.Field) bool {
	if slices.Contains(s.Only, f.Name) {
		return true
	}
	open := s.All || s.Except != nil && !slices.Contains(s.Except, f.Name)
	return open && rank(f.Grade) <= rank(s.Grade)
}

// rank orders grades; internal is what has none.
func rank(g definition.Grade) int {
	switch g {
	case definition.GradePublic:
		return 0
	case definition.GradeConfidential:
		return 2
	case definition.GradeSecret:
		return 3
	}
	return 1
}

// allFields are the entity's fields and those that every entity has.
func (g *generator) allFields() []*definition.Field {
	all := slices.Clone(g.entity.Fields)
	for _, f := range definition.SystemFields() {
		if g.entity.Field(f.Name) == nil {
			all = append(all, f)
		}
	}
	return all
}
