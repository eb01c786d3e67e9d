package record

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// once narrows a grant's way of writing a field that it lets be given a value
// only while it has none. A new record has none anywhere.
func (w *writer) once(way store.Way, once []string, id, name string) store.Way {
	if w.write.Action == "create" || !slices.Contains(once, id) {
		return way
	}
	way.Old = query.Simplify(query.And{way.Old, w.unset(name)})
	return way
}

// givenOnce narrows the way of a grant that counts for such fields alone: to
// where one of them lets it.
func (w *writer) givenOnce(way store.Way, id string, fields []string) store.Way {
	var open query.Or
	for _, name := range fields {
		if !slices.Contains(w.plan.Writable[name], id) {
			continue
		}
		if !slices.Contains(w.plan.Once[name], id) {
			return way
		}
		open = append(open, w.unset(name))
	}
	if len(open) == 0 || w.write.Action == "create" {
		return way
	}
	way.Old = query.Simplify(query.And{way.Old, open})
	return way
}

// unset is true where a field has no value yet, or the one that is being
// written.
func (w *writer) unset(name string) query.Predicate {
	f, ok := w.entity.Operand(name)
	if !ok {
		return query.Const(false)
	}
	empty := query.Not{P: query.Present{X: f}}
	if f.Type.Array {
		return empty
	}
	return query.Or{empty, query.Compare{Op: query.Eq, X: f, Y: query.Param{Type: f.Type, Name: store.SetParam(f.Column)}}}
}

// setOnce demands of the fields that are defined to be set once that they are
// not given another value, whatever is granted.
func (w *writer) setOnce() {
	if w.write.Action == "create" {
		return
	}
	for i := range w.write.Set {
		name := w.write.Set[i].Field.Name
		if f, ok := w.entity.Field(name); ok && f.SetOnce {
			w.write.Checks = append(w.write.Checks, store.Check{Name: name, Code: "field_set_once",
				Ways: []store.Way{{Old: w.unset(name), New: query.Const(true)}}})
		}
	}
}

// open is true where the grants let a field of a record be changed to anything.
func (w *writer) open(name string, grants []string) query.Predicate {
	f, known := w.entity.Operand(name)
	def, _ := w.entity.Field(name)
	empty := query.Not{P: query.Present{X: f}}
	var any query.Or
	for _, id := range grants {
		way, ok := w.way(id)
		switch {
		case !ok || !known:
		case slices.Contains(w.plan.Once[name], id):
			any = append(any, query.And{way.Old, empty})
		default:
			any = append(any, way.Old)
		}
	}
	if def != nil && def.SetOnce {
		return query.Simplify(query.And{any, empty})
	}
	return query.Simplify(any)
}
