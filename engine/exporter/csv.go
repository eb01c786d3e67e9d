package exporter

import (
	"encoding/csv"
	"io"

	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// csvTable writes a file of RFC 4180. A text that a spreadsheet program would
// run is escaped, as an import reads it.
type csvTable struct {
	out   *csv.Writer
	cells []string
}

// newCSV begins a file; bom is the mark that some spreadsheet programs need to
// see that it is UTF-8.
func newCSV(w io.Writer, bom bool) (*csvTable, error) {
	if bom {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return nil, err
		}
	}
	return &csvTable{out: csv.NewWriter(w)}, nil
}

func (t *csvTable) header(titles []string) error {
	escaped := make([]string, len(titles))
	for i, title := range titles {
		escaped[i] = spreadsheet.Escape(title)
	}
	return t.out.Write(escaped)
}

func (t *csvTable) row(cells []cell) error {
	t.cells = t.cells[:0]
	for _, c := range cells {
		if c.number || c.text == "" {
			t.cells = append(t.cells, c.text)
			continue
		}
		t.cells = append(t.cells, spreadsheet.Escape(c.text))
	}
	return t.out.Write(t.cells)
}

func (t *csvTable) close() error {
	t.out.Flush()
	return t.out.Error()
}
