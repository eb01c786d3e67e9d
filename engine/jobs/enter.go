package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/mortise-crm/mortise/engine/store"
)

// onDemand is River's queue, and kind, of the work that users start.
const onDemand = "on_demand"

// turn is what River keeps of work that a user has started: whose turn it is to
// be taken. Runs tells one turn from the next, so that of the same turn only
// one is entered, even while River believes that a killed process has it.
type turn struct {
	Workspace string `json:"workspace"`
	Job       string `json:"job"`
	Work      string `json:"work"` // its kind
	Runs      int    `json:"runs"`
}

// Kind implements river.JobArgs.
func (turn) Kind() string { return onDemand }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (turn) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: onDemand, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// enterer gives a job its turn once the transaction has ended.
type enterer func(ctx context.Context, workspace string, w store.WaitingJob) error

// entering runs a transaction in which jobs are given their turns.
func (j *Jobs) entering(ctx context.Context, work func(tx store.Querier, enter enterer) error) error {
	client, err := j.inserter(ctx)
	if err != nil {
		return err
	}
	return j.db.Transact(ctx, func(tx store.Querier) error {
		t, ok := tx.(pgx.Tx)
		if !ok {
			return fmt.Errorf("enter a job: %T is no transaction", tx)
		}
		return work(tx, func(ctx context.Context, workspace string, w store.WaitingJob) error {
			if _, err := client.InsertTx(ctx, t, turn{Workspace: workspace, Job: w.ID, Work: w.Kind, Runs: w.Runs}, nil); err != nil {
				return fmt.Errorf("give a job its turn: %w", err)
			}
			return nil
		})
	})
}

// inserter is a client that enters jobs and runs none, for processes that have
// not started to work as well.
func (j *Jobs) inserter(ctx context.Context) (*river.Client[pgx.Tx], error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.entry != nil {
		return j.entry, nil
	}
	driver := riverpgxv5.New(j.db.Pool())
	if err := migrate(ctx, j.db, driver); err != nil {
		return nil, err
	}
	client, err := river.NewClient(driver, &river.Config{Schema: databaseSchema, Logger: slog.New(atLeast{slog.Default().Handler(), slog.LevelWarn})})
	if err != nil {
		return nil, fmt.Errorf("set up the entering of jobs: %w", err)
	}
	j.entry = client
	return client, nil
}

// sweeping gives jobs their turn again whose holder has died, until ctx ends.
func (j *Jobs) sweeping(ctx context.Context) {
	tick := time.NewTicker(j.pace.sweep)
	defer tick.Stop()
	for {
		if err := j.sweepAll(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("look for jobs to go on with", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (j *Jobs) sweepAll(ctx context.Context) error {
	list, err := j.db.Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, w := range list {
		due, err := j.db.AnyJobsDue(ctx, w.Name)
		if err != nil {
			return err
		}
		if !due {
			continue
		}
		if err := j.sweep(ctx, w.Name); err != nil {
			return err
		}
	}
	return nil
}

func (j *Jobs) sweep(ctx context.Context, workspace string) error {
	return j.entering(ctx, func(tx store.Querier, enter enterer) error {
		due, err := store.DueJobs(ctx, tx, store.SchemaName(workspace), again)
		if err != nil {
			return err
		}
		for _, w := range due {
			if err := enter(ctx, workspace, w); err != nil {
				return err
			}
		}
		return nil
	})
}
