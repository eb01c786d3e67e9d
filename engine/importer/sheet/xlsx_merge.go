package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxMerged bounds the cells of a sheet's merged areas that are filled.
const maxMerged = 1 << 20

// area is a merged area: the value of its first cell stands for all.
type area struct {
	left, top, right, bottom int // columns from 0, rows from 1
	text                     string
	kind                     Kind
}

// merges finds the merged areas of a sheet, which stand behind its rows.
func (w *workbook) merges(part string) ([]area, error) {
	in, err := w.part(part)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rest, err := after(in, "mergeCells")
	if err != nil || rest == nil {
		return nil, err
	}
	var areas []area
	cells := 0
	d := decoder(io.MultiReader(strings.NewReader("<mergeCells"), rest))
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return areas, nil
		}
		if err != nil {
			return nil, damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "mergeCell" {
				continue
			}
			if a, ok := areaOf(attribute(&t, "ref")); ok && cells+a.cells() <= maxMerged {
				areas, cells = append(areas, a), cells+a.cells()
			}
		case xml.EndElement:
			if t.Name.Local == "mergeCells" {
				slices.SortStableFunc(areas, func(a, b area) int { return a.top - b.top })
				return areas, nil
			}
		}
	}
}

// after reads up to and with a name of a tag and gives what follows; nil when
// there is no such tag. It is much faster than to read all as XML.
func after(in io.Reader, name string) (io.Reader, error) {
	want := []byte("<" + name)
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := in.Read(buf[kept:])
		text := buf[:kept+n]
		if i := bytes.Index(text, want); i >= 0 {
			return io.MultiReader(bytes.NewReader(text[i+len(want):]), in), nil
		}
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, damaged(err)
		}
		kept = copy(buf, text[max(0, len(text)-len(want)):])
	}
}

// areaOf reads a reference like B2:C9.
func areaOf(reference string) (area, bool) {
	from, to, ok := strings.Cut(reference, ":")
	if !ok {
		return area{}, false
	}
	a := area{left: columnOf(from), right: columnOf(to), top: rowOf(from), bottom: rowOf(to)}
	return a, a.left >= 0 && a.right >= a.left && a.right < MaxColumns && a.top > 0 && a.bottom >= a.top
}

func (a *area) cells() int { return (a.right - a.left + 1) * (a.bottom - a.top + 1) }

func rowOf(reference string) int {
	n, err := strconv.Atoi(strings.TrimLeft(strings.ToUpper(strings.ReplaceAll(reference, "$", "")), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return n
}

// fill gives the cells of merged areas the value of the first one.
func (r *sheetRows) fill(row *Row) {
	for len(r.areas) > 0 && r.areas[0].top <= row.Line {
		r.begun, r.areas = append(r.begun, r.areas[0]), r.areas[1:]
	}
	r.begun = slices.DeleteFunc(r.begun, func(a area) bool { return a.bottom < row.Line })
	for i := range r.begun {
		a := &r.begun[i]
		if row.Line == a.top && a.left < len(row.Cells) {
			a.text, a.kind = row.Cells[a.left], row.Kind(a.left)
		}
		if a.text == "" {
			continue
		}
		for column := a.left; column <= a.right; column++ {
			for len(row.Cells) <= column {
				row.Cells, row.Kinds = append(row.Cells, ""), append(row.Kinds, Text)
			}
			if row.Cells[column] == "" {
				row.Cells[column], row.Kinds[column] = a.text, a.kind
			}
		}
	}
}
