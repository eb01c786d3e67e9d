package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// OnDemand is a kind of work that users start.
type OnDemand struct {
	Kind string // lower case, words parted by _
	// Run does the work as the task's user, whose rights it asks for anew. It
	// goes on from the task's checkpoint, and ends at once when its context
	// does. An error of package problem is told to the user in his words.
	Run func(ctx context.Context, t *Task) error
	// Fetch, when given, says whether the user may still have the file of a job,
	// and its result; it is asked each time he does.
	Fetch func(ctx context.Context, j Job) error
	// Undo is the kind of work that takes back what this one has done; "" where
	// nothing does. Its params are an UndoParams.
	Undo string
}

// Limits of work that users start, documented in the API.
const (
	// MaxOpen is how many jobs of a user may wait or run at once, and
	// MaxRunning how many of them run.
	MaxOpen    = 20
	MaxRunning = 2
	// MaxParams is the most bytes of what a job is to do.
	MaxParams = 1 << 20
	// KeepJobs is how long a job that has ended is kept, with its file if that
	// does not expire before.
	KeepJobs = 30 * 24 * time.Hour
)

// Times of work that users start.
const (
	again = 15 * time.Second       // how often a job that waits is looked for
	told  = 500 * time.Millisecond // how often progress is written
	// slice is the longest that a job runs before another turn.
	slice = 6 * time.Hour
	// maxTries is how often a job is taken that saves nothing: it may be what
	// kills its process.
	maxTries = 6
)

// pace is how a job is held: for so long its holder has it without saying so
// again, so often he says so, and so often each process looks for jobs whose
// holder has died. A job that could not go on for now waits for later.
type pace struct{ lease, beat, sweep, later time.Duration }

var usualPace = pace{lease: 10 * time.Second, beat: 2 * time.Second, sweep: 3 * time.Second, later: 5 * time.Second}

// Errors that end a task. Run gives them back as they are.
var (
	// ErrCancelled says that the user has cancelled the job.
	ErrCancelled = errors.New("the job was cancelled")
	// ErrLost says that another process goes on with the job: nothing of this
	// one may be committed any more.
	ErrLost = errors.New("the job is held by another process")
)

var kindForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Offer adds kinds of work that users start. It is called before Start.
func (j *Jobs) Offer(list ...OnDemand) error {
	for _, o := range list {
		if _, twice := j.offered[o.Kind]; twice || !kindForm.MatchString(o.Kind) || o.Run == nil {
			return fmt.Errorf("job %q: given twice, or is no kind, or has nothing to run", o.Kind)
		}
		j.offered[o.Kind] = o
	}
	return nil
}

// Offered lists the kinds of work that users start.
func (j *Jobs) Offered() []string {
	var kinds []string
	for kind := range j.offered {
		kinds = append(kinds, kind)
	}
	return kinds
}

// Progress is how far a task is. Total is 0 while it is unknown. Counts are by
// outcome: created, updated, failed, skipped …
type Progress struct {
	Done, Total int64
	Counts      map[string]int64
}

func (p Progress) row() store.JobProgress {
	if p.Counts == nil {
		p.Counts = map[string]int64{}
	}
	counts, _ := json.Marshal(p.Counts) // of numbers: never fails
	return store.JobProgress{Done: p.Done, Total: p.Total, Counts: counts}
}

// Task is one piece of work while it runs. Its methods are for one goroutine.
type Task struct {
	ID, Workspace, User, Language, Entity string
	Params                                json.RawMessage
	Scopes                                []string // to which the work is narrowed; nil for all that the user may
	// Checkpoint is what was saved last; nil when nothing was.
	Checkpoint json.RawMessage

	jobs *Jobs
	hold store.JobHold

	mu       sync.Mutex // of what the end of the task reads
	progress Progress
	result   any
	written  time.Time
}

// Progress is what was reported last, of an earlier run too.
func (t *Task) Progress() Progress {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.progress
	p.Counts = maps.Clone(p.Counts)
	return p
}

// Report tells how far the task is; it may be called for each record. The
// answer is ErrCancelled once the user has cancelled, and ErrLost when the task
// is no longer this process's.
func (t *Task) Report(ctx context.Context, p Progress) error {
	if err := ended(ctx); err != nil {
		return err
	}
	t.keep(p)
	if time.Since(t.written) < told {
		return nil
	}
	t.written = time.Now()
	return outcome(t.jobs.db.ProgressOfJob(ctx, t.Workspace, t.hold, p.row()))
}

// Save writes a checkpoint in the transaction of the work that it is of, so
// that a task which is resumed does nothing twice and leaves nothing out. On
// any error the transaction must be rolled back.
func (t *Task) Save(ctx context.Context, tx store.Querier, checkpoint any, p Progress) error {
	if err := ended(ctx); err != nil {
		return err
	}
	b, err := json.Marshal(checkpoint)
	if err != nil {
		return fmt.Errorf("save a checkpoint: %w", err)
	}
	if err := outcome(store.SaveJob(ctx, tx, store.SchemaName(t.Workspace), t.hold, p.row(), b)); err != nil {
		return err
	}
	t.keep(p)
	t.written = time.Now()
	return nil
}

// Saving is a Save that waits for its transaction.
type Saving = func(ctx context.Context, tx store.Querier) error

// Saving gives a Save to be done in a transaction of another package.
func (t *Task) Saving(checkpoint any, p Progress) Saving {
	return func(ctx context.Context, tx store.Querier) error { return t.Save(ctx, tx, checkpoint, p) }
}

// SaveAlone is Save in a transaction of its own, for work that may be done
// twice.
func (t *Task) SaveAlone(ctx context.Context, checkpoint any, p Progress) error {
	return t.jobs.db.Transact(ctx, func(tx store.Querier) error { return t.Save(ctx, tx, checkpoint, p) })
}

// Finish says what the job answers as its result, once Run has ended without an
// error, or was cancelled.
func (t *Task) Finish(result any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.result = result
}

func (t *Task) keep(p Progress) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.progress = p
	t.progress.Counts = maps.Clone(p.Counts)
}

// ended gives the reason for which a context has ended.
func ended(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	return context.Cause(ctx)
}

func outcome(cancelling, ok bool, err error) error {
	switch {
	case err != nil:
		return err
	case !ok:
		return ErrLost
	case cancelling:
		return ErrCancelled
	}
	return nil
}
