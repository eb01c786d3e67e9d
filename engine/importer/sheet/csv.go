package sheet

import (
	"bufio"
	"errors"
	"io"
	"unicode/utf8"
)

// csvReader reads rows (RFC 4180) and counts lines. Rows end with LF, CRLF or
// CR; a quote opens a cell only at its beginning. A row of bad form is
// reported as such, and reading goes on after it.
type csvReader struct {
	in *bufio.Reader
	dialect
	line int // of the next byte

	buf   []byte // cells of the row, one after the other
	ends  []int  // where each cell ends in buf
	large bool   // the row has more than fits; the rest is passed over
}

// newCSVReader reads UTF-8 without a byte order mark.
func newCSVReader(in io.Reader, d dialect, firstLine int) *csvReader {
	return &csvReader{in: bufio.NewReaderSize(in, 64<<10), dialect: d, line: max(firstLine, 1)}
}

// Close implements Rows.
func (r *csvReader) Close() error { return nil }

// Next implements Rows: it gives the next row that is not a blank line.
func (r *csvReader) Next() (Row, error) {
	for {
		got, err := r.read()
		if err != nil {
			return Row{}, err
		}
		if got.Code != "" || len(got.Cells) > 1 || got.Cells[0] != "" {
			return got, nil
		}
	}
}

func (r *csvReader) read() (Row, error) {
	r.buf, r.ends, r.large = r.buf[:0], r.ends[:0], false
	out := Row{Line: r.line}
	first, err := r.in.ReadByte()
	if err != nil {
		return Row{}, err // io.EOF before a row is the end
	}
	for b, more := first, true; more; {
		var code string
		if b, more, code, err = r.cell(b); err != nil {
			return Row{}, err
		}
		if code != "" && out.Code == "" {
			out.Code = code
		}
	}
	switch {
	case r.large:
		out.Code = "row_too_large"
	case out.Code == "" && !utf8.Valid(r.buf):
		out.Code = "invalid_utf8"
	}
	text, begin := string(r.buf), 0
	out.Cells = make([]string, len(r.ends))
	for i, end := range r.ends {
		out.Cells[i], begin = text[begin:end], end
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
	if r.quote != 0 && b == r.quote {
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
		if b != r.quote {
			r.keep(b)
			continue
		}
		if after, err = r.in.ReadByte(); err != nil {
			return 0, "", err
		}
		switch after {
		case r.quote:
			r.keep(r.quote)
		case r.delimiter, '\n', '\r':
			return after, "", nil
		default:
			return after, "text_after_quote", nil
		}
	}
}
