package importer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// Limits of a CSV file.
const (
	MaxRowBytes = 1 << 20
	MaxColumns  = 1000
)

// row is one row of a CSV file.
type row struct {
	line  int // the line it begins at
	cells []string
	code  string // what is wrong with its form; "" when nothing is
}

// delimiters are what cells may be parted by.
const delimiters = ",;\t|"

// csvReader reads rows (RFC 4180) and counts lines. Rows end with LF, CRLF or
// CR; a quote opens a cell only at its beginning. A row of bad form is
// reported as such, and reading goes on after it.
type csvReader struct {
	in        *bufio.Reader
	delimiter byte
	line      int // of the next byte

	buf   []byte // cells of the row, one after the other
	ends  []int  // where each cell ends in buf
	large bool   // the row has more than fits; the rest is passed over
}

// newCSVReader skips a byte order mark and finds the delimiter of the file.
func newCSVReader(in io.Reader, firstLine int) (*csvReader, error) {
	r := &csvReader{in: bufio.NewReaderSize(in, 64<<10), line: max(firstLine, 1)}
	head, err := r.in.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if mark := []byte("\ufeff"); bytes.HasPrefix(head, mark) {
		head = head[len(mark):]
		if _, err := r.in.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	r.delimiter = findDelimiter(head)
	return r, nil
}

// findDelimiter gives the delimiter that the first row has most of.
func findDelimiter(head []byte) byte {
	counts := [len(delimiters)]int{}
	quoted := false
	for _, b := range head {
		if b == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if b == '\n' || b == '\r' {
			break
		}
		for i := range counts {
			if b == delimiters[i] {
				counts[i]++
			}
		}
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	return delimiters[best]
}

// next gives the next row that is not a blank line, or io.EOF.
func (r *csvReader) next() (row, error) {
	for {
		got, err := r.read()
		if err != nil {
			return row{}, err
		}
		if got.code != "" || len(got.cells) > 1 || got.cells[0] != "" {
			return got, nil
		}
	}
}

func (r *csvReader) read() (row, error) {
	r.buf, r.ends, r.large = r.buf[:0], r.ends[:0], false
	out := row{line: r.line}
	first, err := r.in.ReadByte()
	if err != nil {
		return row{}, err // io.EOF before a row is the end
	}
	for b, more := first, true; more; {
		var code string
		if b, more, code, err = r.cell(b); err != nil {
			return row{}, err
		}
		if code != "" && out.code == "" {
			out.code = code
		}
	}
	switch {
	case r.large:
		out.code = "row_too_large"
	case out.code == "" && !utf8.Valid(r.buf):
		out.code = "invalid_utf8"
	}
	text, begin := string(r.buf), 0
	out.cells = make([]string, len(r.ends))
	for i, end := range r.ends {
		out.cells[i], begin = text[begin:end], end
	}
	return out, nil
}

// keep appends a byte to the cell, as long as the row has room.
func (r *csvReader) keep(b byte) {
	if len(r.buf) >= MaxRowBytes {
		r.large = true
		return
	}
	r.buf = append(r.buf, b)
}

func (r *csvReader) endCell() {
	if len(r.ends) >= MaxColumns {
		r.large = true
		return
	}
	r.ends = append(r.ends, len(r.buf))
}

// cell reads one cell that begins with b. When more follow in the row, next is
// the first byte of the following one.
func (r *csvReader) cell(b byte) (next byte, more bool, code string, err error) {
	if b == '"' {
		if b, code, err = r.quoted(); err != nil {
			return endOfFile(r, code, err)
		}
	}
	for {
		switch b {
		case r.delimiter:
			r.endCell()
			if next, err = r.in.ReadByte(); err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
					r.endCell() // the file ends after a delimiter: one more, empty
				}
				return 0, false, code, err
			}
			return next, true, code, nil
		case '\n', '\r':
			r.endCell()
			return 0, false, code, r.endLine(b)
		}
		r.keep(b)
		if b, err = r.in.ReadByte(); err != nil {
			return endOfFile(r, code, err)
		}
	}
}

// endOfFile ends the last row of a file that has no line end there.
func endOfFile(r *csvReader, code string, err error) (byte, bool, string, error) {
	if !errors.Is(err, io.EOF) {
		return 0, false, code, err
	}
	r.endCell()
	return 0, false, code, nil
}

func (r *csvReader) endLine(b byte) error {
	r.line++
	if b == '\r' {
		if after, err := r.in.Peek(1); err == nil && after[0] == '\n' {
			_, err := r.in.Discard(1)
			return err
		}
	}
	return nil
}

// quoted reads the rest of a quoted cell and gives the byte after it. Text
// between the closing quote and the delimiter is kept and reported.
func (r *csvReader) quoted() (after byte, code string, err error) {
	for {
		b, err := r.in.ReadByte()
		if errors.Is(err, io.EOF) {
			return 0, "quote_not_closed", err
		}
		if err != nil {
			return 0, "", err
		}
		if b == '\n' {
			r.line++
		}
		if b != '"' {
			r.keep(b)
			continue
		}
		if after, err = r.in.ReadByte(); err != nil {
			return 0, "", err
		}
		switch after {
		case '"':
			r.keep('"')
		case r.delimiter, '\n', '\r':
			return after, "", nil
		default:
			return after, "text_after_quote", nil
		}
	}
}
