package client

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// partBytes is how large a part of a CSV file is sent at once: well below the
// server's limit of a body, and small enough that progress is seen.
const partBytes = 1 << 20

// delimiters are what cells may be parted by.
var delimiters = []byte(",;\t|")

// part is a piece of a CSV file that is a CSV file itself, with the header
// repeated. A line number n of the part is line n+offset of the whole file.
type part struct {
	body   []byte
	offset int
	rows   int
	first  int // line of the first row in the file
}

// splitter cuts a CSV file into parts at the ends of rows. It reads no cell:
// what is sent is byte for byte what the file holds.
type splitter struct {
	in     *bufio.Reader
	limit  int
	header []byte
	lines  int // lines of the header
	line   int // lines read so far
	held   []byte
	heldAt int
}

func newSplitter(in io.Reader, limit int) (*splitter, error) {
	s := &splitter{in: bufio.NewReaderSize(in, 64<<10), limit: limit}
	header, err := s.row()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(header) == 0 {
		return nil, errors.New("the file is empty: its first line must name the columns")
	}
	if header[len(header)-1] != '\n' {
		header = append(header, '\n')
	}
	s.header, s.lines = header, s.line
	return s, nil
}

// next gives the next part, or io.EOF.
func (s *splitter) next() (part, error) {
	p := part{body: bytes.Clone(s.header)}
	for {
		row, at := s.held, s.heldAt
		s.held = nil
		if row == nil {
			var err error
			at = s.line + 1
			if row, err = s.row(); err != nil && !errors.Is(err, io.EOF) {
				return part{}, err
			}
		}
		if len(row) == 0 {
			if p.rows == 0 {
				return part{}, io.EOF
			}
			return p, nil
		}
		if p.rows > 0 && len(p.body)+len(row) > s.limit {
			s.held, s.heldAt = row, at
			return p, nil
		}
		if p.rows == 0 {
			p.first, p.offset = at, at-s.lines-1
		}
		p.body = append(p.body, row...)
		p.rows++
	}
}

// row reads one row with its line end; a quoted cell may span lines. A quote
// opens a cell only where a cell begins.
func (s *splitter) row() ([]byte, error) {
	var row []byte
	quoted, begin, start := false, true, s.line+1
	for {
		b, err := s.in.ReadByte()
		if err != nil {
			if len(row) > 0 {
				s.line++
			}
			if quoted && errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("line %d: a quoted cell has no end", start)
			}
			return row, err
		}
		row = append(row, b)
		closed := false
		switch {
		case b == '"' && (quoted || begin):
			quoted, closed = !quoted, quoted
		case b == '\n':
			s.line++
			if !quoted {
				return row, nil
			}
		}
		begin = !quoted && bytes.IndexByte(delimiters, b) >= 0 || closed && s.doubled()
		if len(row) > s.limit {
			return nil, fmt.Errorf("line %d: the row is larger than %d bytes", start, s.limit)
		}
	}
}

// doubled tells whether the quote just read is followed by another, and thus
// stands for itself.
func (s *splitter) doubled() bool {
	next, err := s.in.Peek(1)
	return err == nil && next[0] == '"'
}
