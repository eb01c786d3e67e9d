package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/problem"
)

// What is promised of a file that is made to do harm.
const (
	refusedIn   = 5 * time.Second
	refusedWith = 256 << 20
)

// part is a part of a workbook in the making: its text, then so many times more.
type filled struct {
	name, text, more string
	times            int
	after            string
}

const (
	rels = `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	book = `<workbook><sheets><sheet name="S" r:id="a"/></sheets></workbook>`
	own  = `<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/></Relationships>`
	head = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>`
)

// workbookOf is a workbook with some more parts.
func workbookOf(t *testing.T, parts ...filled) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range append([]filled{{name: "_rels/.rels", text: rels}, {name: "xl/workbook.xml", text: book}, {name: "xl/_rels/workbook.xml.rels", text: own}}, parts...) {
		w, err := z.Create(p.name)
		require.NoError(t, err)
		_, _ = io.WriteString(w, p.text)
		block := []byte(strings.Repeat(p.more, 1+(1<<20)/max(len(p.more), 1)))
		for left := p.times * len(p.more); left > 0; left -= len(block) {
			_, _ = w.Write(block[:min(left, len(block))])
		}
		_, _ = io.WriteString(w, p.after)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func sheetOf(t *testing.T, text, more string, times int) []byte {
	t.Helper()
	return workbookOf(t, filled{name: "xl/s.xml", text: text, more: more, times: times})
}

// lying is a workbook whose sheet says that it is small.
func lying(t *testing.T) []byte {
	t.Helper()
	b := sheetOf(t, head, `<row><c><v></v></c></row>`, 8<<20)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		raw, err := f.OpenRaw()
		require.NoError(t, err)
		h := f.FileHeader
		if strings.HasSuffix(h.Name, "s.xml") {
			h.UncompressedSize64, h.CRC32 = 4000, crc32.ChecksumIEEE(nil)
		}
		to, err := w.CreateRaw(&h)
		require.NoError(t, err)
		_, err = io.Copy(to, raw)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func nested(t *testing.T) []byte {
	t.Helper()
	inner := bytes.Repeat([]byte{0}, 1<<20)
	for range 5 {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := range 10 {
			w, err := z.Create(fmt.Sprint(i, ".zip"))
			require.NoError(t, err)
			_, _ = w.Write(inner)
		}
		require.NoError(t, z.Close())
		inner = b.Bytes()
	}
	return inner
}

func manyParts(t *testing.T) []byte {
	t.Helper()
	var parts []filled
	for i := range maxParts {
		parts = append(parts, filled{name: fmt.Sprint("xl/", i)})
	}
	return workbookOf(t, parts...)
}

// laughs are a billion of them.
func laughs() string {
	b := "<!DOCTYPE l [<!ENTITY l0 \"lol\">"
	for i := range 9 {
		b += fmt.Sprintf("<!ENTITY l%d \"%s\">", i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	return b + "]>"
}

func compoundFile(stream string) []byte {
	b := make([]byte, 2048)
	copy(b, compound)
	for i, c := range []byte(stream) {
		b[512+2*i] = c
	}
	return b
}

var hostile = map[string]struct {
	make func(t *testing.T) []byte
	code string
}{
	"zip in zip":       {nested, "unsupported_file"},
	"many parts":       {manyParts, "file_bomb"},
	"huge ratio":       {func(t *testing.T) []byte { return sheetOf(t, head, " ", 400<<20) }, "file_bomb"},
	"lies on its size": {lying, "damaged_file"},
	"billion laughs": {func(t *testing.T) []byte {
		return sheetOf(t, laughs()+`<worksheet><sheetData><row><c t="inlineStr"><is><t>&l9;</t></is></c></row>`, "", 0)
	}, "file_bomb"},
	"outside entity": {func(t *testing.T) []byte {
		return sheetOf(t, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row>`, "", 0)
	}, "file_bomb"},
	"deep":         {func(t *testing.T) []byte { return sheetOf(t, head, "<x>", 2<<20) }, "file_bomb"},
	"endless tag":  {func(t *testing.T) []byte { return sheetOf(t, head+`<row a="`, "<", 7<<20) }, "damaged_file"},
	"endless note": {func(t *testing.T) []byte { return sheetOf(t, head+`<!--`, "< >", 2<<20) }, "file_bomb"},
	"endless cell": {func(t *testing.T) []byte { return sheetOf(t, head+`<row><c><v>`, "a<!---->", 4<<20) }, "file_bomb"},
	"one huge cell": {func(t *testing.T) []byte {
		return sheetOf(t, head+`<row><c t="inlineStr"><is><t>`, "abcdefghij", 800<<10)
	}, "file_bomb"},
	"rows of nothing": {func(t *testing.T) []byte {
		return sheetOf(t, head, `<row><c/></row>`, 2<<20)
	}, "file_bomb"},
	"deep shared text": {func(t *testing.T) []byte {
		return workbookOf(t, filled{name: "xl/s.xml", text: head}, filled{name: "xl/t.xml", text: "<sst><si>", more: "<r>", times: 1 << 20})
	}, "file_bomb"},
	"long shared text": {func(t *testing.T) []byte {
		return workbookOf(t, filled{name: "xl/s.xml", text: head}, filled{name: "xl/t.xml", text: "<sst><si><t>", more: "abcdefgh", times: 1 << 20})
	}, "file_bomb"},
	"huge merged areas": {func(t *testing.T) []byte {
		return workbookOf(t, filled{name: "xl/s.xml", text: head, more: "<row/>", times: 1 << 20, after: `</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:ALL1048576"/></mergeCells></worksheet>`})
	}, "file_bomb"},
	"a document": {func(t *testing.T) []byte {
		return workbookOf(t, filled{name: "_rels/.rels", text: strings.ReplaceAll(rels, "xl/workbook", "word/document")}, filled{name: "word/document.xml", text: `<w:document xmlns:w="w"></w:document>`})
	}, "unsupported_file"},
	"an old workbook":     {func(*testing.T) []byte { return compoundFile("Workbook") }, "old_workbook"},
	"a locked workbook":   {func(*testing.T) []byte { return compoundFile("EncryptedPackage") }, "encrypted_file"},
	"a program":           {func(*testing.T) []byte { return []byte("MZ\x90\x00\x03\x00\x00\x00 with, commas\n") }, "unsupported_file"},
	"a program of old":    {func(*testing.T) []byte { return []byte("MZ\x01\x00\x02, \n") }, "unsupported_file"},
	"a program of Linux":  {func(*testing.T) []byte { return []byte("\x7fELF\x02\x01\x01") }, "unsupported_file"},
	"a PDF":               {func(*testing.T) []byte { return []byte("%PDF-1.7\na,b\n") }, "unsupported_file"},
	"a page":              {func(*testing.T) []byte { return []byte("\xef\xbb\xbf\n <!DOCTYPE html><table><tr><td>Name") }, "unsupported_file"},
	"a page in UTF-16":    {func(*testing.T) []byte { return []byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00") }, "unsupported_file"},
	"XML":                 {func(*testing.T) []byte { return []byte(`<?xml version="1.0"?><Workbook/>`) }, "unsupported_file"},
	"gzip":                {func(*testing.T) []byte { return []byte("\x1f\x8b\x08\x00") }, "unsupported_file"},
	"a picture":           {func(*testing.T) []byte { return []byte("\x89PNG\r\n\x1a\n") }, "unsupported_file"},
	"noise":               {func(*testing.T) []byte { return bytes.Repeat([]byte("a\x01\x02\x03,\x04\x05\x00\xfe"), 500) }, "unsupported_file"},
	"a cut workbook":      {func(t *testing.T) []byte { return sheetOf(t, head, "", 0)[:300] }, "damaged_file"},
	"a part that is none": {func(t *testing.T) []byte { return workbookOf(t) }, "damaged_file"},
}

// TestHostileFiles measures the memory of the process: nothing runs beside it.
func TestHostileFiles(t *testing.T) { //nolint:paralleltest // it measures the process
	for name, c := range hostile {
		file := c.make(t)
		runtime.GC()
		began := time.Now()
		var err error
		most := held(func() { err = readAll(file) })
		require.Equal(t, c.code, codeOf(err), "%s: %v", name, err)
		require.Less(t, time.Since(began), refusedIn, name)
		require.Less(t, most, uint64(refusedWith), name)
	}
}

// held gives the most memory that objects have held while something ran, beyond
// those before.
func held(run func()) uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() uint64 {
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	before, most := read(), uint64(0)
	done, measured := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(measured)
		for tick := time.NewTicker(time.Millisecond); ; <-tick.C {
			if now := read(); now > before {
				most = max(most, now-before)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	}()
	run()
	close(done)
	<-measured
	return most
}

func readAll(b []byte) error {
	f, err := Open(bytes.NewReader(b), int64(len(b)), Options{NoPages: true})
	if err != nil {
		return err
	}
	rows, err := f.Rows("")
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		if _, err := rows.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func codeOf(err error) string {
	var p *problem.Error
	if !errors.As(err, &p) || len(p.Details) == 0 {
		return ""
	}
	return p.Details[0].Code
}

// endless gives so many bytes of a text that repeats.
type endless struct {
	text string
	size int64
}

// ReadAt implements io.ReaderAt.
func (e endless) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	for n < len(p) && at < e.size {
		p[n] = e.text[at%int64(len(e.text))]
		n, at = n+1, at+1
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// What is wrong with rows of CSV is told of each, in little memory.
func TestHostileCSV(t *testing.T) { //nolint:paralleltest // it measures the process
	for name, c := range map[string]struct {
		in   io.ReaderAt
		size int64
		rows []string // the codes of the first
	}{
		"a line of 100 MB":   {endless{"abcdefgh", 100 << 20}, 100 << 20, []string{"row_too_large"}},
		"a quote left open":  {strings.NewReader("a,b\n\"x,y\n1,2\n"), 14, []string{"", "quote_not_closed"}},
		"many left open":     {endless{"\"abc,\n", 8 << 20}, 8 << 20, []string{"text_after_quote"}},
		"100,000 columns":    {strings.NewReader(strings.Repeat("a,", 100_000)), 200_000, []string{"row_too_large"}},
		"zero bytes":         {strings.NewReader("a,b\n1\x00,2\n"), 9, []string{"", ""}},
		"mixed ends":         {strings.NewReader("a,b\r\n1,2\n3,4\r5,6"), 17, []string{"", "", "", ""}},
		"only a header":      {strings.NewReader("a,b"), 3, []string{""}},
		"nothing":            {strings.NewReader(""), 0, nil},
		"nothing but a mark": {strings.NewReader("\ufeff"), 3, nil},
	} {
		var codes []string
		began := time.Now()
		most := held(func() {
			f, err := Open(c.in, c.size, Options{})
			require.NoError(t, err, name)
			rows, err := f.Rows("")
			require.NoError(t, err, name)
			for {
				row, err := rows.Next()
				if err != nil {
					require.ErrorIs(t, err, io.EOF, name)
					return
				}
				codes = append(codes, row.Code)
			}
		})
		require.Equal(t, c.rows, codes[:min(len(codes), len(c.rows))], name)
		require.Less(t, time.Since(began), refusedIn, name)
		require.Less(t, most, uint64(refusedWith), name)
	}
}
