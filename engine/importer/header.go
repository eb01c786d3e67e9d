package importer

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
)

// soughtRows is among how many rows the header is looked for.
const soughtRows = 20

// ahead gives rows that have been looked at already once more.
type ahead struct {
	sheet.Rows
	seen []sheet.Row
}

// Next implements sheet.Rows.
func (a *ahead) Next() (sheet.Row, error) {
	if len(a.seen) > 0 {
		row := a.seen[0]
		a.seen = a.seen[1:]
		return row, nil
	}
	return a.Rows.Next()
}

// header finds the row of the headers: the one at a line; or else the first, but
// where a title or a note stands above a row in which most cells name fields,
// that one. The rows that follow it are left to be read.
func header(rows *ahead, at int, names func(header string) bool) (sheet.Row, error) {
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return row, problem.InvalidAt("", "file_empty", nil)
		case err != nil:
			return row, unreadable(err)
		case row.Line < at:
			continue
		case row.Code != "":
			return row, problem.InvalidAt("", row.Code, map[string]any{"line": row.Line, "max": sheet.MaxRowBytes})
		}
		if named, _ := score(row, names); at > 0 || named > 0 {
			return row, nil
		}
		return better(rows, row, names)
	}
}

// better looks behind a row that names no field for one that does.
func better(rows *ahead, first sheet.Row, names func(header string) bool) (sheet.Row, error) {
	var seen []sheet.Row
	for len(seen) < soughtRows {
		row, err := rows.Rows.Next()
		if err != nil {
			break // which reading meets again
		}
		seen = append(seen, row)
		if named, cells := score(row, names); row.Code == "" && named >= 2 && 2*named >= cells {
			rows.seen = nil
			return row, nil
		}
	}
	rows.seen = seen
	return first, nil
}

// score counts the cells that name fields, and all that are not empty.
func score(row sheet.Row, names func(header string) bool) (named, cells int) {
	for _, c := range row.Cells {
		if c = strings.TrimSpace(c); c != "" {
			cells++
			if names(c) {
				named++
			}
		}
	}
	return named, cells
}

// names tells whether a header names a field.
func (m *mapping) names(header string) bool {
	if _, given := m.o.Map[header]; given {
		return true
	}
	_, ok := m.likely(header)
	return ok
}

// trimmed are headers without blanks around them.
func trimmed(headers []string) []string {
	out := slices.Clone(headers)
	for i, h := range headers {
		out[i] = strings.TrimSpace(h)
	}
	return out
}
