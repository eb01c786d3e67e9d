package check

import (
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// reminders checks of whom an entity tells when moments have come.
func (d document) reminders(e *definition.Entity) {
	ids := map[string]bool{}
	for i, r := range e.Reminders {
		pointer := at("/x-reminders", i)
		if ids[r.ID] {
			d.add(pointer+"/x-id", "reminder_twice", "id", r.ID)
		}
		ids[r.ID] = true
		if f := d.field(pointer+"/at", e, r.At); f != nil {
			d.stored(pointer+"/at", f)
			if f.Type != "date" && f.Type != "datetime" {
				d.add(pointer+"/at", "reminder_no_moment", "name", f.Name, "type", f.Type)
			}
		}
		to := r.Receiver(e)
		if to == "" {
			d.add(pointer, "reminder_for_nobody")
		} else if f := d.field(pointer+"/to", e, to); f != nil && f.Type != "user" {
			d.add(pointer+"/to", "reminder_no_user", "name", f.Name, "type", f.Type)
		}
		if r.When != "" {
			_, err := filter.Parse(d.schema, e.Name, r.When, filter.Options{Now: time.Unix(0, 0), Impersonal: true, Pointer: pointer + "/when"})
			d.addAll(err)
		}
	}
}
