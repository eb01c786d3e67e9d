package record

import (
	"cmp"
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// ManyRow is one record of many: a new one, or a change of the one with an id.
type ManyRow struct {
	ID      string // "" makes a new one
	Version int64  // what the caller has seen of it; 0 for any
	Fields  map[string]any
	// Named is the id of a new one, chosen beforehand as for CreateNamed; "" for
	// any. Entered is when and by whom it is taken to have been made, for demo
	// data; nil for now, by the caller.
	Named   string
	Entered *store.Entered
	Key     []string // of a new one: the fields by which it will be found, when one of the entity's unique rules has them
	Archive bool     // the record is archived, and its fields stay as they are
	// Remove has an archived record removed for good as well, where the caller may
	// and nobody has put anything beside it; otherwise it stays archived.
	Remove bool
}

func (r *ManyRow) action() string {
	switch {
	case r.ID == "":
		return "create"
	case r.Archive:
		return "archive"
	}
	return "update"
}

// ManyDone is what became of a ManyRow. Of one that was refused, nothing is
// written.
type ManyDone struct {
	ID   string // of the record that was written
	Gone bool   // it was removed for good
	Err  error
}

// Many is a request to write many records of one entity.
type Many struct {
	Entity string
	Rows   []ManyRow
	// Also runs in the transaction in which rows were written, after them: from
	// is the number of the first, done says what became of each. It may run
	// several times, and again for the same rows when what was done is undone and
	// decided anew. An error undoes the rows. Nil for nothing.
	Also func(ctx context.Context, tx store.Querier, from int, done []ManyDone) error
	// Ordered gives auto-numbers in the order of the rows; those of rows that are
	// refused are left out.
	Ordered bool
	// Dry undoes all of it in the end: only what is wrong is found. No record sees
	// those of another request then. Duplicates of records that the caller does not
	// read count as probes; past the limit of the hour they are not told of.
	Dry bool
}

// WriteMany makes and changes records, each as Create and Update do, in few
// statements and one transaction: a bad one costs only itself. Err is of what is
// wrong with all of them. The records of an entity whose writes change what
// people may do are written in a transaction each.
func (s *Service) WriteMany(ctx context.Context, c *Caller, m Many) (done []ManyDone, err error) {
	if e, ok := c.State.Snapshot.Entity(m.Entity); ok && !m.Dry && (c.moves(e) || s.Followers[e.Definition.ID] != nil) {
		return s.writeEach(ctx, c, m)
	}
	defer func() {
		if !m.Dry || err != nil {
			s.observe(ctx, Operation{Caller: c, Name: m.Entity, Action: "import", Err: err})
		}
		if !m.Dry {
			s.tellOwners(ctx, c, refusals(done)...)
		}
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		b := &batch{s: s, c: c, entity: m.Entity, rows: m.Rows, ordered: m.Ordered, done: make([]ManyDone, len(m.Rows))}
		if err := b.prepare(ctx); err != nil {
			return 0, err
		}
		if len(b.creates)+len(b.updates)+len(b.alone) == 0 && m.Also == nil {
			done = b.done
			return c.State.Epoch, nil
		}
		err := s.db.Transact(ctx, func(tx store.Querier) error {
			if err := b.write(store.In(ctx, tx), tx); err != nil {
				return err
			}
			if !m.Dry {
				return b.also(ctx, tx, m)
			}
			if err := s.guessed(ctx, c, b.done); err != nil {
				return err
			}
			if err := b.also(ctx, tx, m); err != nil {
				return err
			}
			return errDry
		})
		if errors.Is(err, errDry) {
			err = nil
		}
		done = b.done
		var moved movedOn
		if errors.As(err, &moved) {
			return moved.epoch, nil
		}
		return c.State.Epoch, slow(err)
	})
	return done, err
}

// errDry undoes what was only tried.
var errDry = errors.New("this was only tried")

// writeEach writes the records in a transaction each.
func (s *Service) writeEach(ctx context.Context, c *Caller, m Many) ([]ManyDone, error) {
	done := make([]ManyDone, len(m.Rows))
	if len(m.Rows) == 0 && m.Also != nil {
		return done, s.db.Transact(ctx, func(tx store.Querier) error { return m.Also(ctx, tx, 0, nil) })
	}
	for i, row := range m.Rows {
		one, id := *c, row.ID
		if row.action() == "create" {
			id = cmp.Or(row.Named, uuid.Must(uuid.NewV7()).String())
		}
		told, undone := false, error(nil)
		one.Also = func(ctx context.Context, tx store.Querier) error {
			told, undone = true, (&batch{s: s, c: c, done: []ManyDone{{ID: id}}, from: i}).also(ctx, tx, m)
			return undone
		}
		if err := s.writeOne(ctx, &one, m.Entity, id, row, &done[i]); err != nil {
			return done, err
		}
		switch {
		case done[i].Err != nil && undone != nil: // not the row's fault
			return done, undone
		case m.Also == nil || told && done[i].Err == nil:
			continue
		}
		err := s.db.Transact(ctx, func(tx store.Querier) error { return m.Also(ctx, tx, i, done[i:i+1]) })
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// writeOne writes one record by itself; id is that of a new one, or "". What is
// wrong with it goes into done; an error is of what keeps all of them from being
// written.
func (s *Service) writeOne(ctx context.Context, c *Caller, entity, id string, row ManyRow, done *ManyDone) error {
	var err error
	done.ID = row.ID
	switch row.action() {
	case "create":
		var made Created
		made, err = s.create(ctx, c, creating{entity: entity, id: cmp.Or(id, row.Named), fields: row.Fields, key: row.Key, entered: row.Entered})
		done.ID = made.ID
	case "archive":
		err = s.Archive(ctx, c, entity, row.ID, row.Version) // and no more: what hooks listen to is not removed beside
	default:
		_, err = s.Update(ctx, c, entity, UpdateRequest{ID: row.ID, Version: row.Version, Fields: row.Fields})
	}
	if problem.Is(err, problem.Unavailable) || ctx.Err() != nil {
		return err
	}
	if done.Err = err; err != nil {
		done.ID = ""
	}
	return nil
}

// also does what is to be done with the rows, in their transaction.
func (b *batch) also(ctx context.Context, tx store.Querier, m Many) error {
	if b.c.Also != nil {
		if err := b.c.Also(ctx, tx); err != nil {
			return err
		}
	}
	if m.Also == nil {
		return nil
	}
	return m.Also(ctx, tx, b.from, b.done)
}

// refusals are what is wrong with the rows that were not written.
func refusals(done []ManyDone) (errs []error) {
	for _, one := range done {
		if one.Err != nil {
			errs = append(errs, one.Err)
		}
	}
	return errs
}
