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
	return identity.GuardWrite(w.caller.Principal, identity.Writing{Entity: w.entity.Definition, Action: w.write.Action, Before: before, After: values})
}

// execute runs the write's statement; one that decides who may do what is
// completed by identity in the same transaction.
func (s *Service) execute(ctx context.Context, w *writer, q *store.Query) (store.Written, error) {
	var then func(tx store.Querier) error
	if w.core() {
		snapshot := w.caller.State.Snapshot
		state := identity.State{Epoch: w.caller.State.Epoch, Revision: snapshot.Revision, Set: snapshot.Set, Snapshot: snapshot}
		then = func(tx store.Querier) error {
			return identity.AfterWrite(ctx, tx, w.caller.Workspace.Name, state, w.entity.Definition, w.write.ID)
		}
	}
	switch {
	case w.before != nil:
		return s.db.ExecuteAfter(ctx, func(tx store.Querier) error { return w.before(ctx, tx) }, q, w.bind(), then)
	case then != nil:
		return s.db.ExecuteThen(ctx, q, w.bind(), then)
	}
	return s.db.Execute(ctx, q, w.bind())
}

// bind gives the values of the write's statement.
func (w *writer) bind() store.Binder { return w.write.Bind(w.caller.bind(nil)) }
