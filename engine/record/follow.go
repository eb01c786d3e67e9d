package record

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/store"
)

// execute runs the write's statement, and what has to go before and follow it
// in its transaction.
func (s *Service) execute(ctx context.Context, w *writer, q *store.Query) (store.Written, error) {
	w.lock()
	alone := w.before == nil && s.Followers[w.entity.Definition.ID] == nil && !w.followed() && w.caller.Also == nil
	together := len(w.tables) > 0 || w.matching() != nil || w.attaches() || w.write.Action == "purge" || s.hooked(w.entity.Name(), w.write.Action)
	if alone && len(w.write.Told) == 0 && !together {
		return s.db.Execute(ctx, q, w.bind())
	}
	var rows []finished
	then := func(tx store.Querier, done store.Written) (err error) {
		if rows, err = s.writeTables(ctx, tx, w); err != nil {
			return err
		}
		if err := s.distinct(ctx, tx, w); err != nil {
			return err
		}
		if err := w.also(ctx, tx); err != nil {
			return err
		}
		if w.write.Action == "purge" {
			if err := s.erase(ctx, tx, w, erasing{ids: []string{w.write.ID}}); err != nil {
				return err
			}
		}
		for _, r := range append([]finished{{w, done}}, rows...) {
			if err := s.completed(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	}
	before := func(tx store.Querier) error {
		if w.before == nil {
			return nil
		}
		return w.before(ctx, tx)
	}
	done, err := s.db.ExecuteAfter(ctx, before, q, w.bind(), then)
	if err == nil && done.Done {
		s.observeRows(ctx, rows)
	}
	return done, err
}

// completed does what has to follow a record's write.
func (s *Service) completed(ctx context.Context, tx store.Querier, r finished) error {
	if err := r.attach(ctx, tx); err != nil {
		return err
	}
	if err := r.follow(ctx, tx, r.write.ID); err != nil {
		return err
	}
	if follower := s.Followers[r.entity.Definition.ID]; follower != nil {
		if err := follower(ctx, tx, r.caller, Followed{Action: r.write.Action, Record: r.write.ID, Fields: r.assigned()}); err != nil {
			return err
		}
	}
	if s.Hooks != nil {
		if err := s.after(ctx, tx, r.writer); err != nil {
			return err
		}
	}
	return s.report(ctx, tx, r.writer, r.write.ID, r.done.Told)
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
	if err := s.distinct(ctx, tx, writers...); err != nil {
		return err
	}
	var rows []finished
	for _, w := range writers {
		list, err := s.writeTables(ctx, tx, w)
		if err != nil {
			return err
		}
		rows = append(rows, list...)
	}
	if err := first.also(ctx, tx); err != nil {
		return err
	}
	for _, r := range rows {
		if err := s.completed(ctx, tx, r); err != nil {
			return err
		}
	}
	if err := first.follow(ctx, tx, ids...); err != nil {
		return err
	}
	if follower := s.Followers[first.entity.Definition.ID]; follower != nil {
		for _, w := range writers {
			if err := follower(ctx, tx, w.caller, Followed{Action: w.write.Action, Record: w.write.ID, Fields: w.assigned()}); err != nil {
				return err
			}
		}
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
