package client

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// partBytes is how large a part of a CSV file is sent at once: well below the
// server's limit of a body, and small enough that progress is seen.
const partBytes = 512 << 10

// delimiters are what cells may be parted by.
const delimiters = ",;\t|"

// part is a piece of a CSV file that is a CSV file itself, with the header
// repeated. A line number n of the part is line n+offset of the whole file.
type part struct {
	body   []byte
	offset int
	first  int // line of the first row in the file
	rows   int
}

// splitter cuts a CSV file into parts at the ends of rows. It reads no cell:
// what is sent is byte for byte what the file holds. Rows end with LF, CRLF or
// CR, and a quote opens a cell only at its beginning, as for the server.
type splitter struct {
	in        *bufio.Reader
	limit     int
	delimiter string // what parts cells; all candidates until the header is read
	header    []byte
	lines     int // lines of the header
	line      int // line ends read so far
	held      *piece
}

// piece is a row as it stands in the file.
type piece struct {
	text []byte
	line int // it begins at
	err  error
}

func newSplitter(in io.Reader, limit int) (*splitter, error) {
	s := &splitter{in: bufio.NewReaderSize(in, 64<<10), limit: limit, delimiter: delimiters}
	for {
		header := s.row()
		if header.err != nil {
			return nil, header.err
		}
		if len(header.text) == 0 {
			return nil, errors.New("the file is empty: its first line must name the columns")
		}
		if blank(header.text) {
			continue
		}
		s.header, s.lines = header.text, s.line-header.line+1
		s.delimiter = delimiterOf(header.text)
		if last := s.header[len(s.header)-1]; last != '\n' && last != '\r' {
			s.header, s.lines = append(s.header, '\n'), s.lines+1
		}
		return s, nil
	}
}

func blank(row []byte) bool { return len(bytes.Trim(row, "\r\n\ufeff")) == 0 }

// delimiterOf gives the delimiter that a row has most of.
func delimiterOf(row []byte) string {
	counts := map[byte]int{}
	quoted := false
	for _, b := range row {
		if quoted = quoted != (b == '"'); !quoted {
			counts[b]++
		}
	}
	best := delimiters[:1]
	for i := range delimiters {
		if counts[delimiters[i]] > counts[best[0]] {
			best = delimiters[i : i+1]
		}
	}
	return best
}

// next gives the next part, or io.EOF. What is wrong with a row comes after
// the part with the rows before it.
func (s *splitter) next() (part, error) {
	p := part{body: bytes.Clone(s.header)}
	for {
		row := s.held
		if s.held = nil; row == nil {
			row = s.row()
		}
		switch {
		case len(row.text) == 0 && row.err == nil && p.rows == 0:
			return part{}, io.EOF
		case len(row.text) == 0 && row.err == nil:
			return p, nil
		case row.err != nil && p.rows == 0:
			return part{}, row.err
		case row.err != nil || p.rows > 0 && len(p.body)+len(row.text) > s.limit:
			s.held = row
			return p, nil
		}
		if p.rows == 0 {
			p.first, p.offset = row.line, row.line-s.lines-1
		}
		p.body = append(p.body, row.text...)
		p.rows++
	}
}

// row reads one row with its line end; a quoted cell may span lines. At the
// end of the file the row is empty.
func (s *splitter) row() *piece {
	p := &piece{line: s.line + 1}
	quoted, begin := false, true
	for {
		b, err := s.in.ReadByte()
		switch {
		case err != nil && !errors.Is(err, io.EOF):
			p.err = err
			return p
		case err != nil && quoted:
			p.err = fmt.Errorf("line %d: a quoted cell has no end", p.line)
			return p
		case err != nil:
			return p
		}
		if p.text = append(p.text, b); len(p.text) > s.limit {
			p.err = fmt.Errorf("line %d: the row is larger than %d bytes", p.line, s.limit)
			return p
		}
		closed := false
		switch {
		case b == '"' && (quoted || begin):
			quoted, closed = !quoted, quoted
		case b == '\n', b == '\r' && !quoted:
			if s.line++; !quoted {
				if b == '\r' && s.follows('\n') {
					p.text = append(p.text, '\n')
					_, _ = s.in.Discard(1)
				}
				return p
			}
		}
		begin = !quoted && strings.IndexByte(s.delimiter, b) >= 0 || closed && s.follows('"')
	}
}

// follows tells whether b is the next byte.
func (s *splitter) follows(b byte) bool {
	next, err := s.in.Peek(1)
	return err == nil && next[0] == b
}
