package record

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// core tells whether a write decides who may do what, and so needs identity's
// consent before and its follow-up after.
func (w *writer) core() bool { return identity.BumpsEpoch(w.entity.Definition) }

// guardCore keeps anybody from giving himself or others more than he has, on
// the entities that decide who may do what. values are the new ones, nil for
// archive and restore.
func guardCore(ctx context.Context, s *Service, w *writer, values map[string]any) error {
	if !w.core() {
		return nil
	}
	var before map[string]any
	if w.write.Action != "create" {
		row, _, err := s.get(ctx, w.caller, w.entity.Name(), w.write.ID, nil, nil)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(row, &before); err != nil {
			return problem.Wrap(problem.Internal, "internal", err)
		}
	}
	w.was = before
	return identity.GuardWrite(w.caller.Principal, identity.Writing{Set: w.caller.State.Snapshot.Set, Entity: w.entity.Definition, Action: w.write.Action, Before: before, After: values})
}

// followed tells whether identity completes the write in its transaction.
func (w *writer) followed() bool {
	return identity.Follows(w.entity.Definition, w.write.Action, w.assigned())
}

// assigned names the fields that the write sets.
func (w *writer) assigned() []string {
	names := make([]string, len(w.write.Set))
	for i, a := range w.write.Set {
		names[i] = a.Field.Name
	}
	return names
}

// follow completes the write, and others of its shape, in their transaction.
func (w *writer) follow(ctx context.Context, tx store.Querier, records ...string) error {
	if !w.followed() {
		return nil
	}
	snapshot := w.caller.State.Snapshot
	state := identity.State{Epoch: w.caller.State.Epoch, Revision: snapshot.Revision, Set: snapshot.Set, Snapshot: snapshot}
	return identity.AfterWrite(ctx, tx, identity.Written{Workspace: w.caller.Workspace.Name, State: state, Actor: w.caller.Principal,
		Entity: w.entity.Definition, Action: w.write.Action, Records: records, Before: w.was, Fields: w.assigned()})
}

// bind gives the values of the write's statement.
func (w *writer) bind() store.Binder { return w.write.Bind(w.caller.bind(nil)) }
