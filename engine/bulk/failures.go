package bulk

import (
	"context"
	"encoding/csv"
	"io"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// failuresPage is how many records are read at once.
const failuresPage = 1000

// failures writes the records that were not changed, and why: a line for each
// problem. There is no file when all were changed.
func (w *work) failures(ctx context.Context, result *Result) (out *jobs.Output, err error) {
	if w.done.Counts["failed"]+w.done.Counts["skipped"] == 0 {
		return nil, nil
	}
	if out, err = w.task.Output(ctx, w.task.Entity+"-problems.csv", "text/csv; charset=utf-8", 0); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			out.Discard()
		}
	}()
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return nil, err
	}
	lines := csv.NewWriter(out)
	if err := lines.Write([]string{"id", "outcome", "field", "code", "problem"}); err != nil {
		return nil, err
	}
	for _, outcome := range []string{"failed", "skipped"} {
		if err := w.problems(ctx, outcome, func(id string, e *problem.Error) error {
			p := worded(id, e, w.task.Language)
			if len(result.Problems) < shown {
				result.Problems = append(result.Problems, p)
			}
			return lines.WriteAll(p.lines(outcome))
		}); err != nil {
			return nil, err
		}
	}
	return out, lines.Error()
}

func (w *work) problems(ctx context.Context, outcome string, each func(id string, e *problem.Error) error) error {
	for from := 0; ; {
		list, err := w.db.JobRecords(ctx, w.task.Workspace, w.task.ID, outcome, from, failuresPage)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, r := range list {
			if err := each(r.Record, restored(r)); err != nil {
				return err
			}
		}
		from = list[len(list)-1].Position + 1
	}
}

// lines are those of a problem in the file.
func (p Problem) lines(outcome string) [][]string {
	if len(p.Errors) == 0 {
		return [][]string{{spreadsheet.Escape(p.ID), outcome, "", p.Code, spreadsheet.Escape(p.Title)}}
	}
	var all [][]string
	for _, d := range p.Errors {
		all = append(all, []string{spreadsheet.Escape(p.ID), outcome, spreadsheet.Escape(d.Pointer), d.Code, spreadsheet.Escape(d.Message)})
	}
	return all
}
