package importer

import (
	"bytes"
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Summary is the outcome of an import. Rows that failed wrote nothing.
type Summary struct {
	State
	Errors []RowError `json:"errors"`
	// Truncated says that more is wrong than Errors holds.
	Truncated bool `json:"truncated,omitempty"`
	Dry       bool `json:"dry,omitempty"` // nothing was written
}

// RowError is one thing that is wrong with a row: Line is where the row begins
// in the file, Pointer leads to the field.
type RowError struct {
	Line int `json:"line"`
	problem.Detail
}

// add notes a failure, as long as there is room, in a language.
func (s *Summary) add(f Failure, language string) {
	for _, d := range f.Problems {
		if len(s.Errors) == maxErrors {
			s.Truncated = true
			return
		}
		if d.Message == "" {
			d.Message = problem.Message(language, d.Code, d.Params)
		}
		s.Errors = append(s.Errors, RowError{f.Line, d})
	}
}

// Import imports a whole file at once. An error half way tells what was done
// until then.
func Import(ctx context.Context, content []byte, entity string, to Target, o Options) (*Summary, error) {
	f, err := sheet.Open(bytes.NewReader(content), int64(len(content)), o.file())
	if err != nil {
		return nil, err
	}
	s := &Summary{Errors: []RowError{}, Dry: o.Dry}
	i, rows, err := begin(ctx, Job{Entity: entity, File: f, To: to, Options: o})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	i.failed = func(f Failure) { s.add(f, o.Locale.Language) }
	err = i.run(ctx, rows, Job{})
	s.State = i.state
	slices.SortStableFunc(s.Errors, func(a, b RowError) int { return a.Line - b.Line })
	if err != nil {
		p := *problem.As(err)
		p.Cause = err
		p.Extra = map[string]any{"rows": s.Rows, "created": s.Created, "updated": s.Updated, "failed": s.Failed}
		return s, &p
	}
	return s, nil
}
