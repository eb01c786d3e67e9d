package acceptance_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// kitRefused are the examples that are refused, and how.
var kitRefused = map[string]string{"dummy.csv.gz": "unsupported_file", "dummy.csv.bz2": "unsupported_file", "testdbf.dbf": "unsupported_file", "dummy.xls": "old_workbook", "sheets.xls": "old_workbook",
	"test.xls": "old_workbook", "test_skip_lines.xls": "old_workbook"}

// kitDelimiters are those that are no comma.
var kitDelimiters = map[string]rune{"dummy.tsv": '\t', "sniff_limit.csv": ';', "event-notification-rpt-lastmonth.txt": '|', "test_query.sql": ';'}

// kitBooks are the sheets of workbooks, and the files that have what csvkit
// makes of them.
var kitBooks = []struct{ book, title, answer string }{
	{"dummy.xlsx", "", "dummy.csv"}, {"test.xlsx", "", "testxlsx_noinference_converted.csv"}, {"test_skip_lines.xlsx", "", "testxlsx_noinference_converted.csv"},
	{"sheets.xlsx", "data", "testxlsx_noinference_converted.csv"}, {"sheets.xlsx", "ʤ", "testxlsx_unicode_converted.csv"},
}

// plainRows reads a file as encoding/csv does.
func plainRows(t *testing.T, path string) (rows [][]string, err error) {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")):
		body, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(body)
	case !utf8.Valid(body):
		body, err = charmap.Windows1252.NewDecoder().Bytes(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(body, []byte("\n")) {
		body = bytes.ReplaceAll(body, []byte("\r"), []byte("\n"))
	}
	for _, lazy := range []bool{false, true} { // quotes in the middle of a cell are letters
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
		r.FieldsPerRecord, r.LazyQuotes = -1, lazy
		if d := kitDelimiters[filepath.Base(path)]; d != 0 {
			r.Comma = d
		}
		if rows, err = r.ReadAll(); err == nil {
			break
		}
	}
	return rows, err
}

// sameRows compares rows cell by cell, ends of lines within cells alike; row and
// cell of the first difference.
func sameRows(got []sheet.Row, want [][]string, equal func(a, b string) bool) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d rows, want %d", len(got), len(want))
	}
	for i, row := range got {
		for j := range max(len(row.Cells), len(want[i])) {
			var a, b string
			if j < len(row.Cells) {
				a = row.Cells[j]
			}
			if j < len(want[i]) {
				b = want[i][j]
			}
			if !equal(oneEnd.Replace(a), oneEnd.Replace(b)) {
				return fmt.Errorf("line %d, cell %d: %q, want %q", row.Line, j+1, a, b)
			}
		}
	}
	return nil
}

var oneEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// TestAcceptanceKit reads the examples of csvkit: cell by cell what encoding/csv
// reads, or csvkit's own answer for a workbook, or refused with a reason.
func TestAcceptanceKit(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "torture", "csvkit-examples", "examples")
	r := result{set: "csvkit examples: cells as encoding/csv reads them, or refused"}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) == ".xlsx" {
			return err
		}
		r.all++
		_, rows, code := readSheet(t, path, "", sheet.Options{})
		if want := kitRefused[entry.Name()]; code != want {
			t.Errorf("%s: refused with %q, want %q", path, code, want)
		}
		if code != "" {
			r.refused++
			return nil
		}
		want, bad := plainRows(t, path)
		if bad == nil {
			bad = sameRows(rows, want, func(a, b string) bool { return a == b })
		}
		if bad != nil {
			r.different++
			t.Errorf("%s: %v", path, bad)
			return nil
		}
		r.right++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.why = "old workbooks (.xls), databases (.dbf) and packed files are refused"
	report(t, r)
	kitWorkbooks(t, dir)
}

func kitWorkbooks(t *testing.T, dir string) {
	t.Helper()
	r := result{set: "csvkit workbooks: cells as csvkit converts them", all: len(kitBooks), why: "dates, numbers and truth compared by value"}
	for _, k := range kitBooks {
		_, rows, code := readSheet(t, filepath.Join(dir, k.book), k.title, sheet.Options{})
		if code != "" {
			t.Errorf("%s is refused: %s", k.book, code)
		}
		if k.book == "test_skip_lines.xlsx" { // what stands above the header
			rows = slices.DeleteFunc(rows, func(row sheet.Row) bool { return row.Line <= 3 })
		}
		want, err := plainRows(t, filepath.Join(dir, k.answer))
		if err == nil {
			if last := len(want[0]) - 1; len(rows[0].Cells) <= last && want[0][last] == string(rune('a'+last)) {
				want[0][last] = "" // csvkit names a column without header by its letter
			}
			err = sameRows(rows, want, sameValue)
		}
		if err != nil {
			r.different++
			t.Errorf("%s %s: %v", k.book, k.title, err)
			continue
		}
		r.right++
	}
	report(t, r)
}

// sameValue compares cells that may say the same in other words.
func sameValue(a, b string) bool {
	if sameCell(a, b) || strings.EqualFold(a, b) {
		return true
	}
	x, ok := readMoment(a)
	y, ok2 := readMoment(b)
	return ok && ok2 && x.Equal(y)
}

func readMoment(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.DateTime, "2006-01-02T15:04:05", time.TimeOnly, "1899-12-30T15:04:05"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// kitTexts are small files in several encodings, and their last cell.
var kitTexts = map[string]string{"test_latin1.csv": "©", "test_utf16_big.csv": "ʤ", "test_utf16_little.csv": "ʤ", "test_utf8.csv": "ʤ", "test_utf8_bom.csv": "ʤ"}

// TestAcceptanceKitImports imports examples of csvkit: texts in their encoding,
// and one whose rows are too long, with the lines that are.
func TestAcceptanceKitImports(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataFolder(t), "torture", "csvkit-examples", "examples")
	s := start(t)
	s.publish(t, []mortise.Document{
		document(t, "entity", object{"$schema": "mortise:entity", "name": "kit", "title": "kit", "type": "object", "x-label": "a", "properties": object{
			"a": object{"x-field": "text", "title": "a"}, "b": object{"x-field": "text", "title": "b"}, "c": object{"x-field": "text", "title": "c"}}}),
		document(t, "grant", object{"name": "kit_admin", "role": "administrator", "entity": "kit", "actions": every, "scope": "all", "read": "all", "write": "all"}),
	})
	r := result{set: "csvkit texts imported: Latin-1, UTF-16, UTF-8, rows too long", all: len(kitTexts) + 1, why: "bad.csv: line 2 has too many cells, line 3 too few"}
	for file, last := range kitTexts {
		body, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		before := s.count(t, "kit", fmt.Sprintf("c == %q", last))
		made, err := s.admin.Records("kit").Import(context.Background(), bytes.NewReader(body), mortise.ImportOptions{Map: kitMap(t, filepath.Join(dir, file))})
		if err != nil || made.Created != 2 || s.count(t, "kit", fmt.Sprintf("c == %q", last)) != before+1 {
			t.Errorf("%s: %+v, %v", file, made, err)
			r.different++
			continue
		}
		r.right++
	}
	body, err := os.ReadFile(filepath.Join(dir, "bad.csv"))
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.admin.Records("kit").Import(context.Background(), bytes.NewReader(body), mortise.ImportOptions{Map: kitMap(t, filepath.Join(dir, "bad.csv"))})
	if err != nil || made.Created != 1 || made.Failed != 2 || len(made.Errors) != 2 || made.Errors[0].Line != 2 || made.Errors[1].Line != 3 {
		t.Errorf("bad.csv: %+v, %v", made, err)
		r.different++
	} else {
		r.refused++
	}
	report(t, r)
}

// kitMap maps the headers of a file to the fields, in their order.
func kitMap(t *testing.T, path string) map[string]string {
	t.Helper()
	rows, err := plainRows(t, path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for i, header := range rows[0] {
		out[header] = string(rune('a' + i))
	}
	return out
}
