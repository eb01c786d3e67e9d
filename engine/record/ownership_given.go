package record

import (
	"github.com/mortise-crm/mortise/engine/store"
)

// handed gives those of the fields of an update that a transfer changes.
func (w *writer) handed(fields []string) []string {
	var owning []string
	for _, name := range fields {
		if w.transfer != nil && w.owning(name) {
			owning = append(owning, name)
		}
	}
	return owning
}

// givenTransfer names the grants of a transfer beside those of the update.
func (w *writer) givenTransfer(fields []string) {
	owning := w.handed(fields)
	if len(owning) == 0 {
		return
	}
	if w.transfer != w.plan {
		for i := range w.write.Given {
			w.write.Given[i].Except = owning
		}
	}
	for _, id := range w.givers(owning[0]) {
		if way, ok := w.wayOf(w.transfer, id); ok {
			w.write.Given = append(w.write.Given, store.Given{ID: id, Way: way})
		}
	}
}

// checkTransfer demands, for the owner in an update of other fields, a grant of
// action transfer. The grants of the update are then asked about the record as
// it would be with its old owner, as if both were done one after the other.
func (w *writer) checkTransfer(fields []string) {
	owning := w.handed(fields)
	if len(owning) == 0 || w.transfer == w.plan {
		return // the action is the transfer
	}
	for i := range w.write.Checks {
		w.write.Checks[i].Except = owning
	}
	k := store.Check{Name: owning[0]}
	for _, id := range w.givers(owning[0]) {
		if way, ok := w.wayOf(w.transfer, id); ok {
			k.Ways = append(k.Ways, way)
		}
	}
	w.write.Checks = append(w.write.Checks, k)
}
