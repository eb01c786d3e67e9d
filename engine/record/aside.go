package record

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/mortise-crm/mortise/engine/store"
)

// Aside is something that is written beside a record, as an action on it.
type Aside struct {
	Entity, Record string
	Action         string         // that the caller has to hold on the record, such as comment
	Note           map[string]any // what the record's history says of it, by names that no field has
	// Write does it, in the transaction of the history's entry.
	Write func(ctx context.Context, tx store.Querier) error
}

// Beside writes something beside a record that stays as it is: with all that
// its action asks for, and an entry in its history.
func (s *Service) Beside(ctx context.Context, c *Caller, a Aside) (err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: a.Entity, Action: a.Action, Record: a.Record, Err: err})
	}()
	if canonicalID(a.Record) == nil {
		return unknownEntity()
	}
	note, err := json.Marshal(a.Note)
	if err != nil {
		return fmt.Errorf("enter what is beside a record: %w", err)
	}
	own := *c
	own.Also = a.Write
	return s.current(ctx, &own, func(c *Caller) (int64, error) {
		w, err := s.newWriter(ctx, c, a.Entity, a.Action)
		if err != nil {
			return 0, s.hide(ctx, c, a.Entity, a.Record, err)
		}
		w.write.ID, w.write.Aside, w.write.After, w.onlyID = a.Record, true, note, true
		_, epoch, err := s.run(ctx, w)
		return epoch, err
	})
}

// Around reads what is beside a record that the caller can read. held tells
// which of some actions cover it; do reads, as the caller it is given. It
// counts as reading the record.
func (s *Service) Around(ctx context.Context, c *Caller, entity, id string, actions []string, do func(c *Caller, held []bool) error) (err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Record: id, Records: 1, Err: err})
	}()
	return s.current(ctx, c, func(c *Caller) (int64, error) {
		held, epoch, err := s.held(ctx, c, entity, id, actions...)
		if err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		e, _ := c.State.Snapshot.Entity(entity)
		if err := s.takeRead(ctx, c, e, nil, 1); err != nil {
			return epoch, err
		}
		return epoch, do(c, held)
	})
}
