package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// pollLimit is how many changes one look takes in.
const pollLimit = 2000

// follower reads the changes of one workspace and puts them into mailboxes.
type follower struct {
	hub       *Hub
	workspace string
	stop      chan struct{}

	mu    sync.Mutex
	at    store.Position // up to which the mailboxes have all
	boxes map[*mailbox]bool
}

// add takes a mailbox in, and gives the position from which it is filled.
func (f *follower) add(m *mailbox) store.Position {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.boxes[m] = true
	return f.at
}

// remove tells how many mailboxes are left.
func (f *follower) remove(m *mailbox) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.boxes, m)
	return len(f.boxes)
}

// run polls until the follower is stopped. While the database does not answer
// nothing is told, and nothing is lost.
func (f *follower) run() {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-f.stop; cancel() }()
	failing := false
	for {
		select {
		case <-f.stop:
			return
		case <-ticker.C:
		}
		err := f.poll(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			slog.Warn("follow the changes", "workspace", f.workspace, "cause", err)
		}
		failing = err != nil
	}
}

// poll takes in all that there is.
func (f *follower) poll(ctx context.Context) error {
	for {
		ctx, cancel := context.WithTimeout(ctx, lookFor)
		found, err := f.hub.db.Follow(ctx, f.workspace, f.at, pollLimit)
		cancel()
		if err != nil {
			return err
		}
		f.spread(found)
		if len(found.Moves) < pollLimit {
			return nil
		}
	}
}

// spread puts what was found into the mailboxes.
func (f *follower) spread(found store.Followed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.at.Before(found.Upto) {
		f.at = found.Upto
	}
	for m := range f.boxes {
		m.put(found.Moves, f.at, found.Epoch)
	}
}
