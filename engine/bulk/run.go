package bulk

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// batch is how many records are changed in one transaction.
const batch = 50

// checkpoint is how far a job is: Total is set once the records are known.
type checkpoint struct {
	Known bool  `json:"known"`
	Total int64 `json:"total"`
	Next  int   `json:"next"` // position of the next record
}

// Result is what a job answers.
type Result struct {
	Action   string    `json:"action"` // that was done, or is taken back
	Records  int64     `json:"records"`
	Problems []Problem `json:"problems"` // the first ones; all are in the job's file
}

// work is one job while it runs.
type work struct {
	*Service
	task *jobs.Task
	act  string // the action of the request
	at   checkpoint
	done jobs.Progress
	// do changes a batch of records: each hears what became of them.
	do func(ctx context.Context, list []store.JobRecord, each eachRecord, end func(tx store.Querier) error) error
}

// eachRecord hears, in the transaction, what became of a record of a batch.
type eachRecord func(tx store.Querier, i int, outcome string, err error) error

// begin goes on where the task was.
func (s *Service) begin(t *jobs.Task, action string) (*work, error) {
	w := &work{Service: s, task: t, act: action, done: t.Progress()}
	if w.done.Counts == nil {
		w.done.Counts = map[string]int64{}
	}
	if t.Checkpoint != nil {
		return w, json.Unmarshal(t.Checkpoint, &w.at)
	}
	return w, nil
}

func (s *Service) run(ctx context.Context, t *jobs.Task) error {
	var r Request
	if err := decode(t.Params, &r); err != nil {
		return err
	}
	w, err := s.begin(t, r.Action)
	if err != nil {
		return err
	}
	caller := func() (*record.Caller, error) {
		return s.records.OnErrand(ctx, t.Workspace, t.User, t.Language, r.Errand)
	}
	if !w.at.Known {
		c, err := caller()
		if err != nil {
			return err
		}
		ids, err := s.selected(ctx, c, t.Entity, &r)
		if err != nil {
			return err
		}
		if err := w.know(ctx, ids); err != nil {
			return err
		}
	}
	w.do = func(ctx context.Context, list []store.JobRecord, each eachRecord, end func(tx store.Querier) error) error {
		c, err := caller() // with the rights of this moment
		if err != nil {
			return err
		}
		if err := s.records.MayBulk(ctx, c, t.Entity, r.Action); err != nil {
			return err
		}
		ids := make([]string, len(list))
		for i, one := range list {
			ids[i] = one.Record
		}
		return s.records.DoMany(ctx, c, t.Entity, r.Bulk, ids, func(tx store.Querier, i int, err error) error {
			if err != nil {
				return each(tx, i, "failed", err)
			}
			return each(tx, i, "done", nil)
		}, end)
	}
	return w.finish(ctx, w.all(ctx))
}

// know enters the records that the job is about; from now on they are these.
func (w *work) know(ctx context.Context, ids []string) error {
	w.at = checkpoint{Known: true, Total: int64(len(ids))}
	w.done.Total = w.at.Total
	return w.db.Transact(ctx, func(tx store.Querier) error {
		if err := store.InsertJobRecords(ctx, tx, store.SchemaName(w.task.Workspace), w.task.ID, 0, ids); err != nil {
			return err
		}
		return w.task.Save(ctx, tx, w.at, w.done)
	})
}

// all changes one batch after the other.
func (w *work) all(ctx context.Context) error {
	for {
		list, err := w.db.JobRecords(ctx, w.task.Workspace, w.task.ID, "", w.at.Next, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := w.one(ctx, list); err != nil {
			return err
		}
	}
}

// one changes a batch. What became of it, and how far the job is, are noted in
// its transaction.
func (w *work) one(ctx context.Context, list []store.JobRecord) error {
	next, progress := w.at, jobs.Progress{Done: w.done.Done, Total: w.at.Total, Counts: map[string]int64{}}
	for outcome, n := range w.done.Counts {
		progress.Counts[outcome] = n
	}
	err := w.do(ctx, list, func(tx store.Querier, i int, outcome string, err error) error {
		r := list[i]
		r.Outcome = outcome
		progress.Done++
		progress.Counts[outcome]++
		if err != nil {
			r.Problem = jobs.KeepProblem(err)
		}
		return store.NoteJobRecord(ctx, tx, store.SchemaName(w.task.Workspace), w.task.ID, r)
	}, func(tx store.Querier) error {
		next.Next = list[len(list)-1].Position + 1
		return w.task.Save(ctx, tx, next, progress)
	})
	if err != nil {
		return fmt.Errorf("change records of a job: %w", err)
	}
	w.at, w.done = next, progress
	return nil
}

// finish tells what was not changed, and why: the first in the result, all in
// the job's file. It is told, too, of a job that ended early.
func (w *work) finish(ctx context.Context, ended error) error {
	result := Result{Action: w.act, Records: w.at.Total, Problems: []Problem{}}
	w.task.Finish(result)
	if ended != nil {
		return ended
	}
	out, err := w.failures(ctx, &result)
	w.task.Finish(result)
	if err != nil || out == nil {
		return err
	}
	return out.Close()
}

// restored reads a problem that was kept with a record.
func restored(r store.JobRecord) *problem.Error { return jobs.KeptProblem(r.Problem) }
