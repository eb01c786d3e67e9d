package live

import (
	"sync"

	"github.com/mortise-crm/mortise/engine/store"
)

// mailbox collects what concerns one stream until that looks: of a record that
// changed often it holds one note, so a slow reader costs bounded space.
type mailbox struct {
	entity string // x-id
	record string // "" for all of the entity
	wake   chan struct{}

	mu       sync.Mutex
	pending  map[string]*note
	order    []*note
	at       store.Position
	epoch    int64 // of the workspace, as last heard of
	moved    bool  // it is another one
	overflow bool  // more changed than fits
}

// note says that a record changed.
type note struct {
	id string
	// shared are those with whom alone something changed; nil when it did for
	// everybody.
	shared []string
	whole  bool
}

// newMailbox makes one for a stream whose caller was resolved at an epoch.
func newMailbox(entity, record string, epoch int64) *mailbox {
	return &mailbox{entity: entity, record: record, epoch: epoch, wake: make(chan struct{}, 1), pending: map[string]*note{}}
}

// put takes in changes up to a position, and the epoch there.
func (m *mailbox) put(moves []store.Moved, at store.Position, epoch int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range moves {
		if c := &moves[i]; c.Entity == m.entity && (m.record == "" || c.Record == m.record) {
			m.add(c)
		}
	}
	m.at = at
	m.moved = m.moved || epoch != m.epoch
	if m.epoch = epoch; m.moved || m.overflow || len(m.order) > 0 {
		select {
		case m.wake <- struct{}{}:
		default: // it is awake
		}
	}
}

func (m *mailbox) add(c *store.Moved) {
	if m.overflow {
		return
	}
	n := m.pending[c.Record]
	if n == nil {
		if len(m.order) >= maxPending {
			m.overflow, m.order = true, nil
			clear(m.pending)
			return
		}
		n = &note{id: c.Record}
		m.pending[c.Record] = n
		m.order = append(m.order, n)
	}
	if c.Principal == "" {
		n.whole = true
	} else if len(n.shared) < maxPending {
		n.shared = append(n.shared, c.Principal)
	}
}

// mail is what a mailbox held.
type mail struct {
	notes           []*note
	at              store.Position
	moved, overflow bool
}

// take empties the mailbox.
func (m *mailbox) take() mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := mail{notes: m.order, at: m.at, moved: m.moved, overflow: m.overflow}
	m.order, m.moved, m.overflow = nil, false, false
	clear(m.pending)
	return out
}
