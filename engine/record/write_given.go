package record

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// given names the grants whose use the change row records: those that may
// write one of the fields, or all of the action where it writes none.
func (w *writer) given(fields []string) {
	ids := map[string]bool{}
	for _, name := range fields {
		if w.transfer != nil && w.owning(name) {
			continue
		}
		for _, id := range w.plan.Writable[name] {
			ids[id] = true
		}
	}
	if len(fields) == 0 {
		for id := range w.plan.Grants {
			ids[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if way, ok := w.way(id); ok {
			w.write.Given = append(w.write.Given, store.Given{ID: id, Way: w.givenOnce(way, id, fields)})
		}
	}
	w.givenTransfer(fields)
}

// way is a grant's conditions, together with the restrictions, on the record
// as it is and as it will be. A new record is only as it will be: both of the
// grant's conditions are asked of that.
func (w *writer) way(id string) (store.Way, bool) { return w.wayOf(w.plan, id) }

func (w *writer) wayOf(plan *access.Plan, id string) (store.Way, bool) {
	when, hasWhen := plan.Grants[id]
	result, hasResult := plan.Results[id]
	creates := w.write.Action == "create"
	if !hasWhen || creates && !hasResult {
		return store.Way{}, false
	}
	if !hasResult {
		// Archive and restore change no field; any other change needs a result.
		result = query.Const(len(w.write.Set)+len(w.tables) == 0)
	}
	old, next := query.And{when}, query.And{result}
	if creates {
		old, next = query.And{}, query.And{when, result}
	}
	for _, r := range plan.Restrictions {
		old, next = append(old, query.Not{P: r}), append(next, query.Not{P: r})
	}
	return store.Way{Old: query.Simplify(old), New: query.Simplify(next)}, true
}
