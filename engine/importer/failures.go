package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// failuresAtOnce is how many refused rows are read at once.
const failuresAtOnce = 1000

// failureFile writes the refused rows of a job: as they stand in the file, with
// their line and why they were refused. Mended, it can be imported.
func (s *Service) failureFile(ctx context.Context, t *jobs.Task, headers []string, summary *Summary) error {
	out, err := t.Output(ctx, "refused.csv", "text/csv", 0)
	if err != nil {
		return err
	}
	defer out.Discard()
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	words := func(code string) string { return problem.Message(t.Language, code, nil) }
	if err := w.Write(append(neutral(headers, len(headers)), words("import_line"), words("import_reason"))); err != nil {
		return err
	}
	for after := int64(-1); ; {
		list, err := s.DB.ImportFailures(ctx, t.Workspace, t.ID, after, failuresAtOnce)
		if err != nil {
			return err
		}
		for _, f := range list {
			after = f.Line
			var why []string
			for _, d := range problemsOf(f.Problems, t.Language) {
				why = append(why, told(d))
				if len(summary.Errors) < resultErrors {
					summary.Errors = append(summary.Errors, RowError{int(f.Line), d})
				} else {
					summary.Truncated = true
				}
			}
			cells := neutral(f.Cells, len(headers))
			if err := w.Write(append(cells, strconv.FormatInt(f.Line, 10), strings.Join(why, "; "))); err != nil {
				return err
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

// told is a problem in words, with the field that it is about.
func told(d problem.Detail) string {
	if d.Pointer == "" {
		return d.Message
	}
	return strings.TrimPrefix(d.Pointer, "/") + ": " + d.Message
}

// neutral are n cells that no spreadsheet program takes for something to run.
func neutral(cells []string, n int) []string {
	out := make([]string, max(n, len(cells)))
	for i, c := range cells {
		out[i] = spreadsheet.Escape(c)
	}
	return out
}

// clean are cells that PostgreSQL can keep: without zero bytes, and as UTF-8.
func clean(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = plain(c)
	}
	return out
}

// withoutNUL is JSON without escaped zero bytes.
func withoutNUL(b json.RawMessage) json.RawMessage {
	return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte(`\u0000`), nil), []byte{0}, nil)
}
