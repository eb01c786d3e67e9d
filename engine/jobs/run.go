package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// runner is River's worker of what users start.
type runner struct {
	river.WorkerDefaults[turn]
	jobs *Jobs
}

// Timeout implements river.Worker.
func (*runner) Timeout(*river.Job[turn]) time.Duration { return slice }

// Work implements river.Worker. What becomes of the job is kept in the job; to
// River a turn always succeeds.
func (r *runner) Work(ctx context.Context, job *river.Job[turn]) error {
	j, args := r.jobs, job.Args
	o, ok := j.offered[args.Work]
	if !ok {
		return nil // of a newer release: a process of that finds it when it looks again
	}
	from := time.Now()
	result, err := j.take(ctx, o, args)
	if result != "" {
		j.seconds.WithLabelValues(o.Kind).Add(time.Since(from).Seconds())
		j.runs.WithLabelValues(o.Kind, result).Inc()
	}
	if err != nil {
		slog.Error("run a job", "kind", o.Kind, "workspace", args.Workspace, "job", args.Job, "cause", err)
	}
	return nil
}

// take runs a job if it is to be had, and says how that ended; "" when it is
// not, or went on elsewhere.
func (j *Jobs) take(ctx context.Context, o OnDemand, a turn) (string, error) {
	hold := store.JobHold{ID: a.Job, Holder: uuid.NewString(), For: j.pace.lease}
	row, ok, err := j.db.ClaimJob(ctx, a.Workspace, hold, MaxRunning)
	if err != nil || !ok {
		return "", err
	}
	t := &Task{ID: row.ID, Workspace: a.Workspace, User: row.User, Language: row.Language, Entity: row.Entity, Params: row.Params, Scopes: row.Scopes, Checkpoint: row.Checkpoint,
		jobs: j, hold: hold, progress: Progress{Done: row.Done, Total: row.Total, Counts: map[string]int64{}}}
	if err := json.Unmarshal(row.Counts, &t.progress.Counts); err != nil {
		return "", err
	}
	switch {
	case row.Cancelling:
		err = ErrCancelled
	case row.Tries > maxTries:
		err = problem.New(problem.Internal, "job_gave_up").With("times", maxTries)
	default:
		err = j.work(ctx, o, t)
	}
	return j.end(ctx, t, err)
}

// work runs the task while it is held and wanted.
func (j *Jobs) work(ctx context.Context, o OnDemand, t *Task) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := context.AfterFunc(j.stopping, func() { cancel(context.Canceled) })
	defer stop()
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		j.beating(ctx, t, cancel)
	}()
	defer func() {
		if r := recover(); r != nil {
			slog.Error("panic", "job", t.ID, "kind", o.Kind, "panic", r)
			err = problem.New(problem.Internal, "internal")
		}
		if err != nil && ctx.Err() != nil {
			err = context.Cause(ctx) // which it failed for
		}
		cancel(nil)
		<-beating
	}()
	return o.Run(ctx, t)
}

// beating keeps a task held until its context ends, and ends that when the
// task is cancelled or no longer held.
func (j *Jobs) beating(ctx context.Context, t *Task, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(j.pace.beat)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := outcome(j.db.BeatJob(ctx, t.Workspace, t.hold))
		switch {
		case err == nil:
			last = time.Now()
		case errors.Is(err, ErrCancelled), errors.Is(err, ErrLost), time.Since(last) > j.pace.lease:
			cancel(err)
			return
		}
	}
}

// end gives the job up: as done, failed or cancelled, or to go on from its
// checkpoint in another process or later.
func (j *Jobs) end(ctx context.Context, t *Task, err error) (string, error) {
	e := store.JobEnd{State: "done", Progress: t.Progress().row()}
	switch {
	case errors.Is(err, ErrLost):
		return "", nil
	case err == nil:
	case errors.Is(err, ErrCancelled):
		e.State, err = "cancelled", nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), problem.Is(err, problem.Unavailable):
		e.State, e.Again = "queued", j.pace.later
		e.Uncounted = !errors.Is(err, context.DeadlineExceeded)
	default:
		p := problem.As(err)
		if p.Code == "unauthenticated" { // it is not he who is to sign in
			p = problem.Wrap(problem.Forbidden, "job_account_closed", err)
		}
		e.State = "failed"
		e.Problem = KeepProblem(p)
		if p.Kind != problem.Internal {
			err = nil // it is the user's to know, and told to him
		}
	}
	if t.result != nil && e.State != "queued" {
		result, encodeErr := json.Marshal(t.result)
		if encodeErr != nil {
			return "", encodeErr
		}
		e.Result = result
	}
	if endErr := j.giveUp(context.WithoutCancel(ctx), t, e); endErr != nil {
		return "", errors.Join(err, endErr)
	}
	return e.State, err
}

// giveUp ends the holding, and gives the user's next job its turn.
func (j *Jobs) giveUp(ctx context.Context, t *Task, e store.JobEnd) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	schema := store.SchemaName(t.Workspace)
	return j.entering(ctx, func(tx store.Querier, enter enterer) error {
		ok, err := store.EndJob(ctx, tx, schema, t.hold, e)
		if err != nil || !ok {
			return err
		}
		next, ok, err := store.NextJob(ctx, tx, schema, t.User)
		if err != nil || !ok || next.ID == t.ID && !errors.Is(context.Cause(j.stopping), context.Canceled) {
			return err
		}
		return enter(ctx, t.Workspace, next)
	})
}
