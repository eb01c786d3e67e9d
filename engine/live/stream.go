package live

import (
	"context"
	"hash/maphash"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Stream tells one caller what changes. It belongs to one goroutine.
type Stream struct {
	hub     *Hub
	caller  *record.Caller
	request Request
	entity  string // x-id
	user    string
	box     *mailbox
	resumed bool
	from    store.Position // where the caller left off
	since   store.Position // up to where all has been told, or is in the mailbox
	// held are the records that the caller was told of, or said to have, with a
	// hash of what he saw.
	held map[string]uint64
	// unsure are those of them of which only the caller knows how they looked to
	// him: the first change of such a one is told even if it looks the same now.
	unsure map[string]bool
	send   func(Event) error
}

// seed makes hashes that nobody outside can foresee.
var seed = maphash.MakeSeed()

// Run tells events until ctx ends, nothing more may be told, or send fails. It
// may be called once.
func (s *Stream) Run(ctx context.Context, send func(Event) error) {
	s.send = send
	defer s.hub.leave(s.user)
	defer s.hub.unfollow(s.caller.Workspace.Name, s.box)
	err := s.begin(ctx)
	if err == nil {
		err = s.loop(ctx)
	}
	if err != nil && ctx.Err() == nil {
		// Who does not hear this has left.
		_ = send(Event{Kind: End, Data: Ending{Code: problem.As(err).Code}})
	}
}

func (s *Stream) begin(ctx context.Context) error {
	ahead, err := s.ahead(ctx)
	if err != nil {
		return err
	}
	if err := s.compare(ctx); err != nil {
		return err
	}
	if ahead {
		err = s.reset()
	} else {
		err = s.catchUp(ctx)
	}
	if err != nil {
		return err
	}
	return s.send(Event{Kind: Ready, Position: s.position(s.since)})
}

// loop waits for what comes first: changes, a moment to give a sign of life, or
// one to look whether all that the caller holds still stands.
func (s *Stream) loop(ctx context.Context) error {
	life := time.NewTicker(lifeEvery)
	defer life.Stop()
	sweep := time.NewTicker(sweepEvery + rand.N(sweepEvery/4))
	defer sweep.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.hub.closing:
			return problem.New(problem.Unavailable, "busy")
		case <-s.box.wake:
			err = s.deliver(ctx, s.box.take())
		case <-life.C: // by which the server notices who has left, and whose session has run out
			err = s.deliver(ctx, s.box.take())
		case <-sweep.C:
			err = s.sweep(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// deliver tells what came in a mail.
func (s *Stream) deliver(ctx context.Context, m mail) error {
	if m.moved || s.ended() {
		if err := s.renew(ctx); err != nil {
			return err
		}
	}
	if m.overflow {
		if err := s.reset(); err != nil {
			return err
		}
	}
	if err := s.tell(ctx, m.notes); err != nil {
		return err
	}
	if s.since.Before(m.at) {
		s.since = m.at
	}
	return s.send(Event{Position: s.position(s.since)})
}

// ended tells whether the session has run out, or a role that was given for a
// time.
func (s *Stream) ended() bool {
	p := s.caller.Principal
	return slices.ContainsFunc([]time.Time{p.ValidUntil, p.Session.ExpiresAt}, func(end time.Time) bool {
		return !end.IsZero() && !time.Now().Before(end)
	})
}

// renew resolves the caller anew. When he may see something else now, or by
// another revision, all that he holds is looked at.
func (s *Stream) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	old := s.caller
	fresh, err := old.Renewed(ctx)
	if err != nil {
		return err
	}
	s.caller = fresh
	was, is := old.State.Snapshot.Revision, fresh.State.Snapshot.Revision
	if was != is {
		if err := s.send(Event{Kind: Revision, Data: Published{Revision: is}}); err != nil {
			return err
		}
	}
	same := slices.Equal(old.Principal.Roles, fresh.Principal.Roles) && reflect.DeepEqual(old.Principal.Attributes, fresh.Principal.Attributes)
	if was == is && same {
		return nil
	}
	return s.sweep(ctx)
}

// reset says that something may have been missed.
func (s *Stream) reset() error {
	clear(s.held)
	clear(s.unsure)
	return s.send(Event{Kind: Reset})
}

func (s *Stream) position(p store.Position) string {
	return s.hub.records.SealPosition(s.caller, p)
}

func hash(row []byte) uint64 { return maphash.Bytes(seed, row) }
