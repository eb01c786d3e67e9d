package importer

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// templateColumn is a column of a template.
type templateColumn struct {
	title, example string
	options        []string
}

// templateRows is for how many rows a template offers the options of a field.
const templateRows = 10_000

// Template writes a file to be filled in, with the titles of the fields that the
// caller may import, an example row, and, in a workbook, the options of fields to
// choose from. Required fields have a star.
func Template(ctx context.Context, w io.Writer, to Target, entity string, format sheet.Format, l fieldtype.Locale) error {
	fields, err := to.Fields(ctx, entity)
	if err != nil {
		return err
	}
	var columns []templateColumn
	for _, f := range fields {
		switch {
		case f.System || f.ReadOnly || f.IsComputed() || fieldtype.HoldsFiles(f):
		case f.Table():
			rows, parent, err := to.RowFields(ctx, f.Entity)
			if err != nil {
				continue // rows that he may not make
			}
			for _, of := range rows {
				if of.Name != parent && !of.System && !of.ReadOnly && !of.IsComputed() && !fieldtype.HoldsFiles(of) {
					columns = append(columns, templated(of, l, titleOf(f, fields, l)+" / "+titleOf(of, rows, l)))
				}
			}
		default:
			columns = append(columns, templated(f, l, titleOf(f, fields, l)))
		}
	}
	if format == sheet.XLSX {
		return workbookOf(w, columns)
	}
	return csvOf(w, columns)
}

// titleOf names a field in a language: by its name where its title is that of
// another one, too.
func titleOf(f *definition.Field, all []*definition.Field, l fieldtype.Locale) string {
	title := f.Title.In(l.Language)
	if found, _ := why(all, title); title == "" || found != f {
		return f.Name
	}
	return title
}

func templated(f *definition.Field, l fieldtype.Locale, title string) templateColumn {
	c := templateColumn{title: title, example: example(f, l)}
	if f.Required {
		c.title += " *"
	}
	for _, o := range f.Options {
		if !o.Archived && f.Type == "choice" {
			text := o.Title.In(l.Language)
			if text == "" {
				text = o.Value
			}
			c.options = append(c.options, text)
		}
	}
	return c
}

// example is a cell that the field reads.
func example(f *definition.Field, l fieldtype.Locale) string {
	for _, o := range f.Options {
		if !o.Archived {
			return firstOf(o.Title.In(l.Language), o.Value)
		}
	}
	t, ok := fieldtype.Of(f)
	if !ok {
		return ""
	}
	for _, text := range []string{"2026-01-31", "2026-01-31 09:30", "09:30", firstOf(f.Minimum), "1", "name@example.com", "https://example.com", "13800138000", problem.Message(l.Language, "import_example", nil)} {
		v, wrong := t.ParseText(f, text, l)
		if wrong != nil || leadsTo(f) != "" || text == "" {
			continue
		}
		if _, wrong = fieldtype.Coerce(f, v); wrong == nil && (text[0] != '2' && text != "1" && text != "09:30" || t.Kind().Kind != query.Text) {
			return text
		}
	}
	return ""
}

func csvOf(w io.Writer, columns []templateColumn) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	titles, examples := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		titles[i], examples[i] = c.title, c.example
	}
	out := csv.NewWriter(w)
	if err := out.Write(neutral(titles, len(titles))); err != nil {
		return err
	}
	if err := out.Write(neutral(examples, len(examples))); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// optionSheet is the hidden sheet of options.
const optionSheet = "_options"

func workbookOf(w io.Writer, columns []templateColumn) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	main := f.GetSheetName(0)
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if _, err := f.NewSheet(optionSheet); err != nil {
		return err
	}
	for i, c := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := writeColumn(f, main, name, bold, c); err != nil {
			return err
		}
	}
	if err := f.SetSheetVisible(optionSheet, false); err != nil {
		return err
	}
	return f.Write(w)
}

// writeColumn writes one column of a template.
func writeColumn(f *excelize.File, main, name string, bold int, c templateColumn) error {
	if err := f.SetCellStr(main, name+"1", c.title); err != nil {
		return err
	}
	if err := f.SetCellStyle(main, name+"1", name+"1", bold); err != nil {
		return err
	}
	if err := f.SetColWidth(main, name, name, float64(max(12, min(40, 2*len([]rune(c.title)))))); err != nil {
		return err
	}
	if err := f.SetCellStr(main, name+"2", c.example); err != nil {
		return err
	}
	if len(c.options) == 0 {
		return nil
	}
	if err := f.SetSheetCol(optionSheet, name+"1", &c.options); err != nil {
		return err
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = name + "2:" + name + strconv.Itoa(templateRows)
	v.SetSqrefDropList(optionSheet + "!$" + name + "$1:$" + name + "$" + strconv.Itoa(len(c.options)))
	return f.AddDataValidation(main, v)
}

func firstOf(list ...any) string {
	for _, v := range list {
		switch v := v.(type) {
		case string:
			if strings.TrimSpace(v) != "" {
				return v
			}
		case *string:
			if v != nil {
				return *v
			}
		}
	}
	return ""
}

// TemplateFor is Template of a caller.
func (s *Service) TemplateFor(ctx context.Context, w io.Writer, c *record.Caller, entity string, format sheet.Format) error {
	return Template(ctx, w, As{s.Records, c}, entity, format, fieldtype.Locale{Language: c.Language, Zone: c.Zone})
}
