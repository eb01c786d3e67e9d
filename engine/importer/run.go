package importer

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxFailures is how many refused rows of a job are kept; more are counted.
const maxFailures = 100_000

// checkpoint is where a job goes on.
type checkpoint struct {
	State
	Batches int64 `json:"batches"`
}

// run imports as a job.
func (s *Service) run(ctx context.Context, t *jobs.Task) error {
	var asked Asked
	if err := json.Unmarshal(t.Params, &asked); err != nil {
		return err
	}
	o := asked.Order
	at := checkpoint{}
	if t.Checkpoint != nil {
		if err := json.Unmarshal(t.Checkpoint, &at); err != nil {
			return err
		}
	}
	c, err := s.caller(ctx, t, asked.Errand)
	if err != nil {
		return err
	}
	o.Locale = fieldtype.Locale{Language: t.Language, Zone: c.Zone}
	f, done, err := s.Open(ctx, c, Content{File: o.File}, o.Options)
	if err != nil {
		return err
	}
	defer done()
	r := &running{s: s, t: t, dry: o.Dry, from: at, to: As{s.Records, c}}
	if r.total, err = count(f, o.Options); err != nil {
		return err
	}
	job := Job{Entity: t.Entity, File: f, To: r.to, Options: o.Options, From: at.State, Keep: r.keep, Progress: r.progress, Started: func(headers []string) { r.headers = headers }}
	if o.Dry {
		job.Keep = nil
	}
	state, err := Run(ctx, job, r.refused)
	if err != nil && errors.Is(context.Cause(ctx), jobs.ErrCancelled) {
		err = jobs.ErrCancelled // in the middle of a batch
	}
	if err != nil && !errors.Is(err, jobs.ErrCancelled) {
		return err
	}
	return errors.Join(err, r.finish(context.WithoutCancel(ctx), state))
}

// running is a job while it runs.
type running struct {
	s       *Service
	t       *jobs.Task
	to      As
	dry     bool
	from    checkpoint
	total   int64
	headers []string
	waiting []Failure // of a dry run, until they are kept
}

// count gives the number of rows of a file.
func count(f *sheet.File, o Options) (int64, error) {
	rows, err := f.Rows(o.Sheet)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if _, err := header(&ahead{Rows: rows}, o.Header, func(string) bool { return true }); err != nil {
		return 0, err
	}
	n := int64(0)
	for {
		if _, err := rows.Next(); err != nil {
			return n, nil // what is wrong with the file, reading tells when it gets there
		}
		n++
	}
}

func (r *running) progressOf(s State) jobs.Progress {
	return jobs.Progress{Done: s.Rows, Total: r.total, Counts: map[string]int64{"created": s.Created, "updated": s.Updated, "skipped": s.Skipped, "failed": s.Failed}}
}

// keep enters what a transaction has written and refused, and where the job
// goes on, in that transaction: after a crash nothing is done twice or left out.
func (r *running) keep(ctx context.Context, tx store.Querier, s Settled) error {
	next := checkpoint{State: s.State, Batches: s.State.Rows}
	kept := keptFailures(s.State.Failed, s.Failures)
	err := store.KeepImport(ctx, tx, store.SchemaName(r.t.Workspace), r.t.ID, store.ImportBatch{Number: s.State.Rows, Created: s.Created, Updated: s.Updated, Failures: kept})
	if err != nil {
		return err
	}
	return r.t.Save(ctx, tx, next, r.progressOf(s.State))
}

// keptFailures are failures as they are kept, as long as there is room; failed
// is how many there are with them.
func keptFailures(failed int64, list []Failure) []store.ImportFailure {
	if failed-int64(len(list)) >= maxFailures {
		return nil
	}
	out := make([]store.ImportFailure, len(list))
	for i, f := range list {
		problems, _ := json.Marshal(f.Problems) // plain values: never fails
		out[i] = store.ImportFailure{Line: int64(f.Line), Cells: clean(f.Cells), Problems: withoutNUL(problems)}
	}
	return out
}

func (r *running) refused(f Failure) {
	if r.dry {
		r.waiting = append(r.waiting, f)
	}
}

// progress tells how far the job is. A dry run keeps here what it has found.
func (r *running) progress(ctx context.Context, s State) error {
	if !r.dry {
		return r.t.Report(ctx, r.progressOf(s))
	}
	kept := keptFailures(s.Failed, r.waiting)
	err := r.s.DB.Transact(ctx, func(tx store.Querier) error {
		if err := store.KeepImport(ctx, tx, store.SchemaName(r.t.Workspace), r.t.ID, store.ImportBatch{Failures: kept}); err != nil {
			return err
		}
		return r.t.Save(ctx, tx, checkpoint{State: s}, r.progressOf(s))
	})
	r.waiting = r.waiting[:0]
	return err
}

// Result is what a job of an import answers.
type Result struct {
	Summary
	Undo bool `json:"undo,omitempty"` // it can be undone
}

// resultErrors is how many problems a result shows; the job's file has all.
const resultErrors = 100

// finish writes the refused rows as a file, and the result.
func (r *running) finish(ctx context.Context, s State) error {
	result := Result{Summary: Summary{State: s, Errors: []RowError{}, Dry: r.dry}, Undo: !r.dry && s.Created+s.Updated > 0}
	if s.Failed > 0 {
		if err := r.s.failureFile(ctx, r.t, r.headers, &result.Summary); err != nil {
			return err
		}
	}
	r.t.Finish(result)
	return nil
}

// problemsOf reads problems as they were kept, with words.
func problemsOf(raw json.RawMessage, language string) []problem.Detail {
	var list []problem.Detail
	_ = json.Unmarshal(raw, &list) // this package wrote it
	for i := range list {
		if list[i].Message == "" {
			list[i].Message = problem.Message(language, list[i].Code, list[i].Params)
		}
	}
	return list
}
