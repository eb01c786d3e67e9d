package check

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// tables checks what an entity says about rows: those of its tables must be
// parts of its records and of no other table, and the field of their order must
// be an integer.
func (d document) tables(e *definition.Entity) {
	if e.Order != "" {
		if f := d.field("/x-order", e, e.Order); f != nil && (kind(f) != (query.Type{Kind: query.Integer}) || f.System) {
			d.add("/x-order", "wrong_field_type", "name", e.Order, "want", "integer")
		}
	}
	for _, f := range e.Fields {
		child := d.set.Entity(f.Entity)
		if !f.Table() || child == nil {
			continue
		}
		pointer := "/properties/" + f.Name + "/x-entity"
		if parent := child.Field(child.Parent); parent == nil || parent.ToOne() != e.Name {
			d.add(pointer, "table_without_parent", "name", child.Name, "entity", e.Name)
		}
		if of, other := d.set.TableOf(child); other != f {
			d.add(pointer, "table_twice", "name", child.Name, "entity", of.Name, "field", other.Name)
		}
	}
}

// onDelete checks what happens to a relation when what it points to is purged:
// only parts go with the whole.
func (d document) onDelete(e *definition.Entity) {
	for _, f := range e.Fields {
		pointer := "/properties/" + f.Name + "/x-on-delete"
		switch {
		case f.System:
		case f.OnDelete == "cascade" && e.Parent != f.Name:
			d.add(pointer, "cascade_without_parent", "name", f.Name)
		case f.OnDelete == "clear" && f.Required:
			d.add(pointer, "clear_of_required", "name", f.Name)
		}
	}
}
