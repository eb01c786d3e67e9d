package exporter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Options say what file is made.
type Options struct {
	Format string // csv, xlsx, pdf
	BOM    bool   // of a CSV file
	// Titles heads the columns with the titles of the fields in the caller's
	// language rather than with their names.
	Titles   bool
	Zone     *time.Location                                 // of instants where a file shows them by the clock; nil for UTC
	Progress func(ctx context.Context, records int64) error // hears of each page; nil for nobody
}

// MaxPDF is how many records a PDF file may hold.
const MaxPDF = 5000

// format is what is known of a kind of file.
type format struct{ mediaType, ending string }

var formats = map[string]format{
	"csv":  {"text/csv; charset=utf-8", ".csv"},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
	"pdf":  {"application/pdf", ".pdf"},
}

// Formats are the kinds of files, the plainest first.
var Formats = []string{"csv", "xlsx", "pdf"}

// CheckFormat refuses a format that there is none of, or that cannot be made on
// this machine.
func CheckFormat(name, pointer string) error {
	if _, ok := formats[name]; !ok {
		return problem.InvalidAt(pointer, "not_an_option", map[string]any{"options": strings.Join(Formats, ", ")})
	}
	if name == "pdf" {
		if _, err := font(); err != nil {
			return err
		}
	}
	return nil
}

// MediaType is that of a format.
func MediaType(name string) string { return formats[name].mediaType }

// FileName is that of a file of an entity's records.
func FileName(entity, name string) string { return entity + formats[name].ending }

// table is a file while it is written.
type table interface {
	header(titles []string) error
	row(cells []cell) error
	close() error
}

func open(w io.Writer, e *record.Export, o Options) (table, error) {
	switch o.Format {
	case "csv":
		return newCSV(w, o.BOM)
	case "xlsx":
		return newXLSX(w, e.Title(), o.Zone)
	case "pdf":
		if e.Records > MaxPDF {
			return nil, problem.New(problem.Invalid, "pdf_too_large").With("max", MaxPDF)
		}
		return newPDF(w, e.Title(), o.Zone)
	}
	return nil, CheckFormat(o.Format, "/format")
}

// Write writes an export: a header, then a row for each record.
func Write(ctx context.Context, w io.Writer, e *record.Export, o Options) error {
	t, err := open(w, e, o)
	if err != nil {
		return err
	}
	titles := e.Columns
	if o.Titles {
		titles = e.Titles()
	}
	if err := t.header(titles); err != nil {
		return err
	}
	if err := each(ctx, e, o.Progress, t.row); err != nil {
		return err
	}
	return t.close()
}

// each reads the records of an export as cells, which are good until the next.
func each(ctx context.Context, e *record.Export, progress func(ctx context.Context, records int64) error, row func(cells []cell) error) error {
	columns, files, done := columnsOf(e), e.FileColumns(), int64(0)
	cells := make([]cell, len(columns))
	return e.Pages(ctx, func(rows []byte) error {
		page, err := decode(rows)
		if err != nil {
			return err
		}
		if len(files) > 0 {
			if err := e.NameFiles(ctx, page, files); err != nil {
				return err
			}
		}
		for _, rec := range page {
			for i := range columns {
				cells[i] = columns[i].cell(rec)
			}
			if err := row(cells); err != nil {
				return err
			}
		}
		if done += int64(len(page)); progress != nil {
			return progress(ctx, done)
		}
		return nil
	})
}

func decode(rows []byte) (page []map[string]any, err error) {
	d := json.NewDecoder(io.MultiReader(strings.NewReader("["), bytes.NewReader(rows), strings.NewReader("]")))
	d.UseNumber()
	if err := d.Decode(&page); err != nil {
		return nil, fmt.Errorf("read a page of an export: %w", err)
	}
	return page, nil
}

// Preview is what the beginning of a file would show.
type Preview struct {
	Columns []PreviewColumn `json:"columns"`
	Rows    [][]string      `json:"rows"`
	Records int64           `json:"records"` // of the whole file
}

// PreviewColumn is a column of a file.
type PreviewColumn struct {
	Name  string `json:"name"` // dotted for relations
	Title string `json:"title"`
}

// First gives the records of an export as a file would show them; records is
// how many there are in all.
func First(ctx context.Context, e *record.Export, records int64) (*Preview, error) {
	p := &Preview{Rows: [][]string{}, Records: records}
	titles := e.Titles()
	for i, name := range e.Columns {
		p.Columns = append(p.Columns, PreviewColumn{name, titles[i]})
	}
	return p, each(ctx, e, nil, func(cells []cell) error {
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = c.text
		}
		p.Rows = append(p.Rows, row)
		return nil
	})
}
