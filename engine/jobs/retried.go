package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/mortise-crm/mortise/engine/store"
)

// Retried is work that is entered one by one, in the transaction that gives
// rise to it, and tried until it is done.
type Retried struct {
	Kind string // one of Kinds
	// AtOnce is how many of a process run at the same time, beside other jobs.
	AtOnce int
	// Waits are the times between attempts: there is one attempt more.
	Waits []time.Duration
	// Run does the work that has an id in a workspace. last tells that no attempt
	// follows.
	Run func(ctx context.Context, workspace, id string, last bool) error
}

// Retry adds a kind of work. It is called before Start.
func (j *Jobs) Retry(r Retried) { j.retried = append(j.retried, r) }

// retriedTask is what River keeps of such work.
type retriedTask struct {
	kind      string
	Workspace string `json:"workspace"`
	ID        string `json:"id"`
}

// Kind implements river.JobArgs.
func (t retriedTask) Kind() string { return t.kind }

var errNotStarted = errors.New("jobs have not been started")

// EnterRetried enters work in a transaction; it begins once that has ended.
func (j *Jobs) EnterRetried(ctx context.Context, tx store.Querier, kind, workspace string, ids []string) error {
	t, ok := tx.(pgx.Tx)
	if !ok || j.client == nil {
		return fmt.Errorf("enter work of kind %s: %w", kind, errNotStarted)
	}
	many := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		many[i] = river.InsertManyParams{Args: retriedTask{kind: kind, Workspace: workspace, ID: id}, InsertOpts: j.retriedOpts(kind)}
	}
	if len(many) == 0 {
		return nil
	}
	if _, err := j.client.InsertManyFastTx(ctx, t, many); err != nil {
		return fmt.Errorf("enter work of kind %s: %w", kind, err)
	}
	return nil
}

func (j *Jobs) retriedOpts(kind string) *river.InsertOpts {
	for _, r := range j.retried {
		if r.Kind == kind {
			return &river.InsertOpts{Queue: kind, MaxAttempts: len(r.Waits) + 1}
		}
	}
	return nil
}

// addRetried has River work on them, each kind in a queue of its own.
func (j *Jobs) addRetried(cfg *river.Config) {
	for _, r := range j.retried {
		cfg.Queues[r.Kind] = river.QueueConfig{MaxWorkers: r.AtOnce}
		river.AddWorkerArgs(cfg.Workers, retriedTask{kind: r.Kind}, &retriedWorker{jobs: j, retried: r})
	}
}

type retriedWorker struct {
	river.WorkerDefaults[retriedTask]
	jobs    *Jobs
	retried Retried
}

// NextRetry implements river.Worker.
func (w *retriedWorker) NextRetry(job *river.Job[retriedTask]) time.Time {
	i := min(job.Attempt, len(w.retried.Waits)) - 1
	return time.Now().Add(w.retried.Waits[max(i, 0)])
}

// Timeout implements river.Worker.
func (w *retriedWorker) Timeout(*river.Job[retriedTask]) time.Duration { return time.Minute }

// Work implements river.Worker.
func (w *retriedWorker) Work(ctx context.Context, job *river.Job[retriedTask]) error {
	from := time.Now()
	err := w.retried.Run(ctx, job.Args.Workspace, job.Args.ID, job.Attempt >= job.MaxAttempts)
	w.jobs.seconds.WithLabelValues(w.retried.Kind).Add(time.Since(from).Seconds())
	outcome := "done"
	if err != nil {
		outcome = "failed"
	}
	w.jobs.runs.WithLabelValues(w.retried.Kind, outcome).Inc()
	return err
}
