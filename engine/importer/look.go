package importer

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// Looked is a sheet that is read before there is an entity for it.
type Looked struct {
	File *sheet.File
	Name string // of the file, as it was uploaded
	Head sheet.Row
	Rows sheet.Rows // behind the header
	done func()
}

// Close ends the reading.
func (l *Looked) Close() {
	_ = l.Rows.Close() // it was only read
	l.done()
}

// Look opens a file that the caller has uploaded. named tells which texts look
// like headers, as fields do where there are some.
func (s *Service) Look(ctx context.Context, c *record.Caller, id string, o Options, named func(header string) bool) (*Looked, error) {
	c, err := c.Renewed(ctx)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return nil, problem.InvalidAt("/file", "missing_file", nil)
	}
	f, done, err := s.Open(ctx, c, Content{File: id}, o)
	if err != nil {
		return nil, err
	}
	l := &Looked{File: f, done: done}
	rows, err := f.Rows(o.Sheet)
	if err != nil {
		done()
		return nil, err
	}
	from := &ahead{Rows: rows}
	l.Rows = from
	if l.Head, err = header(from, o.Header, named); err != nil {
		l.Close()
		return nil, err
	}
	if list, err := s.DB.Files(ctx, c.Workspace.Name, []string{strings.ToLower(id)}); err == nil && len(list) == 1 {
		l.Name = list[0].Name
	}
	return l, nil
}

// Cell reads a cell that is not empty as the import does for a field.
func Cell(f *definition.Field, t fieldtype.Type, cell string, kind sheet.Kind, l fieldtype.Locale) (any, *problem.Detail) {
	c := column{field: f, fieldType: t}
	return t.ParseText(f, c.suits(spreadsheet.Unescape(cell), kind), l)
}

// LocaleOf is how an import in a locale reads the texts of a column with a
// format; "" for none.
func LocaleOf(l fieldtype.Locale, format string) fieldtype.Locale {
	o := Options{Locale: l, Formats: map[string]string{"": format}}
	return o.locale("")
}
