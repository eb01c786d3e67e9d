package exporter

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"

	"github.com/mortise-crm/mortise/engine/problem"
)

// FontVariable names the TrueType file whose letters PDF files are written in,
// where it is none of those that systems have.
const FontVariable = "MORTISE_PDF_FONT"

// fontFiles are where systems keep a TrueType font with Chinese in it.
var fontFiles = []string{
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts-droid-fallback/truetype/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/google-droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/google-droid-sans-fonts/DroidSansFallbackFull.ttf",
}

// font reads the font once it is found; it is several megabytes.
var font = func() func() ([]byte, error) {
	var once sync.Mutex
	var found []byte
	return func() ([]byte, error) {
		once.Lock()
		defer once.Unlock()
		if found != nil {
			return found, nil
		}
		files := fontFiles
		if given := os.Getenv(FontVariable); given != "" {
			files = []string{given}
		}
		for _, name := range files {
			if b, err := os.ReadFile(name); err == nil {
				found = b
				return b, nil
			}
		}
		return nil, problem.New(problem.Conflict, "pdf_font_missing").With("variable", FontVariable)
	}
}()

// Measures of a page, in millimetres and points.
const (
	margin     = 10.0
	lineHeight = 5.0
	fontSize   = 8.0
	maxLines   = 6 // of a cell; what is longer is cut
	padding    = 1.0
)

// pdfTable writes a table on pages of A4, wide.
type pdfTable struct {
	out    io.Writer
	doc    *fpdf.Fpdf
	title  string
	zone   *time.Location
	titles []string
	width  float64 // of a column
}

func newPDF(w io.Writer, title string, zone *time.Location) (*pdfTable, error) {
	letters, err := font()
	if err != nil {
		return nil, err
	}
	if zone == nil {
		zone = time.UTC
	}
	doc := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "L", UnitStr: "mm", SizeStr: "A4"})
	doc.AddUTF8FontFromBytes("text", "", letters)
	doc.SetFont("text", "", fontSize)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(false, margin)
	doc.SetTitle(title, true)
	return &pdfTable{out: w, doc: doc, title: title, zone: zone}, doc.Error()
}

func (t *pdfTable) header(titles []string) error {
	t.titles = append([]string(nil), titles...)
	wide, _ := t.doc.GetPageSize()
	t.width = (wide - 2*margin) / float64(max(len(titles), 1))
	t.page()
	return t.doc.Error()
}

// page begins a page with the titles of the columns.
func (t *pdfTable) page() {
	t.doc.AddPage()
	t.doc.SetXY(margin, margin)
	t.doc.CellFormat(0, lineHeight, fmt.Sprintf("%s  ·  %d", drawn(t.title), t.doc.PageNo()), "", 1, "L", false, 0, "")
	t.doc.SetFillColor(235, 235, 235)
	t.line(t.titles, nil, true)
}

func (t *pdfTable) row(cells []cell) error {
	texts, right := make([]string, len(cells)), make([]bool, len(cells))
	for i, c := range cells {
		texts[i], right[i] = c.text, c.number
		if c.clock {
			texts[i] = c.at.In(t.zone).Format("2006-01-02 15:04")
		}
	}
	t.line(texts, right, false)
	return t.doc.Error()
}

// line writes cells beside each other, as high as the highest of them.
func (t *pdfTable) line(texts []string, right []bool, filled bool) {
	lines, high := make([][]string, len(texts)), 1
	for i, text := range texts {
		if text == "" {
			continue
		}
		lines[i] = t.doc.SplitText(drawn(text), t.width-2*padding)
		if len(lines[i]) > maxLines {
			lines[i] = append(lines[i][:maxLines-1:maxLines-1], "…")
		}
		high = max(high, len(lines[i]))
	}
	_, tall := t.doc.GetPageSize()
	if height := float64(high) * lineHeight; !filled && t.doc.GetY()+height > tall-margin {
		t.page()
	}
	top := t.doc.GetY()
	for i := range texts {
		left := margin + float64(i)*t.width
		style := "D"
		if filled {
			style = "DF"
		}
		t.doc.Rect(left, top, t.width, float64(high)*lineHeight, style)
		align := "L"
		if right != nil && right[i] {
			align = "R"
		}
		for n, text := range lines[i] {
			t.doc.SetXY(left, top+float64(n)*lineHeight)
			t.doc.CellFormat(t.width, lineHeight, text, "", 0, align, false, 0, "")
		}
	}
	t.doc.SetXY(margin, top+float64(high)*lineHeight)
}

// drawn is a text with what the fonts of a PDF file cannot have, which is all
// beyond the 65,536 first characters, shown as missing.
func drawn(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, text)
}

func (t *pdfTable) close() error {
	if err := t.doc.Output(t.out); err != nil {
		return fmt.Errorf("write a PDF file: %w", err)
	}
	return nil
}
