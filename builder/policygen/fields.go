package policygen

import (
	"slices"

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

func (g *generator) resolve(at string, s definition.FieldSet, fits func(*definition.Field) bool) map[string]bool {
	for member, list := range map[string][]string{"only": s.Only, "except": s.Except} {
		for _, name := range list {
			if g.entity.Field(name) == nil && !slices.ContainsFunc(definition.SystemFields(), named(name)) {
				g.problems.Add(at+"/"+member, "unknown_field", "field", name)
			}
		}
	}
	fields := map[string]bool{}
	for _, f := range g.allFields() {
		held := s.All || slices.Contains(s.Only, f.Name) || s.Except != nil && !slices.Contains(s.Except, f.Name)
		if held && fits(f) {
			fields[f.Name] = true
		}
	}
	return fields
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

func named(name string) func(*definition.Field) bool {
	return func(f *definition.Field) bool { return f.Name == name }
}
