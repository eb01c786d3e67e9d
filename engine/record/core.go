package record

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// bumpsEpoch tells whether a write to an entity can change what somebody may
// do, so that it must bind at everybody's next statement.
func bumpsEpoch(entity string) bool { return identity.BumpsEpoch(entity) }

// guardCore keeps anybody from giving himself or others more than he has, on
// the entities that decide who may do what. values are the new ones, nil for
// archive and restore.
func guardCore(ctx context.Context, s *Service, w *writer, values map[string]any) error {
	entity := w.entity.Name()
	if !identity.Guards(entity) {
		return nil
	}
	var before map[string]any
	if w.write.ID != "" {
		row, _, err := s.get(ctx, w.caller, entity, w.write.ID, nil, nil)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(row, &before); err != nil {
			return problem.Wrap(problem.Internal, "internal", err)
		}
	}
	return identity.GuardWrite(w.caller.Principal, identity.Writing{Entity: entity, Action: w.write.Action, Before: before, After: values})
}
