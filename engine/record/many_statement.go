package record

import (
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// statement is what creates of one shape are made with.
type statement struct {
	query *store.ManyQuery // nil: each has to see those before it
}

type manyShape struct{ shape }

// looksAtOthers tells whether a condition of the write reads other records of
// its entity, which a record that is made with it could be.
func (w *writer) looksAtOthers() bool {
	looks := func(p query.Predicate) bool { return p != nil && query.LooksAt(p, w.entity.Name()) }
	for _, k := range w.write.Checks {
		for _, way := range k.Ways {
			if looks(way.New) {
				return true
			}
		}
	}
	for _, t := range w.write.Targets {
		if looks(t.Row) {
			return true
		}
	}
	for _, list := range [][]store.Demand{w.write.Unmet, w.write.Told} {
		for _, d := range list {
			if looks(d.Holds) {
				return true
			}
		}
	}
	return false
}
