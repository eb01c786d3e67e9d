package importer

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// settling is the settling of one batch, in one transaction or in several.
type settling struct {
	*importing
	good     []int   // numbers of the records that are written
	states   []State // before each of them
	last     Settled
	failures []Failure // of all transactions that were not undone
	before   []int     // how many failures there are before each of them
}

// also settles the records up to the last of done, and with the last one the
// rest of the batch.
func (s *settling) also(ctx context.Context, tx store.Querier, from int, done []record.ManyDone) error {
	now := Settled{State: s.states[from]}
	next := 0
	if from > 0 {
		next = s.good[from-1] + 1
	}
	s.failures = s.failures[:s.before[from]] // these rows may have been settled before, and undone
	for n, one := range done {
		at := s.good[from+n]
		for ; next < at; next++ {
			now.pass(s.batch[next])
		}
		now.count(s.batch[at], one)
		next = at + 1
	}
	if from+len(done) == len(s.good) {
		for ; next < len(s.batch); next++ {
			now.pass(s.batch[next])
		}
	}
	s.states[from+len(done)], s.last = now.State, now
	s.failures = append(s.failures, now.Failures...)
	s.before[from+len(done)] = len(s.failures)
	if s.keep == nil {
		return nil
	}
	return s.keep(ctx, tx, now)
}

// count notes what became of a record that was written, or not.
func (s *Settled) count(p *pending, done record.ManyDone) {
	s.State.Rows += int64(len(p.lines))
	switch {
	case done.Err != nil:
		e := problem.As(done.Err)
		wrong := e.Details
		if len(wrong) == 0 {
			wrong = []problem.Detail{{Code: e.Code, Params: e.Params}}
		}
		s.fail(p, wrong)
	case p.id == "":
		s.State.Created++
		s.Created = append(s.Created, done.ID)
	default:
		s.State.Updated++
		s.Updated = append(s.Updated, done.ID)
	}
}

// pass notes a record that was not tried.
func (s *Settled) pass(p *pending) {
	s.State.Rows += int64(len(p.lines))
	if len(p.wrong) == 0 {
		s.State.Skipped += int64(len(p.lines))
		return
	}
	s.fail(p, p.wrong)
}

// fail notes what is wrong with the rows of a record, each with its own.
func (s *Settled) fail(p *pending, wrong []problem.Detail) {
	s.State.Failed += int64(len(p.lines))
	for _, l := range p.lines {
		f := Failure{Line: l.number, Cells: l.cells}
		for _, d := range wrong {
			if p.lineOf(d.Pointer) == l.number {
				f.Problems = append(f.Problems, d)
			}
		}
		if len(f.Problems) == 0 {
			f.Problems = []problem.Detail{{Code: "with_other_rows", Params: map[string]any{"line": p.lines[0].number}}}
		}
		s.Failures = append(s.Failures, f)
	}
	slices.SortStableFunc(s.Failures, func(a, b Failure) int { return a.Line - b.Line })
}
