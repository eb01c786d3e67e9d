package importer

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// lookup is a record that a cell names by a text.
type lookup struct {
	into map[string]any // whose member name is to be its id
	name string
	at   int // place in the list of several; -1 for one
	of   *column
	text string
}

// line is what a row of the file says: of the record, and of a row of each table.
type line struct {
	number  int
	cells   []string
	record  map[string]any
	tables  map[string]map[string]any
	lookups []lookup
	wrong   []problem.Detail
	blank   bool // says nothing of the record itself
}

// read makes a line of a row, with everything that is wrong with it.
func (i *importing) read(r sheet.Row) line {
	l := line{number: r.Line, cells: r.Cells, record: make(map[string]any, len(i.columns)), tables: map[string]map[string]any{}, blank: true}
	if detail := i.form(r); detail != nil {
		l.wrong = append(l.wrong, *detail)
		return l
	}
	for n := range i.columns {
		c := &i.columns[n]
		cell := ""
		if n < len(r.Cells) {
			cell = r.Cells[n]
		}
		into := l.record
		if c.table != nil {
			if into = l.tables[c.table.Name]; into == nil {
				into = map[string]any{}
				l.tables[c.table.Name] = into
			}
		}
		text, replaced := c.values[strings.TrimSpace(cell)]
		if replaced {
			cell = text
		}
		if strings.TrimSpace(cell) == "" || i.empty[cell] {
			if c.field != nil {
				into[c.field.Name] = nil // the file says empty, not: as by default
			}
			continue
		}
		if c.table == nil && c.field != nil {
			l.blank = false
		}
		l.cell(i, c, n, cell, r.Kind(n), into)
	}
	for name, row := range l.tables {
		if empty(row) {
			delete(l.tables, name)
		}
	}
	return l
}

func empty(row map[string]any) bool {
	for _, v := range row {
		if v != nil {
			return false
		}
	}
	return true
}

// cell reads one cell that is not empty.
func (l *line) cell(i *importing, c *column, n int, cell string, kind sheet.Kind, into map[string]any) {
	if c.unnamed {
		l.wrong = append(l.wrong, problem.Detail{Code: "cell_without_header", Params: map[string]any{"number": n + 1}})
	}
	switch {
	case c.field == nil:
		return
	case kind == sheet.Failure:
		l.wrong = append(l.wrong, problem.Detail{Pointer: c.at(), Code: "cell_failed", Params: map[string]any{"text": cell}})
		return
	case c.field == idField:
		into["id"] = strings.TrimSpace(cell)
		return
	}
	v, detail := Cell(c.field, c.fieldType, cell, kind, c.locale)
	if detail != nil {
		detail.Pointer = c.at() + detail.Pointer
		l.wrong = append(l.wrong, *detail)
		return
	}
	into[c.field.Name] = v
	if c.entity != "" {
		l.names(c, v, into)
	}
}

// at is the pointer to the field, or to that of the first row of a table.
func (c *column) at() string {
	if c.table != nil {
		return "/" + c.table.Name + "/0" + c.pointer
	}
	return c.pointer
}

// suits brings the text of a workbook's cell into the form in which the field
// reads it.
func (c *column) suits(cell string, kind sheet.Kind) string {
	k := c.fieldType.Kind().Kind
	switch {
	case kind == sheet.Date && k == query.Date:
		day, _, _ := strings.Cut(cell, "T")
		return day
	case kind == sheet.Date:
		return strings.Replace(cell, "T", " ", 1)
	case kind == sheet.Percent && (k == query.Number || k == query.Integer) && c.field.Type != "percent":
		return hundredth(strings.TrimSuffix(cell, "%"))
	case kind == sheet.Text && k == query.Text:
		return cell
	}
	return cell
}

// hundredth moves the point of a plain number two places to the left.
func hundredth(number string) string {
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, fraction, _ := strings.Cut(number, ".")
	for len(whole) < 3 {
		whole = "0" + whole
	}
	return sign + strings.TrimRight(whole[:len(whole)-2]+"."+whole[len(whole)-2:]+fraction, ".")
}

// names notes the records that a cell names other than by their ids.
func (l *line) names(c *column, v any, into map[string]any) {
	one := func(text string, at int) {
		if !isID(text) {
			l.lookups = append(l.lookups, lookup{into: into, name: c.field.Name, at: at, of: c, text: text})
		}
	}
	switch v := v.(type) {
	case string:
		one(strings.TrimSpace(v), -1)
	case []any:
		for at, each := range v {
			if text, ok := each.(string); ok {
				one(text, at)
			}
		}
	}
}

// isID tells whether a text has the form of a record's id.
func isID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, r := range s {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if r != '-' {
				return false
			}
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F':
		default:
			return false
		}
	}
	return true
}

// form says what is wrong with a row as a whole: in CSV, it has another number
// of cells than the header. Empty ones too many or too few at the end, where the
// header has none either, are no difference.
func (i *importing) form(r sheet.Row) *problem.Detail {
	switch r.Code {
	case "":
	case "row_too_large":
		return &problem.Detail{Code: r.Code, Params: map[string]any{"max": sheet.MaxRowBytes}}
	default:
		return &problem.Detail{Code: r.Code}
	}
	if i.file.Format != sheet.CSV {
		return nil
	}
	want, got := len(i.columns), len(r.Cells)
	for want > got && i.columns[want-1].unnamed {
		want--
	}
	for got > want && r.Cells[got-1] == "" && got <= want+1 {
		got--
	}
	switch {
	case got < want:
		return &problem.Detail{Code: "too_few_cells", Params: map[string]any{"want": want, "got": got}}
	case got > len(i.columns):
		return &problem.Detail{Code: "too_many_cells", Params: map[string]any{"want": want, "got": got}}
	}
	return nil
}
