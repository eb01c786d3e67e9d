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
	// Run does the work that has an id in a workspace, and tells after what time
	// it is to be tried again; 0 for no more. After an error, which is none of
	// what may be expected, it runs again as well.
	Run func(ctx context.Context, workspace, id string) (again time.Duration, err error)
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

// retriedAttempts bounds how often an error is tried again; attempts that Run
// asks for do not count. With River's pauses that is half an hour.
const retriedAttempts = 6

var errNotStarted = errors.New("jobs have not been started")

// EnterRetried enters work in a transaction; it begins once that has ended.
func (j *Jobs) EnterRetried(ctx context.Context, tx store.Querier, kind, workspace string, ids []string) error {
	t, ok := tx.(pgx.Tx)
	if !ok || j.client == nil {
		return fmt.Errorf("enter work of kind %s: %w", kind, errNotStarted)
	}
	many := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		many[i] = river.InsertManyParams{Args: retriedTask{kind: kind, Workspace: workspace, ID: id}, InsertOpts: &river.InsertOpts{Queue: kind, MaxAttempts: retriedAttempts}}
	}
	if len(many) == 0 {
		return nil
	}
	if _, err := j.client.InsertManyFastTx(ctx, t, many); err != nil {
		return fmt.Errorf("enter work of kind %s: %w", kind, err)
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

// Timeout implements river.Worker.
func (w *retriedWorker) Timeout(*river.Job[retriedTask]) time.Duration { return time.Minute }

// Work implements river.Worker.
func (w *retriedWorker) Work(ctx context.Context, job *river.Job[retriedTask]) error {
	from := time.Now()
	again, err := w.retried.Run(ctx, job.Args.Workspace, job.Args.ID)
	w.jobs.seconds.WithLabelValues(w.retried.Kind).Add(time.Since(from).Seconds())
	outcome := "done"
	switch {
	case err != nil:
		outcome = "failed"
	case again > 0:
		outcome, err = "again", river.JobSnooze(again)
	}
	w.jobs.runs.WithLabelValues(w.retried.Kind, outcome).Inc()
	return err
}
