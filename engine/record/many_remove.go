package record

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// remove removes records for good that the batch has archived and is to remove,
// as a purge by the caller does. What he may not purge, or what has anything
// beside it, stays archived.
func (b *batch) remove(ctx context.Context, tx store.Querier) error {
	rows := map[string]int{}
	var ids []string
	for i, row := range b.rows {
		if done := b.done[i]; row.Remove && done.ID != "" && done.Err == nil {
			rows[done.ID], ids = i, append(ids, done.ID)
		}
	}
	if len(ids) == 0 || b.s.hooked(b.entity, "purge") {
		return nil
	}
	list, err := b.removers(ctx, ids)
	if err != nil || len(list) == 0 {
		return err
	}
	if ids, err = b.bare(ctx, tx, list[0], ids); err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(w *writer) bool { return !slices.Contains(ids, w.write.ID) })
	return b.removeAll(ctx, tx, list, func(id string) { b.done[rows[id]].Gone = true })
}

// removers prepares purges; none where the caller may purge no record of the
// entity.
func (b *batch) removers(ctx context.Context, ids []string) ([]*writer, error) {
	var list []*writer
	for _, id := range ids {
		w, err := b.s.prepareChange(ctx, b.c, b.entity, "purge", UpdateRequest{ID: id})
		switch p := problem.As(err); {
		case err == nil:
			list = append(list, w)
		case p.Kind == problem.Forbidden || p.Kind == problem.NotFound || p.Kind == problem.Conflict:
			return nil, nil
		default:
			return nil, err
		}
	}
	return list, nil
}

// bare are those of some records that nothing leads to but what goes with them,
// and that have no comments and shares.
func (b *batch) bare(ctx context.Context, tx store.Querier, w *writer, ids []string) ([]string, error) {
	p := w.purge()
	held, err := p.Noted(ctx, tx, ids)
	if err != nil {
		return nil, slow(err)
	}
	without := func(more []string) {
		ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(more, id) })
	}
	without(held)
	leads, err := b.s.leads(ctx, b.c, w.entity)
	if err != nil {
		return nil, err
	}
	for again := true; again; { // what stays may lead to another of them
		before := len(ids)
		for _, l := range leads {
			if l.OnDelete == store.DeleteCascade || len(ids) == 0 {
				continue
			}
			led, err := p.Led(ctx, tx, l.Lead, ids)
			if err != nil {
				return nil, slow(err)
			}
			without(led)
		}
		again = len(ids) < before
	}
	return b.unreferred(ctx, tx, w, ids)
}

// unreferred are those of some records that no field names which may name
// records of several entities.
func (b *batch) unreferred(ctx context.Context, tx store.Querier, w *writer, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	p := w.purge()
	for _, e := range b.c.State.Snapshot.Entities() {
		for _, f := range e.Definition.Fields {
			operand, ok := e.Operand(f.Name)
			if !ok || !fieldtype.Refers(f) {
				continue
			}
			named, err := p.Referred(ctx, tx, e.Name(), operand, w.entity.Name(), ids)
			if err != nil {
				return nil, slow(err)
			}
			ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(named, id) })
		}
	}
	return ids, nil
}

// removeAll purges records at once; where something stands in the way of one,
// those of each half.
func (b *batch) removeAll(ctx context.Context, tx store.Querier, list []*writer, gone func(id string)) error {
	if len(list) == 0 {
		return nil
	}
	var ids []string
	undone := b.s.db.Transact(ctx, func(inner store.Querier) error {
		answers, err := b.each(store.In(ctx, inner), list)
		if err != nil {
			return err
		}
		for i, one := range answers {
			if one.Epoch != b.c.State.Epoch {
				return movedOn{one.Epoch}
			}
			if one.Done {
				ids = append(ids, list[i].write.ID)
			}
		}
		return b.s.erase(ctx, inner, list[0], erasing{ids: ids, bare: true})
	})
	switch p := problem.As(undone); {
	case undone == nil:
		for _, id := range ids {
			gone(id)
		}
		return nil
	case !costsItself(undone) && p.Kind != problem.Conflict:
		return undone
	case len(list) == 1:
		return nil
	}
	half := len(list) / 2
	if err := b.removeAll(ctx, tx, list[:half], gone); err != nil {
		return err
	}
	return b.removeAll(ctx, tx, list[half:], gone)
}
