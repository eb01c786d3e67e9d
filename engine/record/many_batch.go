package record

import (
	"context"
	"errors"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// batch is a Many while it is written.
type batch struct {
	s      *Service
	c      *Caller
	entity string
	rows   []ManyRow
	done   []ManyDone
	from   int // the number of the first row
	// ordered has the auto-numbers taken in the order of the rows.
	ordered bool

	creates, updates []*writer
	rowOf            map[*writer]int
	alone            []int // rows that are written by themselves
}

// moves tells whether writing records of an entity may change what people may
// do, which binds from the next statement on.
func (c *Caller) moves(e *catalog.Entity) bool {
	var all []string
	for _, f := range e.Definition.Fields {
		all = append(all, f.Name)
	}
	return identity.Follows(e.Definition, "create", all) || identity.Follows(e.Definition, "update", all)
}

// prepare validates the rows, and tells those that can share a statement from
// those that are written by themselves. The caller's rights on the entity come
// first: what is wrong with them is wrong with all rows.
func (b *batch) prepare(ctx context.Context) error {
	if _, err := b.s.newWriter(ctx, b.c, b.entity, "create"); err != nil && !problem.Is(err, problem.Forbidden) {
		return err
	}
	b.rowOf = make(map[*writer]int, len(b.rows))
	hooked := map[string]bool{}
	for _, action := range []string{"create", "update", "archive"} {
		hooked[action] = b.s.hooked(b.entity, action)
	}
	for i, row := range b.rows {
		if hooked[row.action()] {
			b.alone = append(b.alone, i)
			continue
		}
		w, err := b.prepareRow(ctx, row)
		if problem.Is(err, problem.Internal) || problem.Is(err, problem.Unavailable) {
			return err
		}
		if err != nil {
			b.refuse(ctx, i, err)
			continue
		}
		b.sort(w, i)
	}
	return nil
}

func (b *batch) prepareRow(ctx context.Context, row ManyRow) (*writer, error) {
	if row.ID == "" {
		return b.s.prepareCreating(ctx, b.c, creating{entity: b.entity, id: row.Named, fields: row.Fields, key: row.Key, entered: row.Entered})
	}
	if canonicalID(row.ID) == nil {
		return nil, unknownEntity()
	}
	w, err := b.s.prepareChange(ctx, b.c, b.entity, row.action(), UpdateRequest{ID: row.ID, Version: row.Version, Fields: row.Fields})
	if err != nil {
		return nil, b.s.hide(ctx, b.c, b.entity, row.ID, err)
	}
	return w, nil
}

func (b *batch) sort(w *writer, row int) {
	w.onlyID = true
	b.rowOf[w] = row
	switch {
	case w.write.Action == "create" && w.before == nil:
		b.creates = append(b.creates, w)
	case w.write.Action != "create" && w.before == nil && !w.write.WritesLinks() && len(w.tables) == 0 && !w.attaches() && len(w.write.Told) == 0:
		b.updates = append(b.updates, w)
	default:
		b.alone = append(b.alone, row)
	}
}

// refuse notes why a row is not written.
func (b *batch) refuse(ctx context.Context, row int, err error) {
	b.done[row] = ManyDone{Err: err}
	if problem.Is(err, problem.Forbidden) {
		b.s.observe(ctx, Operation{Caller: b.c, Name: b.entity, Action: b.rows[row].action(), Record: b.rows[row].ID, Err: err})
	}
}

// write writes the rows: those that fit into few statements first. What such a
// statement leaves out is tried by itself, which tells why.
func (b *batch) write(ctx context.Context, tx store.Querier) error {
	if err := b.create(ctx, tx); err != nil {
		return err
	}
	if err := b.update(ctx, tx); err != nil {
		return err
	}
	if err := b.remove(ctx, tx); err != nil {
		return err
	}
	alone := *b.c
	alone.Also = nil
	for _, row := range b.alone {
		if err := b.s.writeOne(ctx, &alone, b.entity, "", b.rows[row], &b.done[row]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) statement(ctx context.Context, s *Service) (statement, error) {
	v, err := w.entity.Derived(manyShape{w.shape()}, func() (any, error) {
		if err := w.complete(ctx, s); err != nil {
			return nil, err
		}
		if w.looksAtOthers() {
			return statement{}, nil
		}
		q, err := w.write.CompileMany(w.caller.Workspace.Name)
		return statement{q}, err
	})
	if err != nil {
		return statement{}, err
	}
	return v.(statement), nil
}

// create makes the new records, a statement for each shape that they have.
func (b *batch) create(ctx context.Context, tx store.Querier) error {
	if err := b.takeNumbers(ctx, tx); err != nil {
		return err
	}
	var order []shape
	shaped := map[shape][]*writer{}
	for _, w := range b.creates {
		k := w.shape()
		if shaped[k] == nil {
			order = append(order, k)
		}
		shaped[k] = append(shaped[k], w)
	}
	for _, k := range order {
		if err := b.createShape(ctx, tx, shaped[k]); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) createShape(ctx context.Context, tx store.Querier, list []*writer) error {
	st, err := list[0].statement(ctx, b.s)
	if err != nil {
		return err
	}
	if st.query == nil {
		b.leave(list)
		return nil
	}
	writes := make([]*store.Write, len(list))
	for i, w := range list {
		writes[i] = &w.write
	}
	undone := b.s.db.Transact(ctx, func(inner store.Querier) error {
		made, err := store.CreateMany(ctx, inner, st.query, writes, list[0].bind())
		if err != nil {
			return err
		}
		if made.Epoch != b.c.State.Epoch {
			return movedOn{made.Epoch}
		}
		return b.made(ctx, inner, list, made)
	})
	if undone == nil || !costsItself(undone) {
		return undone
	}
	var d *duplicated
	if errors.As(undone, &d) && len(d.all) < len(list) { // the others do not suffer for them
		b.leave(d.all)
		return b.createShape(ctx, tx, slices.DeleteFunc(slices.Clone(list), func(w *writer) bool { return slices.Contains(d.all, w) }))
	}
	b.leave(list) // one of them spoils the others: it is found by itself
	return nil
}

// costsItself tells whether an error is of what records have been made of,
// rather than of the database or of all of them.
func costsItself(err error) bool {
	var c *store.ConstraintError
	return errors.As(err, &c) || refusedTogether(err)
}

// made notes which records of a statement were made, and completes them.
func (b *batch) made(ctx context.Context, tx store.Querier, list []*writer, made store.WrittenMany) error {
	var good []*writer
	for _, w := range list {
		if made.Done[w.write.ID] {
			good = append(good, w)
		}
	}
	if len(good) > 0 {
		first := *b.c
		first.Also = nil
		held := good[0].caller
		good[0].caller = &first
		answers := make([]store.Written, len(good))
		answers[0].Told = made.Told
		err := b.s.followAll(ctx, tx, good, answers)
		good[0].caller = held
		if err != nil {
			return err
		}
	}
	for _, w := range list {
		if made.Done[w.write.ID] {
			b.done[b.rowOf[w]] = ManyDone{ID: w.write.ID}
		} else {
			b.alone = append(b.alone, b.rowOf[w])
		}
	}
	return nil
}

func (b *batch) leave(list []*writer) {
	for _, w := range list {
		b.alone = append(b.alone, b.rowOf[w])
	}
}

// update changes the records that are there, a statement each, all sent at once.
func (b *batch) update(ctx context.Context, tx store.Querier) error {
	if len(b.updates) == 0 {
		return nil
	}
	var answers []store.Written
	undone := b.s.db.Transact(ctx, func(inner store.Querier) (err error) {
		if answers, err = b.each(store.In(ctx, inner), b.updates); err != nil {
			return err
		}
		var changed []*writer
		for i, w := range b.updates {
			if answers[i].Done {
				changed = append(changed, w)
			}
		}
		return b.s.distinct(ctx, inner, changed...)
	})
	if undone != nil && !costsItself(undone) {
		return undone
	}
	if undone != nil {
		b.leave(b.updates)
		return nil
	}
	for i, w := range b.updates {
		switch {
		case answers[i].Epoch != b.c.State.Epoch:
			return movedOn{answers[i].Epoch}
		case answers[i].Done:
			b.done[b.rowOf[w]] = ManyDone{ID: w.write.ID}
		default:
			b.alone = append(b.alone, b.rowOf[w])
		}
	}
	return nil
}

// each runs the statements of writes of different records, all sent at once.
func (b *batch) each(ctx context.Context, list []*writer) ([]store.Written, error) {
	queries := make([]store.Bound, len(list))
	for i, w := range list {
		q, err := w.query(ctx, b.s)
		if err != nil {
			return nil, err
		}
		queries[i] = store.Bound{Query: q, Bind: w.bind()}
	}
	return b.s.db.ExecuteEach(ctx, queries)
}
