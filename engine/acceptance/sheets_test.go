package acceptance_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
)

// readSheet reads all rows of a sheet; code is why the file was refused.
func readSheet(t *testing.T, path, title string, o sheet.Options) (f *sheet.File, rows []sheet.Row, code string) {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		t.Fatal(err)
	}
	refused := func(err error) string {
		p := problem.As(err)
		if p == nil || p.Kind != problem.Invalid || len(p.Details) == 0 {
			t.Errorf("%s: %v", path, err)
			return "?"
		}
		return p.Details[0].Code
	}
	if f, err = sheet.Open(in, info.Size(), o); err != nil {
		return nil, nil, refused(err)
	}
	from, err := f.Rows(title)
	if err != nil {
		return f, nil, refused(err)
	}
	defer from.Close()
	for {
		row, err := from.Next()
		if errors.Is(err, io.EOF) {
			return f, rows, ""
		}
		if err != nil {
			return f, rows, refused(err)
		}
		rows = append(rows, row)
	}
}

var goldenName = regexp.MustCompile(`^(.*\.xlsx)\.sheet(\d+)\.`)

// TestAcceptanceWorkbooks reads workbooks beside which lies what Excel itself
// saved of them: texts come out as there, and nothing takes long or much.
func TestAcceptanceWorkbooks(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "torture", "xlsx-excel-golden")
	books, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(books) == 0 {
		t.Skip("no workbooks")
	}
	var exact, cells, equal int
	refusals := map[string][]string{}
	var slowest time.Duration
	for _, book := range books {
		began := time.Now()
		n, same, code := compareBook(t, book)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s took %s", book, took)
		} else {
			slowest = max(slowest, took)
		}
		if code != "" {
			refusals[code] = append(refusals[code], filepath.Base(book))
			continue
		}
		cells, equal = cells+n, equal+same
		if n == same {
			exact++
		} else {
			t.Logf("| %s | %d of %d text cells equal |", filepath.Base(book), same, n)
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if memory.Sys > 512<<20 {
		t.Errorf("%d MiB of memory", memory.Sys>>20)
	}
	t.Logf("| workbooks | texts all equal | refused | text cells | equal | slowest | memory |")
	t.Logf("| %d | %d | %v | %d | %.2f%% | %s | %d MiB |", len(books), exact, refusals, cells, 100*float64(equal)/float64(max(cells, 1)), slowest.Round(time.Millisecond), memory.Sys>>20)
	refused := 0
	for _, books := range refusals {
		refused += len(books)
	}
	report(t, result{set: "workbooks: text cells as Excel saved them", all: len(books), right: exact, refused: refused, different: len(books) - exact - refused,
		why: fmt.Sprintf("%d of %d text cells are equal; the others are texts of formulas, which Excel computed anew, and of hidden rows and sheets and broken texts, which it left out or mended; refused %v; slowest %s, %d MiB",
			equal, cells, refusals, slowest.Round(time.Millisecond), memory.Sys>>20)})
	if cells < 20_000 || float64(equal) < 0.97*float64(cells) {
		t.Errorf("%d of %d text cells are as Excel has them", equal, cells)
	}
}

// compareBook counts the text cells of a workbook and those that are as Excel
// saved them.
func compareBook(t *testing.T, book string) (cells, same int, code string) {
	saved, err := filepath.Glob(book + ".sheet*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range saved {
		number := goldenName.FindStringSubmatch(filepath.Base(file))
		if number == nil {
			continue
		}
		n, s, refused := compareSheet(t, book, file, number[2])
		if refused != "" {
			return 0, 0, refused
		}
		cells, same = cells+n, same+s
	}
	return cells, same, ""
}

// sheetTitle finds the title of a sheet by its number.
func sheetTitle(t *testing.T, book, number string) (string, bool) {
	in, err := os.Open(book)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	info, _ := in.Stat()
	f, err := sheet.Open(in, info.Size(), sheet.Options{})
	if err != nil {
		return "", true
	}
	for i, title := range f.Sheets {
		if number == itoa(i) {
			return title, true
		}
	}
	return "", false
}

func itoa(i int) string { b, _ := json.Marshal(i); return string(b) }

func compareSheet(t *testing.T, book, file, number string) (cells, same int, code string) {
	title, ok := sheetTitle(t, book, number)
	if !ok {
		return 0, 0, ""
	}
	_, rows, code := readSheet(t, book, title, sheet.Options{NoMerge: true})
	if code != "" {
		return 0, 0, code
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(text) { // as Excel saves by default
		if text, err = charmap.Windows1252.NewDecoder().Bytes(text); err != nil {
			t.Fatal(err)
		}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	want, err := r.ReadAll()
	if err != nil {
		return 0, 0, ""
	}
	skip := offsetOf(rows, want)
	for _, row := range rows {
		for i, cell := range row.Cells {
			if row.Kind(i) != sheet.Text || strings.TrimSpace(cell) == "" {
				continue
			}
			cells++
			at := row.Line - 1 - skip[0]
			column := i - skip[1]
			if at >= 0 && at < len(want) && column >= 0 && column < len(want[at]) && sameText(want[at][column], cell) {
				same++
			}
		}
	}
	return cells, same, ""
}

// offsetOf finds where what Excel saved begins: it leaves out what is empty at
// the top and left.
func offsetOf(rows []sheet.Row, want [][]string) [2]int {
	best, most := [2]int{}, -1
	for top := range 12 {
		for left := range 8 {
			n := 0
			for _, row := range rows[:min(len(rows), 50)] {
				at := row.Line - 1 - top
				for i, cell := range row.Cells {
					if at >= 0 && at < len(want) && i >= left && i-left < len(want[at]) && cell != "" && sameText(want[at][i-left], cell) {
						n++
					}
				}
			}
			if n > most {
				best, most = [2]int{top, left}, n
			}
		}
	}
	return best
}

// sameText compares texts. A CSV file of Excel has ends of lines of its own, and
// _ or ? for characters that its encoding lacks.
func sameText(saved, read string) bool {
	plain := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	saved, read = strings.TrimSpace(plain.Replace(saved)), strings.TrimSpace(plain.Replace(read))
	if saved == read {
		return true
	}
	lacking := func(with string) string {
		var b strings.Builder
		for _, r := range read {
			if _, ok := charmap.Windows1252.EncodeRune(r); ok {
				b.WriteRune(r)
				continue
			}
			b.WriteString(strings.Repeat(with, utf16.RuneLen(r)))
		}
		return b.String()
	}
	return saved == lacking("_") || saved == lacking("?")
}

// TestAcceptanceSpectrum reads the dialects of csv-spectrum as their JSON says.
func TestAcceptanceSpectrum(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "torture", "csv-spectrum")
	files, _ := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if len(files) == 0 {
		t.Skip("no csv-spectrum")
	}
	r := result{set: "csv-spectrum: rows as its JSON says", all: len(files)}
	defer func() { report(t, r) }()
	for _, file := range files {
		_, rows, code := readSheet(t, file, "", sheet.Options{})
		text, err := os.ReadFile(filepath.Join(dir, "json", strings.TrimSuffix(filepath.Base(file), ".csv")+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want []map[string]string
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		got := []map[string]string{}
		for _, row := range rows[1:] {
			one := map[string]string{}
			for i, name := range rows[0].Cells {
				one[name] = row.Cells[i]
			}
			got = append(got, one)
		}
		equal := slices.EqualFunc(got, want, func(a, b map[string]string) bool {
			for name := range b {
				if a[name] != b[name] {
					return false
				}
			}
			return len(a) == len(b)
		})
		if equal {
			r.right++
		} else {
			r.different++
			t.Errorf("%s: got %q, want %q %s", file, got, want, code)
		}
	}
}

// TestAcceptanceEncodings tells how texts are encoded.
func TestAcceptanceEncodings(t *testing.T) {
	root := filepath.Join(dataFolder(t), "torture", "encodings", "chardet", "tests")
	folders, _ := os.ReadDir(root)
	if len(folders) == 0 {
		t.Skip("no encodings")
	}
	right, all := 0, 0
	must := map[string]int{}
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(root, folder.Name(), "*"))
		good := 0
		got := map[string]int{}
		for _, path := range files {
			f, _, code := readSheet(t, path, "", sheet.Options{})
			name := code
			if f != nil {
				name = f.Encoding
			}
			got[name]++
			if sheet.SameEncoding(name, folder.Name()) {
				good++
			}
		}
		right, all = right+good, all+len(files)
		must[folder.Name()] = len(files) - good
		t.Logf("| %s | %d of %d | %v |", folder.Name(), good, len(files), got)
	}
	report(t, result{set: "encodings told (chardet)", all: all, right: right, different: all - right})
	for _, name := range []string{"GB2312", "Big5", "UTF-16", "utf-8", "utf-8-sig", "ascii"} {
		if must[name] > 1 {
			t.Errorf("%s: %d wrong", name, must[name])
		}
	}
}
