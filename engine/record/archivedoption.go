package record

import (
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/validation"
)

// archivedChoice is what a write gives a field of options that nobody may
// choose any more.
type archivedChoice struct {
	field   query.Field
	options []string
}

// archived gives the archived options that the write holds, by field.
func (w *writer) archived() []archivedChoice {
	var list []archivedChoice
	for i := range w.write.Set {
		set := &w.write.Set[i]
		f, ok := w.entity.Field(set.Field.Name)
		if !ok || len(f.Options) == 0 {
			continue
		}
		if options := fieldtype.ArchivedIn(f, set.Value.V); len(options) > 0 {
			list = append(list, archivedChoice{set.Field, options})
		}
	}
	return list
}

// archivedOptions demands that the record has the archived options already that
// the write would give it.
func (w *writer) archivedOptions() {
	for _, a := range w.archived() {
		k := &validation.Check{At: a.field.Name, Code: "option_archived", Holds: query.Const(true)}
		if w.write.Action == "create" {
			w.rule(k, store.Way{Old: query.Const(false), New: query.Const(false)})
			continue
		}
		has := query.And{w.seen(a.field.Name)}
		for _, option := range a.options {
			v := query.Value{Type: query.Type{Kind: query.Text}, V: option}
			if a.field.Type.Array {
				has = append(has, query.In{X: v, List: a.field})
			} else {
				has = append(has, query.Compare{Op: query.Eq, X: a.field, Y: v})
			}
		}
		w.rule(k, store.Way{Old: query.Simplify(has), New: query.Const(true)})
	}
}

// seen is where the caller sees the whole value of a field: what he cannot see
// he cannot be said to keep, and trying would tell it.
func (w *writer) seen(name string) query.Predicate {
	if w.reader == nil {
		return query.Const(false)
	}
	cell, ok := w.reader.cells[name]
	if !ok {
		return query.Const(false)
	}
	var all query.And
	if cell.Readable != nil {
		all = append(all, cell.Readable)
	}
	if cell.Masked != nil {
		all = append(all, query.Not{P: cell.Masked})
	}
	return all
}
