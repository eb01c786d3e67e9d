package live

import (
	"context"
	"math"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Request asks for a stream.
type Request struct {
	Entity string
	ID     string // of one record; "" for a list
	// List says which list, and with which fields: its filter, search and
	// archive. Sort, limit and count do not matter.
	List record.ListRequest
	// Known are the records that the caller shows already, with their versions
	// (0: he does not know it); at most MaxKnown.
	Known map[string]int64
	From  string // position after which to go on; "" for now
}

// Open begins a stream. All that can be wrong with the request is found here.
// Run must follow.
func (h *Hub) Open(ctx context.Context, c *record.Caller, r Request) (*Stream, error) {
	if len(r.Known) > MaxKnown {
		return nil, problem.InvalidAt("?ids", "too_many", map[string]any{"max": MaxKnown})
	}
	e, ok := c.State.Snapshot.Entity(r.Entity)
	if !ok {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	s := &Stream{hub: h, caller: c, request: r, entity: e.Definition.ID, user: c.Workspace.Name + "/" + c.Principal.UserID, held: map[string]uint64{}, unsure: map[string]bool{}}
	for id := range r.Known {
		s.unsure[id] = true
	}
	if err := s.resume(c, r); err != nil {
		return nil, err
	}
	if r.ID != "" {
		if _, ok := r.Known[r.ID]; !ok {
			s.request.Known = map[string]int64{r.ID: 0}
		}
	}
	if err := s.probe(ctx); err != nil {
		return nil, err
	}
	if err := h.enter(s.user); err != nil {
		return nil, err
	}
	s.box = newMailbox(s.entity, r.ID, c.State.Epoch)
	var err error
	if s.since, err = h.follow(ctx, c.Workspace.Name, s.box); err != nil {
		h.leave(s.user)
		return nil, err
	}
	return s, nil
}

// resume reads where the stream goes on.
func (s *Stream) resume(c *record.Caller, r Request) (err error) {
	if r.From != "" {
		s.from, err = s.hub.records.OpenPosition(c, r.From)
		s.resumed = true
	}
	return err
}

// probe has the question looked at before the first answer: what cannot be
// asked, or read, is refused like a list of it.
func (s *Stream) probe(ctx context.Context) error {
	a, err := s.watch(ctx, s.known(s.request.ID), func(string, []byte) bool { return false })
	if err == nil && s.request.ID != "" && !a.Seen[s.request.ID] {
		return problem.New(problem.NotFound, "not_found")
	}
	return err
}

func (s *Stream) known(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// catchUp tells what changed since the position at which the caller left off,
// up to that from which the mailbox is filled.
func (s *Stream) catchUp(ctx context.Context) error {
	if !s.resumed || !s.from.Before(s.since) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	missed, err := s.hub.db.Follow(ctx, s.caller.Workspace.Name, s.from, maxMissed)
	if err != nil {
		return problem.Wrap(problem.Unavailable, "database_unavailable", err)
	}
	if len(missed.Moves) >= maxMissed {
		return s.reset()
	}
	m := newMailbox(s.entity, s.request.ID, missed.Epoch)
	m.put(missed.Moves, missed.Upto, missed.Epoch)
	mail := m.take()
	if mail.overflow {
		return s.reset()
	}
	return s.tell(ctx, mail.notes)
}

// ahead tells whether a position lies where nothing can have been followed yet,
// as after a database was put back to an older state.
func (s *Stream) ahead(ctx context.Context) (bool, error) {
	if !s.resumed || s.from.Before(s.since) {
		return false, nil
	}
	now, err := s.hub.db.Latest(ctx, s.caller.Workspace.Name)
	if err != nil {
		return false, problem.Wrap(problem.Unavailable, "database_unavailable", err)
	}
	return (store.Position{XID: now.Upto.XID, Seq: math.MaxInt64}).Before(s.from), nil
}
