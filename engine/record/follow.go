package record

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/store"
)

// execute runs the write's statement, and what has to go before and follow it
// in its transaction.
func (s *Service) execute(ctx context.Context, w *writer, q *store.Query) (store.Written, error) {
	follower := s.Followers[w.entity.Definition.ID]
	w.lock()
	if w.before == nil && follower == nil && !w.followed() && w.caller.Also == nil && len(w.write.Told) == 0 && !w.attaches() && !s.hooked(w.entity.Name(), w.write.Action) {
		return s.db.Execute(ctx, q, w.bind())
	}
	then := func(tx store.Querier, done store.Written) error {
		if err := w.also(ctx, tx); err != nil {
			return err
		}
		if err := w.attach(ctx, tx); err != nil {
			return err
		}
		if err := w.follow(ctx, tx, w.write.ID); err != nil {
			return err
		}
		if follower != nil {
			if err := follower(ctx, tx, w.caller, Followed{Action: w.write.Action, Record: w.write.ID, Fields: w.assigned()}); err != nil {
				return err
			}
		}
		if s.Hooks != nil {
			if err := s.after(ctx, tx, w); err != nil {
				return err
			}
		}
		return s.report(ctx, tx, w, w.write.ID, done.Told)
	}
	if w.before == nil {
		return s.db.ExecuteThen(ctx, q, w.bind(), then)
	}
	return s.db.ExecuteAfter(ctx, func(tx store.Querier) error { return w.before(ctx, tx) }, q, w.bind(), then)
}

// lock has a write of links wait for others of the same record.
func (w *writer) lock() {
	if !w.write.WritesLinks() || w.locks {
		return
	}
	w.locks = true
	before := w.before
	w.before = func(ctx context.Context, tx store.Querier) error {
		if err := w.write.LockRecord(ctx, tx, w.caller.Workspace.Name); err != nil || before == nil {
			return err
		}
		return before(ctx, tx)
	}
}

// also does what the caller wants done with the write. It comes before what
// else follows: that may raise the epoch.
func (w *writer) also(ctx context.Context, tx store.Querier) error {
	if w.caller.Also == nil {
		return nil
	}
	return w.caller.Also(ctx, tx)
}

// followAll completes creates of one entity.
func (s *Service) followAll(ctx context.Context, tx store.Querier, writers []*writer, answers []store.Written) error {
	ids := make([]string, len(writers))
	var told []string
	for i, w := range writers {
		if err := w.attach(ctx, tx); err != nil {
			return err
		}
		ids[i] = w.write.ID
		for _, id := range answers[i].Told {
			if !slices.Contains(told, id) {
				told = append(told, id)
			}
		}
	}
	first := writers[0]
	if err := first.also(ctx, tx); err != nil {
		return err
	}
	if err := first.follow(ctx, tx, ids...); err != nil {
		return err
	}
	return s.report(ctx, tx, first, "", told)
}

// report tells of what was done under obligations to report; record is "" for
// many at once, which are told of once.
func (s *Service) report(ctx context.Context, tx store.Querier, w *writer, record string, told []string) error {
	var list []Report
	for _, o := range w.duties.toldKnown {
		if slices.Contains(told, o.ID) {
			list = append(list, Report{Entity: w.entity.Name(), Record: record, Action: w.write.Action, Obligation: o})
		}
	}
	if len(list) == 0 || s.Reported == nil {
		return nil
	}
	return s.Reported(ctx, tx, w.caller, list)
}
