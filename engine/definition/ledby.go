package definition

import "slices"

// LedBy gives the relation fields by which scopes find the records of e: its
// owner, its owning team, its parent, and the fields that partition it. The
// lists of those who see one part of a table need an index that begins with
// the field and goes on in a list's usual order.
func (s *Set) LedBy(e *Entity) []*Field {
	names := []string{e.Owner, e.Team, e.Parent}
	for _, g := range s.Grants {
		if g.Entity != e.Name {
			continue
		}
		names = append(names, partitions(g.Scope)...)
		for _, scope := range g.Scopes {
			names = append(names, partitions(scope)...)
		}
	}
	var fields []*Field
	for _, f := range e.Fields {
		if !f.System && f.ToOne() != "" && slices.Contains(names, f.Name) {
			fields = append(fields, f)
		}
	}
	return fields
}

func partitions(s Scope) []string {
	var names []string
	for _, part := range s {
		if part.Kind == ScopePartition {
			names = append(names, part.Field)
		}
	}
	return names
}
