package bulk

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// undoPage is how many records of the job are read at once.
const undoPage = 1000

// undo takes back what a job has done: each record by the undoing of the change
// that the job made of it, the last one first. What somebody has changed since
// is skipped and told.
func (s *Service) undo(ctx context.Context, t *jobs.Task) error {
	var params jobs.UndoParams
	var errand record.Errand
	var of Request
	if err := decode(t.Params, &params); err != nil {
		return err
	}
	if err := decode(params.Errand, &errand); err != nil {
		return err
	}
	if err := decode(params.Params, &of); err != nil {
		return err
	}
	if of.Action == "share" {
		return problem.New(problem.Conflict, "job_not_undoable")
	}
	w, err := s.begin(t, of.Action)
	if err != nil {
		return err
	}
	made, ids, err := s.made(ctx, t.Workspace, params.Job)
	if err != nil {
		return err
	}
	if !w.at.Known {
		if err := w.know(ctx, ids); err != nil {
			return err
		}
	}
	w.do = func(ctx context.Context, list []store.JobRecord, each eachRecord, end func(tx store.Querier) error) error {
		c, err := s.records.OnErrand(ctx, t.Workspace, t.User, t.Language, errand)
		if err != nil {
			return err
		}
		changes := make([]record.Made, len(list))
		for i, one := range list {
			changes[i] = record.Made{ID: one.Record, Seq: made[one.Record]}
		}
		return s.records.UndoMany(ctx, c, t.Entity, changes, func(tx store.Querier, i int, err error) error {
			return each(tx, i, undone(err), err)
		}, end)
	}
	return w.finish(ctx, w.all(ctx))
}

// undone says what became of a record: one that was changed since is skipped.
func undone(err error) string {
	switch {
	case err == nil:
		return "done"
	case problem.Is(err, problem.Stale), problem.Is(err, problem.Conflict):
		return "skipped"
	}
	return "failed"
}

// made gives the changes that a job made, by record, and the records, the last
// one first.
func (s *Service) made(ctx context.Context, workspace, job string) (seqs map[string]int64, ids []string, err error) {
	seqs = map[string]int64{}
	for from := 0; ; {
		list, err := s.db.JobRecords(ctx, workspace, job, "done", from, undoPage)
		if err != nil {
			return nil, nil, err
		}
		if len(list) == 0 {
			slices.Reverse(ids)
			return seqs, ids, nil
		}
		for _, r := range list {
			seqs[r.Record] = r.Seq
			ids = append(ids, r.Record)
		}
		from = list[len(list)-1].Position + 1
	}
}
