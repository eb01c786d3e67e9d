package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// held tells which actions cover a record that the caller can read. A record
// that he can't is missing.
func (s *Service) held(ctx context.Context, c *Caller, entity, id string, actions ...string) ([]bool, int64, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, 0, err
	}
	m := store.Marks{Schema: c.State.Snapshot, Entity: entity, IDs: []string{id}, Row: r.plan.Row}
	for _, action := range actions {
		p, err := plan(ctx, c, r.entity, action)
		if err != nil {
			return nil, 0, err
		}
		row := p.Row
		if row == nil {
			row = query.Const(false)
		}
		m.Conditions = append(m.Conditions, row)
	}
	if canonicalID(id) == nil {
		return nil, 0, unknownEntity()
	}
	marks, epoch, err := s.db.Marks(ctx, m, c.Workspace.Name, c.bind(nil))
	if err != nil {
		return nil, 0, slow(err)
	}
	if marks[id] == nil {
		return nil, 0, unknownEntity()
	}
	return marks[id], epoch, nil
}
