package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// task is what River keeps of a job: for which workspace and period it is.
// Without a workspace it is the job that finds them.
type task struct {
	kind      string
	Workspace string    `json:"workspace"`
	Period    time.Time `json:"period"` // its beginning
}

// Kind implements river.JobArgs.
func (t task) Kind() string { return t.kind }

// InsertOpts implements river.JobArgsWithInsertOpts: a task is entered one time,
// by whatever process.
func (t task) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// early is how much before the beginning of a period its job may be entered:
// River does not wait for the last 100 ms.
const early = time.Second

// of is the job that finds the workspaces, for the period of a time.
func (p Periodic) of(now time.Time) task {
	return task{kind: p.Kind, Period: now.Add(early).UTC().Truncate(p.Every)}
}

type worker struct {
	river.WorkerDefaults[task]
	jobs     *Jobs
	periodic Periodic
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, job *river.Job[task]) error {
	if job.Args.Workspace == "" {
		return w.spread(ctx, job)
	}
	from := time.Now()
	err := w.periodic.Run(ctx, job.Args.Workspace, from.UTC())
	w.jobs.seconds.WithLabelValues(w.periodic.Kind).Add(time.Since(from).Seconds())
	outcome := "done"
	if err != nil {
		outcome, err = "failed", fmt.Errorf("job %s of workspace %s: %w", w.periodic.Kind, job.Args.Workspace, err)
	}
	w.jobs.runs.WithLabelValues(w.periodic.Kind, outcome).Inc()
	return err
}

// spread enters the period's job of each workspace.
func (w *worker) spread(ctx context.Context, job *river.Job[task]) error {
	list, err := w.jobs.db.Workspaces(ctx)
	if err != nil {
		return err
	}
	many := make([]river.InsertManyParams, len(list))
	for i, workspace := range list {
		many[i] = river.InsertManyParams{Args: task{kind: w.periodic.Kind, Workspace: workspace.Name, Period: job.Args.Period}}
	}
	if len(many) == 0 {
		return nil
	}
	_, err = river.ClientFromContext[pgx.Tx](ctx).InsertMany(ctx, many)
	return err
}
