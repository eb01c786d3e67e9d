package record

import (
	"context"
	"encoding/json"
	"slices"

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
	snapshot := w.caller.State.Snapshot
	state := identity.State{Epoch: w.caller.State.Epoch, Revision: snapshot.Revision, Set: snapshot.Set, Snapshot: snapshot}
	return identity.AfterWrite(ctx, tx, identity.Written{Workspace: w.caller.Workspace.Name, State: state,
		Entity: w.entity.Definition, Action: w.write.Action, Records: records, Fields: w.assigned()})
}

// execute runs the write's statement; one that decides who may do what is
// completed by identity in the same transaction.
func (s *Service) execute(ctx context.Context, w *writer, q *store.Query) (store.Written, error) {
	if !w.follows() {
		return s.db.Execute(ctx, q, w.bind())
	}
	then := func(tx store.Querier, done store.Written) error {
		if err := s.followUp(ctx, w, tx); err != nil {
			return err
		}
		return s.report(ctx, w, tx, done.Told)
	}
	if w.before == nil {
		return s.db.ExecuteThen(ctx, q, w.bind(), then)
	}
	return s.db.ExecuteAfter(ctx, func(tx store.Querier) error { return w.before(ctx, tx) }, q, w.bind(), then)
}

// follows tells whether a write has more to do in its transaction.
func (w *writer) follows() bool { return w.followed() || w.alone() }

// alone tells whether a write needs a transaction for itself.
func (w *writer) alone() bool {
	return w.before != nil || w.caller.Also != nil || len(w.write.Told) > 0
}

func (s *Service) followUp(ctx context.Context, w *writer, tx store.Querier) error {
	if w.caller.Also != nil {
		if err := w.caller.Also(ctx, tx); err != nil {
			return err
		}
	}
	if !w.followed() {
		return nil
	}
	return w.follow(ctx, tx, w.write.ID)
}

// report tells of what was done under obligations to report.
func (s *Service) report(ctx context.Context, w *writer, tx store.Querier, told []string) error {
	var list []Report
	for i, o := range w.duties.reportedKnown {
		if slices.Contains(told, w.duties.told[i].ID) {
			list = append(list, Report{Entity: w.entity.Name(), Record: w.write.ID, Action: w.write.Action, Obligation: o})
		}
	}
	if len(list) == 0 || s.Reported == nil {
		return nil
	}
	return s.Reported(ctx, tx, w.caller, list)
}

// bind gives the values of the write's statement.
func (w *writer) bind() store.Binder { return w.write.Bind(w.caller.bind(nil)) }
