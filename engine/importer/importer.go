package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Creator makes records. The result has an error, or nil, for each row; err is
// of what is wrong with all of them.
type Creator interface {
	CreateBatch(ctx context.Context, entity string, rows []map[string]any) (errs []error, err error)
}

// Options say how cells become values.
type Options struct {
	Map      map[string]string // header to field name; "" leaves the column out
	Empty    []string          // cell texts that mean "no value"
	Locale   fieldtype.Locale
	Line     int                 // the number that the header's line has; 0 is 1
	Progress func(done Progress) // called after each batch; nil for none
}

// Progress is how far an import is.
type Progress struct{ Rows, Created, Failed int64 }

// Summary is the outcome of an import. Rows that failed made nothing.
type Summary struct {
	Rows    int64      `json:"rows"`
	Created int64      `json:"created"`
	Failed  int64      `json:"failed"`
	Errors  []RowError `json:"errors"`
	// Truncated says that more is wrong than Errors holds.
	Truncated bool `json:"truncated,omitempty"`
}

// RowError is one thing that is wrong with a row: Line is where the row begins
// in the file, Pointer leads to the field.
type RowError struct {
	Line int `json:"line"`
	problem.Detail
}

// Sizes of an import.
const (
	batchSize = 500
	maxErrors = 1000
)

// Import makes a record of each row of a CSV file: UTF-8, with a header. fields
// are those of the entity that the caller may know. An error of the file as a
// whole comes before anything is made; a later one comes with the Summary of
// what was done until then.
func Import(ctx context.Context, in io.Reader, entity string, fields []*definition.Field, to Creator, o Options) (*Summary, error) {
	csv, err := newCSVReader(in, o.Line)
	if err != nil {
		return nil, problem.Wrap(problem.Malformed, "unreadable_file", err)
	}
	header, err := csv.next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, problem.InvalidAt("", "file_empty", nil)
	case err != nil:
		return nil, problem.Wrap(problem.Malformed, "unreadable_file", err)
	case header.code != "":
		return nil, problem.InvalidAt("", header.code, map[string]any{"line": header.line})
	}
	i := &importing{entity: entity, to: to, options: o, empty: map[string]bool{}, summary: &Summary{Errors: []RowError{}}}
	if i.columns, err = columns(header.cells, fields, o.Map); err != nil {
		return nil, err
	}
	for _, text := range o.Empty {
		i.empty[text] = true
	}
	err = i.run(ctx, csv)
	slices.SortStableFunc(i.summary.Errors, func(a, b RowError) int { return a.Line - b.Line })
	return i.summary, i.interrupted(err)
}

// interrupted adds to an error that ended an import half way what was done
// until then.
func (i *importing) interrupted(err error) error {
	if err == nil {
		return nil
	}
	p := *problem.As(err)
	p.Cause = err
	p.Extra = map[string]any{"rows": i.summary.Rows, "created": i.summary.Created, "failed": i.summary.Failed}
	return &p
}

// importing is an import while it runs.
type importing struct {
	entity  string
	to      Creator
	options Options
	columns []column
	empty   map[string]bool
	summary *Summary

	lines []int // of the rows of the batch
	batch []map[string]any
}

func (i *importing) run(ctx context.Context, csv *csvReader) error {
	for {
		r, err := csv.next()
		if errors.Is(err, io.EOF) {
			return i.flush(ctx)
		}
		if err != nil {
			return problem.Wrap(problem.Malformed, "unreadable_file", err)
		}
		i.summary.Rows++
		payload, wrong := i.values(r)
		if len(wrong) > 0 {
			i.refuse(r.line, wrong)
			continue
		}
		i.lines, i.batch = append(i.lines, r.line), append(i.batch, payload)
		if len(i.batch) == batchSize {
			if err := i.flush(ctx); err != nil {
				return err
			}
		}
	}
}

// flush makes the records of the batch.
func (i *importing) flush(ctx context.Context) error {
	if len(i.batch) == 0 {
		return nil
	}
	errs, err := i.to.CreateBatch(ctx, i.entity, i.batch)
	if err != nil {
		return fmt.Errorf("import rows from line %d: %w", i.lines[0], err)
	}
	for n, line := range i.lines {
		if n >= len(errs) || errs[n] == nil {
			i.summary.Created++
			continue
		}
		p := problem.As(errs[n])
		wrong := p.Details
		if len(wrong) == 0 {
			wrong = []problem.Detail{{Code: p.Code, Params: p.Params}}
		}
		i.refuse(line, wrong)
	}
	i.lines, i.batch = i.lines[:0], i.batch[:0]
	if i.options.Progress != nil {
		i.options.Progress(Progress{Rows: i.summary.Rows, Created: i.summary.Created, Failed: i.summary.Failed})
	}
	return nil
}

func (i *importing) refuse(line int, wrong []problem.Detail) {
	i.summary.Failed++
	for _, d := range wrong {
		if len(i.summary.Errors) == maxErrors {
			i.summary.Truncated = true
			return
		}
		i.summary.Errors = append(i.summary.Errors, RowError{line, d})
	}
}
