package audit

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/mortise-crm/mortise/engine/store"
)

// DefaultSample is of how many reads one decision is kept.
const DefaultSample = 100

const (
	// room is how many entries wait in memory to be written.
	room = 4096
	// batch is how many entries are written at once.
	batch = 512
	// writeEvery is how long an entry waits at most, countEvery a count.
	writeEvery, countEvery = time.Second, 5 * time.Second
	// patience is how long a request waits for room, and the end of the server
	// for the last entries.
	patience = 5 * time.Second
)

// Log writes what happened into the workspaces of a database.
type Log struct {
	db     *store.DB
	sample uint64
	counts counts

	queue chan entry
	ask   chan chan error // to write everything now
	stop  context.CancelFunc
	done  chan struct{}
	once  sync.Once

	used    usedGrants
	waiting []entry // read from queue, not yet written
	counted []count // taken from counts, not yet written
	lost    prometheus.Counter
	written prometheus.Counter
}

// entry is one row to be written: an event or a decision.
type entry struct {
	workspace string
	event     *store.TimedAudit
	decision  *store.DecisionRow
}

// New starts a Log. sample is of how many reads one decision is kept; 1 keeps
// all.
func New(db *store.DB, sample int) *Log {
	ctx, stop := context.WithCancel(context.Background())
	l := &Log{db: db, sample: uint64(max(sample, 1)), queue: make(chan entry, room), ask: make(chan chan error), stop: stop, done: make(chan struct{}),
		lost:    prometheus.NewCounter(prometheus.CounterOpts{Name: "mortise_audit_lost_total", Help: "Entries of the audit and counts of traffic that could not be kept."}),
		written: prometheus.NewCounter(prometheus.CounterOpts{Name: "mortise_audit_written_total", Help: "Entries of the audit and decisions that were written."}),
	}
	go l.run(ctx)
	return l
}

// Collectors are the metrics of the log.
func (l *Log) Collectors() []prometheus.Collector { return []prometheus.Collector{l.lost, l.written} }

// put takes an entry in, and waits a while where there is no room.
func (l *Log) put(ctx context.Context, e entry) bool {
	select {
	case l.queue <- e:
		return true
	default:
	}
	full := time.NewTimer(patience)
	defer full.Stop()
	select {
	case l.queue <- e:
		return true
	case <-full.C:
	case <-ctx.Done():
	}
	l.lost.Inc()
	return false
}

// offer takes an entry in if there is room.
func (l *Log) offer(e entry) {
	select {
	case l.queue <- e:
	default:
	}
}

// Flush writes all that happened before it was called.
func (l *Log) Flush(ctx context.Context) error {
	answer := make(chan error, 1)
	select {
	case l.ask <- answer:
	case <-l.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close writes what is left and ends the log. Nothing may happen after it.
func (l *Log) Close() {
	l.once.Do(l.stop)
	<-l.done
}
