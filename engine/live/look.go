package live

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/record"
)

// watch asks how records stand in the list at this moment.
func (s *Stream) watch(ctx context.Context, ids []string, fresh func(id string, row []byte) bool) (record.WatchAnswer, error) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	select {
	case s.hub.looks <- struct{}{}:
	case <-ctx.Done():
		return record.WatchAnswer{}, ctx.Err()
	}
	defer func() { <-s.hub.looks }()
	c := *s.caller
	c.Now = time.Now().UTC()
	return s.hub.records.Watch(ctx, &c, s.request.Entity, record.WatchRequest{IDs: ids, List: s.request.List, Either: s.request.ID != "", Fresh: fresh})
}

// tell looks at the records that changed. What was only shared concerns those
// with whom it was, and whoever holds the record already.
func (s *Stream) tell(ctx context.Context, notes []*note) error {
	var ids []string
	for _, n := range notes {
		_, holds := s.held[n.id]
		if n.whole || holds || s.concerns(n.shared) {
			ids = append(ids, n.id)
		}
		if holds && s.unsure[n.id] {
			s.held[n.id] = 0
			delete(s.unsure, n.id)
		}
	}
	return s.look(ctx, ids)
}

func (s *Stream) concerns(shared []string) bool {
	mine, _ := s.caller.Principal.Attributes["principals"].([]any)
	return slices.ContainsFunc(shared, func(id string) bool { return slices.Contains(mine, any(id)) })
}

// sweep looks at all that the caller holds: what he may see depends on more
// than the records themselves.
func (s *Stream) sweep(ctx context.Context) error {
	return s.look(ctx, slices.Collect(maps.Keys(s.held)))
}

// look tells of each record that looks different from what the caller saw last,
// and of each that he held and that is not there any more.
func (s *Stream) look(ctx context.Context, ids []string) error {
	fresh := func(id string, row []byte) bool {
		saw, holds := s.held[id]
		return !holds || saw != hash(row)
	}
	for part := range slices.Chunk(ids, record.MaxIDs) {
		a, err := s.watch(ctx, part, fresh)
		if err != nil {
			return err
		}
		for _, w := range a.Fresh {
			if err := s.changed(w); err != nil {
				return err
			}
		}
		for _, id := range part {
			if err := s.gone(id, a.Seen[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Stream) changed(w record.Watched) error {
	if len(s.held) >= maxHeld {
		if err := s.reset(); err != nil {
			return err
		}
	}
	s.held[w.ID] = hash(w.Row)
	return s.send(change(w.ID, w.Row))
}

func (s *Stream) gone(id string, there bool) error {
	if _, holds := s.held[id]; there || !holds {
		return nil
	}
	delete(s.held, id)
	return s.send(Event{Kind: Gone, Data: Leaving{ID: id}})
}

// compare tells how the records that the caller says to have differ from what
// he says: a record that he may not read is gone like one that never was.
func (s *Stream) compare(ctx context.Context) error {
	for part := range slices.Chunk(slices.Sorted(maps.Keys(s.request.Known)), record.MaxIDs) {
		a, err := s.watch(ctx, part, s.news)
		if err != nil {
			return err
		}
		for _, w := range a.Fresh {
			if err := s.changed(w); err != nil {
				return err
			}
		}
		for _, id := range part {
			if !a.Seen[id] {
				s.held[id] = 0
			}
			if err := s.gone(id, a.Seen[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// news tells whether a row has another version than the caller says to have; of
// one that has not it is remembered how it looks. That may be newer than what
// the caller saw, if he does not know the version, or if it was changed for him
// alone: then a note of the change lies in the mailbox, or is to be caught up.
func (s *Stream) news(id string, row []byte) bool {
	v := s.request.Known[id]
	if v != 0 && v != readRow(row).Version {
		return true
	}
	s.held[id] = hash(row)
	return false
}
