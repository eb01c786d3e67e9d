package catalog

import (
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/computed"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// lack is what closes an entity: a field of a type that another binary has, and
// this one does not.
type lack struct{ field, fieldType string }

func (l *lack) text() string {
	return fmt.Sprintf("the field type %s of %s is missing: nobody may do anything", l.fieldType, l.field)
}

// Usable fails for an entity with a field of a type that this binary does not
// have. Its records could be neither checked nor shown; whoever asks for them is
// told what is missing, and access from elsewhere finds that nobody may do
// anything.
func (e *Entity) Usable() error {
	if e.lack == nil {
		return nil
	}
	return problem.New(problem.Unavailable, "entity_needs_type").With("field", e.lack.field).With("type", e.lack.fieldType)
}

// withoutMissing takes the fields out of the Set whose types are missing and
// says which entities lack them. All else is served as ever.
func (s *Snapshot) withoutMissing() map[string]*lack {
	lacks := map[string]*lack{}
	for i, e := range s.Set.Entities {
		for _, f := range e.Fields {
			if _, ok := fieldtype.Get(f.Type); ok || !definition.OfExtension(f.Type) {
				continue
			}
			if lacks[e.Name] == nil {
				lacks[e.Name] = &lack{f.Name, f.Type}
				s.lack = lacks[e.Name]
			}
			s.Set.Entities[i] = without(s.Set.Entities[i], f.Name)
		}
	}
	return lacks
}

// close takes computed fields out that are made of what is missing. It tells
// whether it did.
func (s *Snapshot) close(broken []computed.Problem) bool {
	if s.lack == nil {
		return false
	}
	for _, p := range broken {
		e := s.entities[p.Entity]
		if e.lack == nil {
			e.lack = &lack{p.Field, s.lack.fieldType}
			e.fail(e.lack.text())
		}
		e.Definition = without(e.Definition, p.Field)
		delete(e.fields, p.Field)
		delete(e.operands, p.Field)
		i := slices.IndexFunc(s.Set.Entities, func(d *definition.Entity) bool { return d.Name == p.Entity })
		s.Set.Entities[i] = e.Definition
	}
	return len(broken) > 0
}

// without is an entity that lacks a field.
func without(e *definition.Entity, field string) *definition.Entity {
	rest := *e
	rest.Fields = slices.DeleteFunc(slices.Clone(e.Fields), func(f *definition.Field) bool { return f.Name == field })
	if rest.Label == field {
		rest.Label = ""
	}
	return &rest
}
