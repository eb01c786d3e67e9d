package live

import (
	"context"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of streams, documented in the API.
const (
	MaxStreams     = 2000   // of one process
	MaxUserStreams = 30     // of one user in one process
	MaxKnown       = 500    // records that an opening names
	maxHeld        = 5000   // records that a stream remembers to have told
	maxMissed      = 20_000 // changes of a workspace through which a stream catches up
	maxPending     = 2000   // records that wait to be told of
)

// Times of streams, documented in the API but for the first.
const (
	pollEvery  = 300 * time.Millisecond
	lifeEvery  = 10 * time.Second
	sweepEvery = time.Minute
	// lookFor bounds one look at the records of a stream.
	lookFor = 15 * time.Second
)

// looksAtOnce is how many streams of a process ask the database at once, so
// that requests find connections.
const looksAtOnce = 3

// Hub holds the streams of a process.
type Hub struct {
	db      *store.DB
	records *record.Service
	looks   chan struct{}
	closing chan struct{}

	mu        sync.Mutex
	closed    bool
	streams   int
	users     map[string]int // by workspace and user
	followers map[string]*follower
}

// New makes a Hub. Nothing runs before the first stream is opened.
func New(db *store.DB, records *record.Service) *Hub {
	return &Hub{db: db, records: records, looks: make(chan struct{}, looksAtOnce), closing: make(chan struct{}),
		users: map[string]int{}, followers: map[string]*follower{}}
}

// Close ends all streams, and lets none be opened.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.closing)
	}
}

// Streams is how many are open.
func (h *Hub) Streams() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.streams
}

// Now gives the position of now, sealed for the caller: a list that is read
// after it and a stream from it miss nothing between them.
func (h *Hub) Now(ctx context.Context, c *record.Caller) (string, error) {
	f, err := h.db.Latest(ctx, c.Workspace.Name)
	if err != nil {
		return "", problem.Wrap(problem.Unavailable, "database_unavailable", err)
	}
	return h.records.SealPosition(c, f.Upto), nil
}

// enter counts a new stream, unless there are too many.
func (h *Hub) enter(user string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.streams >= MaxStreams {
		return problem.New(problem.Unavailable, "busy")
	}
	if h.users[user] >= MaxUserStreams {
		return problem.New(problem.Throttled, "too_many_streams").With("max", MaxUserStreams).With("retry_after", int(lifeEvery.Seconds()))
	}
	h.streams++
	h.users[user]++
	return nil
}

func (h *Hub) leave(user string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.streams--
	if h.users[user]--; h.users[user] == 0 {
		delete(h.users, user)
	}
}

// follow has a mailbox filled with what changes in a workspace, at least from
// the position that it gives on.
func (h *Hub) follow(ctx context.Context, workspace string, m *mailbox) (store.Position, error) {
	now, err := h.db.Latest(ctx, workspace)
	if err != nil {
		return store.Position{}, problem.Wrap(problem.Unavailable, "database_unavailable", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.followers[workspace]
	if f == nil {
		f = &follower{hub: h, workspace: workspace, at: now.Upto, boxes: map[*mailbox]bool{}, stop: make(chan struct{})}
		h.followers[workspace] = f
		go f.run()
	}
	since := f.add(m)
	if since.Before(now.Upto) {
		since = now.Upto
	}
	return since, nil
}

// unfollow ends that; the last mailbox of a workspace ends its follower.
func (h *Hub) unfollow(workspace string, m *mailbox) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.followers[workspace]
	if f != nil && f.remove(m) == 0 {
		delete(h.followers, workspace)
		close(f.stop)
	}
}
