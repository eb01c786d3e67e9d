package webhook

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits, documented in the API.
const (
	maxWaiting  = 10_000 // deliveries of a workspace; beyond, changes wait to be made into any
	failingFor  = 3 * 24 * time.Hour
	answerIn    = 10 * time.Second // how long an address may take
	pageSize    = 50               // of the log
	KeepLog     = 30 * 24 * time.Hour
	planEvery   = 700 * time.Millisecond
	planAtOnce  = 500 // changes of one transaction
	lookEvery   = 5 * time.Minute
	planTimeout = time.Minute
)

// waits are the times after attempts that failed, a day in all.
var waits = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 9 * time.Hour}

// Service makes changes into deliveries, and sends them.
type Service struct {
	db      *store.DB
	records *record.Service
	// CallerOf resolves the users that webhooks act as; Workspaces finds
	// definitions. Enter has deliveries sent, once a transaction has ended. They
	// are set before Run.
	CallerOf   func(ctx context.Context, workspace, userID string) (*record.Caller, error)
	Workspaces *catalog.Registry
	Enter      func(ctx context.Context, tx store.Querier, workspace string, ids []string) error
	// Private lets messages go to addresses of the own network, and without
	// encryption.
	Private bool

	client  *http.Client
	secrets secrets
	mu      sync.Mutex
	busy    map[string]time.Time // workspaces that have active webhooks, and when that was heard of
	woken   chan struct{}
}

// New makes a Service that stands still until Run.
func New(db *store.DB, records *record.Service) *Service {
	s := &Service{db: db, records: records, busy: map[string]time.Time{}, woken: make(chan struct{}, 1)}
	s.client = s.newClient()
	return s
}

// wake has the changes of a workspace looked at.
func (s *Service) wake(workspace string) {
	s.mu.Lock()
	s.busy[workspace] = time.Now()
	s.mu.Unlock()
	select {
	case s.woken <- struct{}{}:
	default:
	}
}

// rest has them looked at no more, unless that was asked for just now: the
// transaction that did so may not have ended.
func (s *Service) rest(workspace string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.busy[workspace]) > planTimeout {
		delete(s.busy, workspace)
	}
}
