package record

import (
	"context"
	"errors"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// MaxBulk is how many records one bulk operation may change.
const MaxBulk = 100_000

// selectPage is how many ids are read at once.
const selectPage = 5000

// Bulk is something that is done to each of many records, as if it were done
// to that one alone.
type Bulk struct {
	Action string         `json:"action"` // one of BulkActions
	Fields map[string]any `json:"fields,omitempty"`
	To     Owner          `json:"to"`
	Share  ShareRequest   `json:"share"`
}

// doing are the operations of a bulk one.
var doing = map[string]func(ctx context.Context, s *Service, c *Caller, entity, id string, b Bulk) error{
	"update": func(ctx context.Context, s *Service, c *Caller, entity, id string, b Bulk) error {
		_, err := s.Update(ctx, c, entity, UpdateRequest{ID: id, Fields: b.Fields})
		return err
	},
	"archive": func(ctx context.Context, s *Service, c *Caller, entity, id string, _ Bulk) error {
		return s.Archive(ctx, c, entity, id, 0)
	},
	"restore": func(ctx context.Context, s *Service, c *Caller, entity, id string, _ Bulk) error {
		_, err := s.Restore(ctx, c, entity, id)
		return err
	},
	"transfer": func(ctx context.Context, s *Service, c *Caller, entity, id string, b Bulk) error {
		_, err := s.Transfer(ctx, c, entity, HandRequest{ID: id, To: b.To})
		return err
	},
	"assign": func(ctx context.Context, s *Service, c *Caller, entity, id string, b Bulk) error {
		_, err := s.Assign(ctx, c, entity, HandRequest{ID: id, To: b.To})
		return err
	},
	"release": func(ctx context.Context, s *Service, c *Caller, entity, id string, _ Bulk) error {
		_, err := s.Release(ctx, c, entity, HandRequest{ID: id})
		return err
	},
	"share": func(ctx context.Context, s *Service, c *Caller, entity, id string, b Bulk) error {
		_, err := s.Share(ctx, c, entity, id, b.Share)
		return err
	},
}

// BulkActions tells whether an action can be done to many records at once.
func BulkActions(action string) bool { return doing[action] != nil }

// granted is the action that a grant has to give besides, so that somebody may
// do an action to many records at once.
func granted(action string) string {
	if action == "archive" || action == "restore" {
		return "bulk_archive"
	}
	return "bulk_edit"
}

// MayBulk refuses who may not do an action to many records of an entity.
func (s *Service) MayBulk(ctx context.Context, c *Caller, entity, action string) (err error) {
	defer func() {
		if err != nil {
			s.observe(ctx, Operation{Caller: c, Name: entity, Action: granted(action), Err: err})
		}
	}()
	return s.current(ctx, c, func(c *Caller) (int64, error) {
		if c.Preview != nil {
			return c.State.Epoch, problem.New(problem.Conflict, "preview_reads_only")
		}
		_, p, err := s.bulkPlan(ctx, c, entity, action)
		if err != nil {
			return 0, err
		}
		if _, err := s.newWriter(ctx, c, entity, action); err != nil {
			return 0, err
		}
		return c.State.Epoch, closed(c.quotas(p.entity, granted(action)))
	})
}

// bulkPlan gives what the caller reads of an entity, and on which of that he may
// do something in bulk.
func (s *Service) bulkPlan(ctx context.Context, c *Caller, entity, action string) (*access.Plan, *reader, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, nil, err
	}
	p, err := plan(ctx, c, r.entity, granted(action))
	if err != nil {
		return nil, nil, err
	}
	if len(p.Grants) == 0 || p.Row == nil || p.Row == query.Const(false) {
		return nil, nil, forbidden(granted(action))
	}
	return p, r, nil
}

// Select gives the ids of all records that a list shows the caller, on which he
// may do an action in bulk: the oldest id first, at most limit and one more.
func (s *Service) Select(ctx context.Context, c *Caller, entity, action string, q ListRequest, limit int) (ids []string, err error) {
	q.Fields, q.Sort, q.Count, q.Limit, q.After = []string{"id"}, "id", "", 0, ""
	q.Archived, q.at = q.Archived || action == "restore", "/filter"
	for {
		page, next, err := s.selectPage(ctx, c, entity, action, q, min(selectPage, limit+1))
		if err != nil {
			return nil, err
		}
		if ids = append(ids, page...); next == "" || len(ids) > limit {
			return ids[:min(len(ids), limit+1)], nil
		}
		q.After = next
	}
}

func (s *Service) selectPage(ctx context.Context, c *Caller, entity, action string, q ListRequest, limit int) (ids []string, next string, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		p, r, err := s.bulkPlan(ctx, c, entity, action)
		if err != nil {
			return 0, err
		}
		sel, err := s.selection(ctx, c, r, q)
		if err != nil {
			return 0, err
		}
		sel.Limit, sel.Row = limit, query.Simplify(query.And{sel.Row, p.Row})
		compiled, err := sel.Compile(c.Workspace.Name)
		if err != nil {
			return 0, err
		}
		page, err := s.db.Rows(ctx, compiled, nil, c.bind(nil), nil)
		if err != nil {
			return 0, slow(err)
		}
		if ids, err = rowIDs(page.JSON); err != nil {
			return 0, err
		}
		if next = ""; page.More {
			next = s.cursor.seal(page.Last, about(c, r, q))
		}
		if page.Epoch == 0 { // an empty page says nothing of the epoch
			return c.State.Epoch, nil
		}
		return page.Epoch, nil
	})
	return ids, next, err
}

// errTried undoes what was only tried.
var errTried = errors.New("only tried")

// DoMany does one thing to records, in one transaction: what one of them is
// refused costs only itself. each hears, in the transaction, what became of
// each, and end of the end; an error of theirs undoes all. The caller must be
// one who was resolved just now.
func (s *Service) DoMany(ctx context.Context, c *Caller, entity string, b Bulk, ids []string,
	each func(tx store.Querier, i int, err error) error, end func(tx store.Querier) error) error {
	marks, err := s.covered(ctx, c, entity, b.Action, ids)
	if err != nil {
		return err
	}
	return s.db.Transact(ctx, func(tx store.Querier) error {
		for i, id := range ids {
			err := marks[id].err
			if err == nil {
				err = s.doOne(store.In(ctx, tx), c, entity, b, id, marks[id].told)
			}
			if problem.Is(err, problem.Unavailable) || ctx.Err() != nil {
				return errors.Join(err, ctx.Err())
			}
			if err := each(tx, i, err); err != nil {
				return err
			}
		}
		return end(tx)
	})
}

// TryMany is DoMany without a trace.
func (s *Service) TryMany(ctx context.Context, c *Caller, entity string, b Bulk, ids []string, each func(i int, err error)) error {
	trial := *c
	trial.trial = true
	err := s.DoMany(ctx, &trial, entity, b, ids, func(_ store.Querier, i int, err error) error {
		each(i, err)
		return nil
	}, func(store.Querier) error { return errTried })
	if errors.Is(err, errTried) {
		return nil
	}
	return err
}

// doOne does it to one record, counts that against quotas, and tells whoever is
// to hear of it.
func (s *Service) doOne(ctx context.Context, c *Caller, entity string, b Bulk, id string, told []Obligation) error {
	return s.db.Transact(ctx, func(tx store.Querier) error {
		ctx := store.In(ctx, tx)
		if err := doing[b.Action](ctx, s, c, entity, id, b); err != nil {
			return err
		}
		e, ok := c.State.Snapshot.Entity(entity)
		if !ok {
			return unknownEntity()
		}
		if err := c.take(ctx, tx, e, c.quotas(e, granted(b.Action)), 1); err != nil {
			return err
		}
		var list []Report
		for _, o := range told {
			list = append(list, Report{Entity: entity, Record: id, Action: granted(b.Action), Obligation: o})
		}
		if len(list) == 0 || s.Reported == nil {
			return nil
		}
		return s.Reported(ctx, tx, c, list)
	})
}
