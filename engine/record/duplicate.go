package record

import (
	"context"
	"errors"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

// duplicated undoes a write that would enter records which are there already.
type duplicated struct {
	writer  *writer // the first
	matches []store.Match
	all     []*writer // those that are duplicates, of many
}

// Error gives the text for logs.
func (*duplicated) Error() string { return "the record is there already" }

// matching is what an entity's x-duplicates rules ask of the database; only
// gives those that count, nil all of them. It is nil when there are none.
func matching(c *Caller, e *catalog.Entity, only func(r *definition.Duplicates) bool) *store.Matching {
	d := e.Definition
	m := &store.Matching{Workspace: c.Workspace.Name, EntityID: d.ID}
	for i := range d.Duplicates {
		if only != nil && !only(&d.Duplicates[i]) {
			continue
		}
		if r, ok := matchRule(e, i); ok {
			m.Rules = append(m.Rules, r)
		}
	}
	if len(m.Rules) == 0 {
		return nil
	}
	if f, ok := e.Operand(d.Owner); ok && d.Owner != "" {
		m.Owner = f.Column
	}
	if f, ok := e.Operand(d.Team); ok && d.Team != "" {
		m.Team = f.Column
	}
	return m
}

func matchRule(e *catalog.Entity, i int) (store.MatchRule, bool) {
	rule := &e.Definition.Duplicates[i]
	r := store.MatchRule{Index: i}
	for _, name := range rule.Match {
		f, known := e.Field(name)
		operand, stored := e.Operand(name)
		if !known || !stored {
			return r, false
		}
		r.Columns = append(r.Columns, store.MatchColumn{Column: operand.Column, Type: store.SQLType(operand.Type), Folding: fieldtype.Matching(f, rule.Compare)})
	}
	return r, len(r.Columns) > 0
}

// matching are the rules that the write concerns: all of them in a create, else
// those of a field that is written. Who insists is past those that let him.
func (w *writer) matching() *store.Matching {
	if len(w.entity.Definition.Duplicates) == 0 || w.write.Action != "create" && w.write.Action != "update" {
		return nil
	}
	written := w.assigned()
	return matching(w.caller, w.entity, func(r *definition.Duplicates) bool {
		if !r.Refuses() && w.caller.AllowDuplicates {
			return false
		}
		return slices.ContainsFunc(r.Match, func(name string) bool { return slices.Contains(written, name) })
	})
}

// distinct refuses the write of records that are there already, once they are
// written: all else that has to hold does, so that nobody finds out more than
// by entering a record.
func (s *Service) distinct(ctx context.Context, tx store.Querier, writers ...*writer) error {
	for len(writers) > 0 {
		first := writers[0]
		alike := func(w *writer) bool {
			return w.entity == first.entity && w.write.Action == first.write.Action && slices.Equal(w.assigned(), first.assigned())
		}
		var ids []string
		byID := map[string]*writer{}
		for _, w := range writers {
			if alike(w) {
				ids, byID[w.write.ID] = append(ids, w.write.ID), w
			}
		}
		writers = slices.DeleteFunc(slices.Clone(writers), alike)
		m := first.matching()
		if m == nil {
			continue
		}
		if err := m.Lock(ctx, tx, ids); err != nil {
			return slow(err)
		}
		found, err := m.Written(ctx, tx, ids, first.write.Action != "create")
		if err != nil {
			return slow(err)
		}
		if len(found) > 0 {
			of := found[0].Record
			var all []*writer
			for _, f := range found {
				if w := byID[f.Record]; !slices.Contains(all, w) {
					all = append(all, w)
				}
			}
			return &duplicated{writer: byID[of], all: all, matches: slices.DeleteFunc(found, func(f store.Match) bool { return f.Record != of })}
		}
	}
	return nil
}

// distinctRow is distinct for a row of a table, whose record is told of at its
// place in the table.
func (s *Service) distinctRow(ctx context.Context, tx store.Querier, w *writer) error {
	err := s.distinct(ctx, tx, w)
	var d *duplicated
	if errors.As(err, &d) {
		return s.refuseDuplicate(store.In(ctx, tx), d)
	}
	return err
}
