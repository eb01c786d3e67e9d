package exporter

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// Limits of a workbook, which its programs have.
const (
	maxCellText = 32767 // characters of a cell
	exactDigits = 15    // of a number
)

// xlsxTable writes a workbook of one sheet. Numbers, dates and amounts are what
// they are; a text is a text, and no program runs it.
type xlsxTable struct {
	out   io.Writer
	file  *excelize.File
	sheet *excelize.StreamWriter
	zone  *time.Location
	cells []any
	next  int // row, from 1 on

	bold, date, clock, money int // styles
}

func newXLSX(w io.Writer, title string, zone *time.Location) (*xlsxTable, error) {
	if zone == nil {
		zone = time.UTC
	}
	t := &xlsxTable{out: w, file: excelize.NewFile(), zone: zone, next: 1}
	name := sheetName(title)
	if err := t.file.SetSheetName("Sheet1", name); err != nil {
		return nil, fmt.Errorf("begin a workbook: %w", err)
	}
	for _, style := range []struct {
		id *int
		of excelize.Style
	}{
		{&t.bold, excelize.Style{Font: &excelize.Font{Bold: true}}}, {&t.date, excelize.Style{CustomNumFmt: text("yyyy-mm-dd")}},
		{&t.clock, excelize.Style{CustomNumFmt: text("yyyy-mm-dd hh:mm:ss")}}, {&t.money, excelize.Style{CustomNumFmt: text("#,##0.00##")}},
	} {
		id, err := t.file.NewStyle(&style.of)
		if err != nil {
			return nil, fmt.Errorf("begin a workbook: %w", err)
		}
		*style.id = id
	}
	t.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		z := zip.NewWriter(w)
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
		return parts{z}
	})
	sheet, err := t.file.NewStreamWriter(name)
	if err != nil {
		return nil, fmt.Errorf("begin a workbook: %w", err)
	}
	t.sheet = sheet
	return t, nil
}

func text(s string) *string { return &s }

// sheetName is a title as a sheet can be called.
func sheetName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, title)
	if name = strings.TrimSpace(name); name == "" {
		return "Records"
	}
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	return name
}

func (t *xlsxTable) header(titles []string) error {
	if err := t.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	t.cells = t.cells[:0]
	for _, title := range titles {
		t.cells = append(t.cells, excelize.Cell{StyleID: t.bold, Value: shown(title)})
	}
	return t.write()
}

func (t *xlsxTable) row(cells []cell) error {
	t.cells = t.cells[:0]
	for _, c := range cells {
		t.cells = append(t.cells, t.value(c))
	}
	return t.write()
}

func (t *xlsxTable) write() error {
	if err := t.sheet.SetRow("A"+strconv.Itoa(t.next), t.cells); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	t.next++
	return nil
}

// value is a cell as a workbook holds it. A number with more digits than its
// programs keep is a text.
func (t *xlsxTable) value(c cell) any {
	switch {
	case c.text == "":
		return nil
	case c.flag != nil:
		return *c.flag
	case c.number:
		n, err := strconv.ParseFloat(c.text, 64)
		if err != nil || digits(c.text) > exactDigits {
			return c.text
		}
		if c.money {
			return excelize.Cell{StyleID: t.money, Value: n}
		}
		return n
	case c.at.After(firstDay):
		if c.clock {
			_, east := c.at.In(t.zone).Zone() // workbooks have no zones: what the clock shows is written
			return excelize.Cell{StyleID: t.clock, Value: serial(c.at.Add(time.Duration(east) * time.Second))}
		}
		return excelize.Cell{StyleID: t.date, Value: serial(c.at)}
	}
	return shown(c.text)
}

// Workbooks count days from an epoch; before firstDay they do not agree on it.
var (
	epoch    = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

// serial is a time as the number that workbooks have for it.
func serial(at time.Time) float64 {
	return float64(at.UnixMilli()-epoch.UnixMilli()) / float64(24*time.Hour/time.Millisecond)
}

func digits(number string) (n int) {
	for _, r := range strings.TrimLeft(number, "-0.") {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// shown is a text as a cell has it. One that an import would take an apostrophe
// from gets one more, and one of blanks alone, which would be no value, gets one.
func shown(s string) string {
	if spreadsheet.Unescape(s) != s || s != "" && strings.TrimSpace(s) == "" {
		s = spreadsheet.Escape(s)
	}
	if utf8.RuneCountInString(s) > maxCellText {
		s = string([]rune(s)[:maxCellText-1]) + "…"
	}
	return veiled(s)
}

func (t *xlsxTable) close() error {
	defer t.file.Close()
	if err := t.sheet.Flush(); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	if err := t.file.Write(t.out); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}
