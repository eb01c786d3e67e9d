package record

import (
	"context"
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// RelatedRequest asks for records that lead to one by a field, the newest
// first.
type RelatedRequest struct {
	Entity, Field string // whose records, and by which field
	To            any    // the field's value: an id, or the text of a reference
	// Before and BeforeID are the place after which the answer begins.
	Before   time.Time
	BeforeID string
	Limit    int
}

// Related is a record as the caller sees it.
type Related struct {
	ID        string
	CreatedAt time.Time
	CreatedBy string // "" when the caller may not know
	JSON      json.RawMessage
}

// Related gives records that lead to one: of those that the caller can read,
// the ones that he may find by this field and by when they were made. Of an
// entity that he may not know there are none.
func (s *Service) Related(ctx context.Context, c *Caller, q RelatedRequest) (list []Related, err error) {
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		list, epoch, err = s.related(ctx, c, q)
		return epoch, err
	})
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	return list, err
}

func (s *Service) related(ctx context.Context, c *Caller, q RelatedRequest) ([]Related, int64, error) {
	r, err := s.read(ctx, c, q.Entity)
	if err != nil {
		return nil, 0, err
	}
	leads, known := r.findable(q.Field)
	made, dated := r.findable("created_at")
	if !known || !dated {
		return nil, c.State.Epoch, nil
	}
	all := query.And{notArchived(q.Entity, 0), query.Compare{Op: query.Eq, X: leads.Field, Y: query.Value{Type: leads.Field.Type, V: q.To}}, r.before(made, q)}
	for _, cell := range []store.Cell{leads, made} {
		if w := finds(cell); w != nil {
			all = append(all, w)
		}
	}
	members, err := s.members(ctx, c, r, nil)
	if err != nil {
		return nil, 0, err
	}
	sel := &store.Select{Schema: c.State.Snapshot, Entity: q.Entity, Members: members, Row: r.plan.Row, Filter: all, Limit: q.Limit,
		Sort: []store.SortKey{{Cell: made, Desc: true, NeverEmpty: true}, {Cell: r.cells["id"], Desc: true, NeverEmpty: true}}}
	compiled, err := sel.Compile(c.Workspace.Name)
	if err != nil {
		return nil, 0, err
	}
	page, err := s.db.Rows(ctx, compiled, nil, c.bind(nil), []byte{'['})
	if err != nil {
		return nil, 0, slow(err)
	}
	if page.Rows == 0 { // which says nothing of the epoch
		epoch, _, err := s.db.State(ctx, c.Workspace.Name)
		return nil, epoch, slow(err)
	}
	if page.Epoch != c.State.Epoch {
		return nil, page.Epoch, nil
	}
	if err := s.takeRead(ctx, c, r.entity, nil, int64(page.Rows)); err != nil {
		return nil, page.Epoch, err
	}
	list, err := relatedOf(append(page.JSON, ']'))
	return list, page.Epoch, err
}

// before is the condition that a record comes after a place in the order.
func (r *reader) before(made store.Cell, q RelatedRequest) query.Predicate {
	at := query.Value{Type: made.Field.Type, V: q.Before.UTC()}
	id := r.cells["id"].Field
	return query.Or{
		query.Compare{Op: query.Lt, X: made.Field, Y: at},
		query.And{query.Compare{Op: query.Eq, X: made.Field, Y: at}, query.Compare{Op: query.Lt, X: id, Y: query.Value{Type: id.Type, V: q.BeforeID}}},
	}
}

func relatedOf(rows []byte) ([]Related, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(rows, &raw); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	list := make([]Related, len(raw))
	for i, row := range raw {
		var head struct {
			ID        string    `json:"id"`
			CreatedAt time.Time `json:"created_at"`
			CreatedBy string    `json:"created_by"`
		}
		if err := json.Unmarshal(row, &head); err != nil {
			return nil, problem.Wrap(problem.Internal, "internal", err)
		}
		list[i] = Related{ID: head.ID, CreatedAt: head.CreatedAt, CreatedBy: head.CreatedBy, JSON: row}
	}
	return list, nil
}
