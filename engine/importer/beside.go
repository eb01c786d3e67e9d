package importer

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// beside are the rows of tables that stand on sheets of their own: by field, and
// by the text that ties them to their record.
type beside map[string]map[string][]line

// readBeside reads the sheets of tables.
func (i *importing) readBeside(m *mapping) error {
	i.beside = beside{}
	var wrong problem.List
	rows := 0
	for name, t := range i.options.Tables {
		f := named(i.fields, name)
		switch {
		case f == nil || !f.Table():
			wrong.Add("/tables/"+name, "unknown_field", "name", name)
		case !slices.Contains(trimmed(i.headers), t.Of):
			wrong.Add("/tables/"+name+"/of", "column_missing", "column", t.Of)
		default:
			err := i.readTable(m, name, t, &rows)
			var p *problem.Error
			if errors.As(err, &p) && p.Kind == problem.Invalid {
				for _, d := range p.Details {
					d.Pointer = "/tables/" + name + d.Pointer
					wrong = append(wrong, d)
				}
				continue
			}
			if err != nil {
				return err
			}
		}
	}
	return wrong.Err()
}

// readTable reads the rows of one table.
func (i *importing) readTable(m *mapping, name string, t TableSheet, count *int) error {
	from, err := i.file.Rows(t.Sheet)
	if err != nil {
		return err
	}
	defer from.Close()
	head, err := header(&ahead{Rows: from}, 0, func(string) bool { return true })
	if err != nil {
		return err
	}
	headers := head.Cells
	key := slices.Index(trimmed(headers), t.Key)
	if key < 0 {
		return problem.InvalidAt("/key", "column_missing", map[string]any{"column": t.Key})
	}
	of := *i
	if of.columns, err = m.tableColumns(name, t, headers); err != nil {
		return err
	}
	i.beside[name] = map[string][]line{}
	for {
		row, err := from.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		if *count++; *count > maxTableRows {
			return problem.InvalidAt("", "too_many", map[string]any{"max": maxTableRows})
		}
		tie := ""
		if key < len(row.Cells) {
			tie = strings.TrimSpace(row.Cells[key])
		}
		i.beside[name][tie] = append(i.beside[name][tie], of.read(row))
	}
}

// tableColumns are the columns of a sheet of rows.
func (m *mapping) tableColumns(name string, t TableSheet, headers []string) ([]column, error) {
	given := map[string]string{t.Key: ""}
	for _, h := range trimmed(headers) {
		if field, ok := t.Map[h]; ok && field != "" {
			given[h] = name + "." + field
		} else if ok {
			given[h] = ""
		} else if f := likely(m.tableRows(named(m.fields, name)), h); f != nil && h != t.Key {
			given[h] = name + "." + f.Name
		}
	}
	o := *m.o
	o.Map = given
	inner := *m
	inner.o, inner.wrong = &o, nil
	return inner.columns(headers)
}

// joinBeside gives a record the rows of its tables from other sheets.
func (i *importing) joinBeside(p *pending) {
	if len(p.lines) == 0 {
		return
	}
	main := p.lines[0]
	for name, t := range i.options.Tables {
		at := slices.Index(trimmed(i.headers), t.Of)
		if at < 0 || at >= len(main.cells) {
			continue
		}
		rows := []any{}
		for n, l := range i.beside[name][strings.TrimSpace(main.cells[at])] {
			rows = append(rows, l.tables[name])
			p.lookups = append(p.lookups, l.lookups...)
			for _, d := range l.wrong {
				p.wrong = append(p.wrong, problem.Detail{Pointer: strings.Replace(d.Pointer, "/"+name+"/0", "/"+name+"/"+strconv.Itoa(n), 1), Code: d.Code, Params: d.Params})
			}
		}
		p.fields[name] = rows
	}
}
