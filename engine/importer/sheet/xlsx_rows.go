package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// rows gives the rows of a sheet.
func (w *workbook) rows(title string, merged bool) (Rows, error) {
	if err := w.load(); err != nil {
		return nil, err
	}
	for _, s := range w.sheets {
		if title != "" && s.title != title {
			continue
		}
		r := &sheetRows{book: w}
		if merged && w.parts[strings.ToLower(s.part)] != nil && w.parts[strings.ToLower(s.part)].UncompressedSize64 <= maxMergedIn {
			var err error
			if r.areas, err = w.merges(s.part); err != nil {
				return nil, err
			}
		}
		in, err := w.part(s.part)
		if err != nil {
			return nil, err
		}
		r.in, r.xml = in, decoder(in)
		return r, nil
	}
	return nil, refused("unknown_sheet", "sheet", title)
}

// sheetRows reads the rows of a sheet one by one.
type sheetRows struct {
	book  *workbook
	in    io.ReadCloser
	xml   *tokens
	line  int
	areas []area // not begun yet, by their first row
	begun []area
	size  int // of the texts of the row
	depth int
}

// Close implements Rows.
func (r *sheetRows) Close() error { return r.in.Close() }

// Next implements Rows.
func (r *sheetRows) Next() (Row, error) {
	for {
		t, err := r.xml.RawToken()
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if r.depth++; r.depth > maxDepth {
				return Row{}, refused("file_bomb")
			}
			if t.Name.Local != "row" {
				continue
			}
			row, err := r.row(t)
			if err != nil {
				return row, err
			}
			r.depth--
			if r.fill(&row); row.Code != "" || !row.Blank() {
				r.xml.idle()
				return row, nil
			}
		case xml.EndElement:
			if r.depth--; t.Name.Local == "sheetData" {
				return Row{}, io.EOF
			}
		}
	}
}

func attribute(e *xml.StartElement, name string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == name && e.Attr[i].Name.Space == "" {
			return e.Attr[i].Value
		}
	}
	return ""
}

// row reads the cells of a row whose start has been read.
func (r *sheetRows) row(start xml.StartElement) (Row, error) {
	r.line++
	if n, err := strconv.Atoi(attribute(&start, "r")); err == nil && n >= r.line {
		r.line = n
	}
	if r.line > maxRows {
		return Row{}, refused("file_bomb")
	}
	row := Row{Line: r.line}
	r.size = 0
	column := -1
	for depth := 0; ; {
		t, err := r.xml.RawToken()
		if err != nil {
			return row, damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "c" {
				column++
				if n := columnOf(attribute(&t, "r")); n >= column {
					column = n
				}
				if err := r.cell(&row, column, t); err != nil {
					return row, err
				}
				continue
			}
			if depth++; depth > maxDepth {
				return row, refused("file_bomb")
			}
		case xml.EndElement:
			if t.Name.Local == "row" {
				return row, nil
			}
			depth--
		}
	}
}

// columnOf reads the column of a reference like AB12, from 0; -1 for none.
func columnOf(reference string) int {
	n := 0
	for i := 0; i < len(reference); i++ {
		if reference[i] == '$' {
			continue
		}
		c := reference[i] &^ 0x20
		if c < 'A' || c > 'Z' || n > 1<<20 {
			break
		}
		n = n*26 + int(c-'A'+1)
	}
	return n - 1
}

// cell reads one cell into the row.
func (r *sheetRows) cell(row *Row, column int, start xml.StartElement) error {
	text, err := r.value()
	if err != nil {
		return err
	}
	kind := Text
	switch attribute(&start, "t") {
	case "s":
		i, err := strconv.Atoi(text.v)
		if err == nil {
			text.v, _ = r.book.shared.at(i)
		}
	case "inlineStr":
		text.v = text.inline
	case "str":
		text.v = unescaped(text.v)
	case "b":
		kind = Boolean
		if text.v == "1" {
			text.v = "TRUE"
		} else if text.v == "0" {
			text.v = "FALSE"
		}
	case "e":
		kind = Failure
	case "d":
		kind = Date
	default:
		if text.v != "" {
			number, err := strconv.Atoi(attribute(&start, "s"))
			if err != nil {
				number = 0
			}
			text.v, kind = r.book.number(text.v, number)
		}
	}
	if text.v == "" {
		return nil
	}
	if r.size += len(text.v); column >= MaxColumns || r.size > MaxRowBytes {
		row.Code = "row_too_large"
		return nil
	}
	for len(row.Cells) <= column {
		row.Cells, row.Kinds = append(row.Cells, ""), append(row.Kinds, Text)
	}
	row.Cells[column], row.Kinds[column] = text.v, kind
	return nil
}

// cellText is what stands in a cell.
type cellText struct{ v, inline string }

// value reads what is in a cell whose start has been read, up to its end.
func (r *sheetRows) value() (c cellText, err error) {
	inValue := false
	var v []byte
	for depth := 0; ; {
		t, err := r.xml.RawToken()
		if err != nil {
			return c, damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inValue = true
			case "is":
				if c.inline, err = richText(r.xml, "is"); err != nil {
					return c, err
				}
				continue
			}
			if depth++; depth > maxDepth {
				return c, refused("file_bomb")
			}
		case xml.EndElement:
			if t.Name.Local == "c" {
				c.v = string(v)
				return c, nil
			}
			inValue = false
			depth--
		case xml.CharData:
			if inValue {
				if len(v)+len(t) > maxGap {
					return c, refused("file_bomb")
				}
				v = append(v, t...)
			}
		}
	}
}
