package check

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// reminders checks what an entity says of its reminders; their conditions are
// compiled with what else it says of values.
func (d document) reminders(e *definition.Entity) {
	seen := map[string]bool{}
	for i, r := range e.Reminders {
		pointer := at("/x-reminders", i)
		if seen[r.ID] {
			d.add(pointer+"/x-id", "reminder_id_twice", "id", r.ID)
		}
		seen[r.ID] = true
		if f := d.field(pointer+"/at", e, r.At); f != nil {
			d.moment(pointer+"/at", f)
		}
		switch {
		case r.Receivers(e) == "":
			d.add(pointer, "reminder_to_nobody")
		case r.To != "":
			d.receivers(pointer+"/to", e, r.To)
		}
	}
}

// moment refuses what is no stored date or datetime.
func (d document) moment(pointer string, f *definition.Field) {
	switch k := kind(f); {
	case f.IsComputed():
		d.stored(pointer, f)
	case !f.Stored() || k.Array || k.Kind != query.Date && k.Kind != query.Instant:
		d.add(pointer, "wrong_field_type", "name", f.Name, "want", "datetime")
	}
}

// receivers refuses what holds no users.
func (d document) receivers(pointer string, e *definition.Entity, name string) {
	f := d.field(pointer, e, name)
	if f == nil {
		return
	}
	if to := f.ToOne() == userEntity || f.Links() && f.Entity == userEntity; !to || f.System {
		d.add(pointer, "wrong_relation", "name", name, "want", userEntity)
	}
}
