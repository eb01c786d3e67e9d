package record

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// cover is whether a record may be changed together with others, and who is to
// hear of it.
type cover struct {
	err  error
	told []Obligation
}

// covered tells it of records. One that the caller cannot read is missing.
func (s *Service) covered(ctx context.Context, c *Caller, entity, action string, ids []string) (found map[string]cover, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		p, r, err := s.bulkPlan(ctx, c, entity, action)
		if err != nil {
			return 0, err
		}
		d, err := c.duties(ctx, r.entity, p)
		if err != nil {
			return 0, err
		}
		m := store.Marks{Schema: c.State.Snapshot, Entity: entity, Row: r.plan.Row, Conditions: []query.Predicate{p.Row}}
		for _, demand := range append(d.unmet, d.told...) {
			m.Conditions = append(m.Conditions, demand.Holds)
		}
		for _, id := range ids {
			if canonicalID(id) != nil {
				m.IDs = append(m.IDs, id)
			}
		}
		marks, epoch, err := s.db.Marks(ctx, m, c.Workspace.Name, c.bind(nil))
		if err != nil {
			return 0, slow(err)
		}
		found = make(map[string]cover, len(ids))
		for _, id := range ids {
			found[id] = d.cover(action, marks[id])
		}
		if epoch == 0 {
			epoch = c.State.Epoch
		}
		return epoch, nil
	})
	return found, err
}

// cover reads the marks of a record: that of the action, then those of the
// obligations.
func (d *duties) cover(action string, marks []bool) cover {
	switch {
	case marks == nil:
		return cover{err: unknownEntity()}
	case !marks[0]:
		return cover{err: forbidden(granted(action))}
	}
	var known []Obligation
	marks = marks[1:]
	for i, o := range d.unmetKnown {
		if marks[i] {
			known = append(known, o)
		}
	}
	if len(known) > 0 {
		return cover{err: obliged(known)}
	}
	out := cover{}
	for i, o := range d.toldKnown {
		if marks[len(d.unmetKnown)+i] {
			out.told = append(out.told, o)
		}
	}
	return out
}

// rowIDs reads the ids of rows.
func rowIDs(rows []byte) ([]string, error) {
	var list []struct{ ID string }
	if err := json.Unmarshal(append(append([]byte{'['}, rows...), ']'), &list); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = one.ID
	}
	return ids, nil
}
