package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// undoOrder is what a jobs.UndoParams says to this package.
type undoOrder struct {
	Job    string        `json:"job"`
	Errand record.Errand `json:"errand"`
}

// undone is how far an undoing is.
type undone struct {
	Before   int64 `json:"before"` // the number of the batch that was undone last; 0 at first
	Removed  int64 `json:"removed"`
	Archived int64 `json:"archived"`
	Restored int64 `json:"restored"`
	Skipped  int64 `json:"skipped"` // changed since
	Failed   int64 `json:"failed"`
}

// undo takes back what an import has written, the last first: records that it
// made are removed for good where the user may and nothing hangs on them, and
// archived elsewhere; those that it changed get their values again. A record that
// somebody else has changed since is left, and listed.
func (s *Service) undo(ctx context.Context, t *jobs.Task) error {
	var o undoOrder
	if err := json.Unmarshal(t.Params, &o); err != nil {
		return err
	}
	u := &undoing{s: s, t: t, of: o.Job}
	if t.Checkpoint != nil {
		if err := json.Unmarshal(t.Checkpoint, &u.at); err != nil {
			return err
		}
	}
	c, err := s.caller(ctx, t, o.Errand)
	if err != nil {
		return err
	}
	c.Note = problem.Message(t.Language, "import_undone", nil)
	u.to = As{s.Records, c}
	e, ok := c.State.Snapshot.Entity(t.Entity)
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	u.entity = e.Definition
	numbers, err := s.DB.ImportBatches(ctx, t.Workspace, o.Job)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if u.at.Before > 0 && n >= u.at.Before {
			continue
		}
		if err = u.batch(ctx, n); err != nil {
			break
		}
	}
	if err != nil && !errors.Is(err, jobs.ErrCancelled) {
		return err
	}
	return errors.Join(err, u.finish(context.WithoutCancel(ctx)))
}

// undoing is an undoing while it runs.
type undoing struct {
	s      *Service
	t      *jobs.Task
	of     string
	to     As
	entity *definition.Entity
	at     undone
}

// batch undoes one batch, in one transaction.
func (u *undoing) batch(ctx context.Context, number int64) error {
	list, err := u.s.DB.ImportedBy(ctx, u.t.Workspace, u.of, u.t.ID, number)
	if err != nil {
		return err
	}
	many := record.Many{Entity: u.entity.Name}
	var since []string // records that somebody has changed since
	for _, one := range list {
		row := record.ManyRow{ID: one.ID, Version: one.Version, Archive: one.Made, Remove: one.Made}
		if !one.Made {
			row.Fields = u.fields(one.Before)
		}
		switch {
		case one.Undone: // before the process was killed
		case one.Same:
			many.Rows = append(many.Rows, row)
		default:
			since = append(since, one.ID)
		}
	}
	next := u.at
	many.Also = func(ctx context.Context, tx store.Querier, from int, done []record.ManyDone) error {
		if from == 0 {
			next = u.at
		}
		l := &leaving{}
		ids := l.count(&next, many.Rows[from:from+len(done)], done)
		if from+len(done) == len(many.Rows) {
			for _, id := range since {
				next.Skipped++
				l.leave(&next, id, problem.Detail{Code: "changed_since_import"})
			}
			next.Before = number
		}
		batch := store.ImportBatch{Number: number<<12 + int64(from), Updated: ids, Failures: l.kept}
		if err := store.KeepImport(ctx, tx, store.SchemaName(u.t.Workspace), u.t.ID, batch); err != nil {
			return err
		}
		return u.t.Save(ctx, tx, next, next.progress())
	}
	if _, err := u.to.WriteMany(ctx, many); err != nil {
		return err
	}
	u.at = next
	return nil
}

// leaving are the records of a transaction that stay as they are.
type leaving struct{ kept []store.ImportFailure }

func (l *leaving) leave(n *undone, id string, problems ...problem.Detail) {
	b, _ := json.Marshal(problems) // plain values: never fails
	l.kept = append(l.kept, store.ImportFailure{Line: n.Skipped + n.Failed, Cells: []string{id}, Problems: withoutNUL(b)})
}

// count notes what became of the records, and gives the ids of those that were
// written.
func (l *leaving) count(next *undone, rows []record.ManyRow, done []record.ManyDone) []string {
	var ids []string
	for i, d := range done {
		switch {
		case problem.Is(d.Err, problem.Stale):
			next.Skipped++
			l.leave(next, rows[i].ID, problem.Detail{Code: "changed_since_import"})
		case d.Err != nil:
			next.Failed++
			p := problem.As(d.Err)
			if len(p.Details) == 0 {
				p.Details = []problem.Detail{{Code: p.Code, Params: p.Params}}
			}
			l.leave(next, rows[i].ID, p.Details...)
		default:
			ids = append(ids, d.ID)
			switch {
			case d.Gone:
				next.Removed++
			case rows[i].Archive:
				next.Archived++
			default:
				next.Restored++
			}
		}
	}
	return ids
}

func (n undone) progress() jobs.Progress {
	return jobs.Progress{Done: n.Removed + n.Archived + n.Restored + n.Skipped + n.Failed,
		Counts: map[string]int64{"removed": n.Removed, "archived": n.Archived, "restored": n.Restored, "skipped": n.Skipped, "failed": n.Failed}}
}

// fields are the values that a change found, by the names of today.
func (u *undoing) fields(before map[string]json.RawMessage) map[string]any {
	out := map[string]any{}
	for _, f := range u.entity.Fields {
		raw, ok := before[f.Column]
		if !ok || f.Type == "secret" {
			continue // what nobody is shown cannot be given back
		}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		var v any
		if d.Decode(&v) == nil {
			out[f.Name] = v
		}
	}
	return out
}

// finish lists the records that stay as they are.
func (u *undoing) finish(ctx context.Context) error {
	u.t.Finish(u.at)
	if u.at.Skipped+u.at.Failed == 0 {
		return nil
	}
	out, err := u.t.Output(ctx, "left.csv", "text/csv", 0)
	if err != nil {
		return err
	}
	defer out.Discard()
	w := csv.NewWriter(out)
	if err := w.Write([]string{"id", problem.Message(u.t.Language, "import_reason", nil)}); err != nil {
		return err
	}
	for after := int64(-1); ; {
		list, err := u.s.DB.ImportFailures(ctx, u.t.Workspace, u.t.ID, after, failuresAtOnce)
		if err != nil {
			return err
		}
		for _, f := range list {
			after = f.Line
			for _, d := range problemsOf(f.Problems, u.t.Language) {
				if err := w.Write(append(neutral(f.Cells, 1), told(d))); err != nil {
					return err
				}
			}
		}
		if len(list) < failuresAtOnce {
			break
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return out.Close()
}
