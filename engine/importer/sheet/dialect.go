package sheet

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/transform"

	"github.com/mortise-crm/mortise/engine/problem"
)

// dialect is how the cells of a CSV file are parted and quoted.
type dialect struct{ delimiter, quote byte } // quote 0: nothing is quoted

// delimiters are what cells are found to be parted by.
const delimiters = ",;\t|"

// sniffed is how much of a file its dialect is found by.
const sniffed = 64 << 10

func (f *File) openCSV() error {
	f.encoding = encodingNamed(f.options.Encoding)
	if f.options.Encoding != "" && f.encoding == nil {
		return problem.InvalidAt("?encoding", "not_an_option", map[string]any{"options": strings.Join(Encodings(), ", ")})
	}
	if f.encoding == nil {
		var err error
		if f.encoding, err = findEncoding(f.in, f.size); err != nil {
			return problem.Wrap(problem.Malformed, "unreadable_file", err)
		}
	}
	head, err := io.ReadAll(io.LimitReader(f.decoded(), sniffed))
	if err != nil {
		return problem.Wrap(problem.Malformed, "unreadable_file", err)
	}
	f.dialect = sniff(head)
	switch d := f.options.Delimiter; {
	case d == "tab":
		f.dialect.delimiter = '\t'
	case len(d) == 1 && d != "\n" && d != "\r" && d < "\x80":
		f.dialect.delimiter = d[0]
	case d != "":
		return problem.InvalidAt("?delimiter", "not_an_option", map[string]any{"options": ", ; tab |"})
	}
	switch f.options.Quote {
	case "":
	case `"`, "'":
		f.dialect.quote = f.options.Quote[0]
	case "none":
		f.dialect.quote = 0
	default:
		return problem.InvalidAt("?quote", "not_an_option", map[string]any{"options": "\" ' none"})
	}
	f.Encoding, f.Delimiter = f.encoding.name, string(f.dialect.delimiter)
	if f.dialect.quote != 0 {
		f.Quote = string(f.dialect.quote)
	}
	return nil
}

// decoded reads the file as UTF-8 from its beginning, without a mark. What
// cannot be decoded becomes U+FFFD in other encodings; in UTF-8 it stays, and is
// told by row.
func (f *File) decoded() io.Reader {
	var in io.Reader = io.NewSectionReader(f.in, 0, f.size)
	if f.encoding.by != nil {
		return withoutMark(transform.NewReader(in, f.encoding.by.NewDecoder()))
	}
	return withoutMark(in)
}

// withoutMark skips a byte order mark.
func withoutMark(in io.Reader) io.Reader {
	head := make([]byte, 3)
	n, err := io.ReadFull(in, head)
	head = bytes.TrimPrefix(head[:n], []byte("\ufeff"))
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return io.MultiReader(bytes.NewReader(head), failing{err})
	}
	return io.MultiReader(bytes.NewReader(head), in)
}

type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (f *File) csvRows() (Rows, error) {
	return newCSVReader(f.decoded(), f.dialect, f.options.FirstLine), nil
}

// sniff finds the dialect by which the first rows have most cells, and most
// alike in number. A comma and a double quote win where nothing speaks for
// others.
func sniff(head []byte) dialect {
	best, most := dialect{',', '"'}, 0.0
	for _, quote := range []byte{'"', '\''} {
		if quote == '\'' && !wrapped(head, quote) {
			continue
		}
		for i := range len(delimiters) {
			d := dialect{delimiters[i], quote}
			if score := d.score(head); score > most*1.001 {
				best, most = d, score
			}
		}
	}
	return best
}

// wrapped tells whether cells stand in quotes of a kind: at least one from end
// to end, and no more that only begin with one.
func wrapped(head []byte, quote byte) bool {
	if bytes.IndexByte(head, '"') >= 0 {
		return false
	}
	whole, open := 0, 0
	for _, line := range bytes.FieldsFunc(head, func(r rune) bool { return r == '\n' || r == '\r' }) {
		for _, cell := range bytes.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(delimiters, r) }) {
			if len(cell) < 2 || cell[0] != quote {
				continue
			}
			if cell[len(cell)-1] == quote {
				whole++
			} else {
				open++
			}
		}
	}
	return whole > open
}

// score is the number of cells of the first rows that have as many as most, for
// a dialect; 0 when there is but one in each.
func (d dialect) score(head []byte) float64 {
	r := newCSVReader(bytes.NewReader(head), d, 1)
	counts, rows, wrong := map[int]int{}, 0, 0
	for rows < 50 {
		row, err := r.Next()
		if err != nil {
			break
		}
		rows++
		counts[len(row.Cells)]++
		if row.Code == "text_after_quote" || row.Code == "quote_not_closed" {
			wrong++
		}
	}
	best := 0.0
	for cells, n := range counts {
		if cells > 1 {
			best = max(best, float64(n)*min(float64(cells-1), 20))
		}
	}
	return best / float64(1+wrong)
}
