package sheet

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of a file.
const (
	// MaxRowBytes and MaxColumns bound one row; a larger one is passed over and
	// told of.
	MaxRowBytes = 1 << 20
	MaxColumns  = 1000
)

// Format is the kind of a file.
type Format string

// The formats that are read.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Kind is what a cell of a workbook is. Cells of CSV are all Text.
type Kind uint8

// The kinds of cells. The text of a Date is "2006-01-02", "15:04:05" or
// "2006-01-02T15:04:05"; that of a Percent "25%"; that of a Boolean TRUE or
// FALSE; a Failure is what a formula came to that could not be computed.
const (
	Text Kind = iota
	Number
	Date
	Percent
	Boolean
	Failure
)

// Row is one row of a file.
type Row struct {
	Line  int // that it begins at: the line of CSV, the row of a workbook
	Cells []string
	Kinds []Kind // of the cells; nil: all are Text
	Code  string // what is wrong with its form; "" when nothing is
}

// Kind is that of a cell.
func (r *Row) Kind(i int) Kind {
	if i < len(r.Kinds) {
		return r.Kinds[i]
	}
	return Text
}

// Blank tells whether a row has nothing in it.
func (r *Row) Blank() bool {
	return r.Code == "" && !slices.ContainsFunc(r.Cells, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// Rows gives the rows of a sheet, blank ones left out. Next ends with io.EOF.
type Rows interface {
	Next() (Row, error)
	Close() error
}

// Options say how a file is to be read; what is "" or 0 is found out.
type Options struct {
	Encoding  string // of CSV: a name of Encodings
	Delimiter string // of CSV: , ; tab | or any other single character
	Quote     string // of CSV: " or '; "none" for no quoting
	FirstLine int    // of CSV: the number that the first line has
	// NoMerge leaves the cells of a merged area empty but for the first.
	NoMerge bool
	// NoPages refuses pages and XML, which are texts as well.
	NoPages bool
}

// File is an open file.
type File struct {
	Format    Format
	Encoding  string   // of CSV
	Delimiter string   // of CSV
	Quote     string   // of CSV; "" where it quotes nothing
	Sheets    []string // of a workbook, by title, hidden ones left out

	in       io.ReaderAt
	size     int64
	options  Options
	workbook *workbook
	dialect  dialect
	encoding *encodingOf
}

// Open finds out what a file is. What it is not able to read it refuses as
// invalid, with the code unsupported_file, encrypted_file, damaged_file or
// file_bomb.
func Open(in io.ReaderAt, size int64, o Options) (*File, error) {
	f := &File{in: in, size: size, options: o}
	head := make([]byte, headBytes)
	n, err := in.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, problem.Wrap(problem.Malformed, "unreadable_file", err)
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")):
		f.Format = XLSX
		return f, f.openWorkbook()
	case bytes.HasPrefix(head, []byte(compound)):
		return nil, refused(f.compoundKind(head))
	case isOther(head) || o.NoPages && isPage(head) || o.Encoding == "" && isBinary(head):
		return nil, refused("unsupported_file")
	}
	f.Format = CSV
	return f, f.openCSV()
}

func refused(code string, params ...any) error {
	var l problem.List
	l.Add("", code, params...)
	return l.Err()
}

// Rows gives the rows of a sheet, by title; "" is the first one, and that of
// CSV. The caller closes it.
func (f *File) Rows(sheet string) (Rows, error) {
	if f.Format == XLSX {
		return f.workbook.rows(sheet, !f.options.NoMerge)
	}
	if sheet != "" {
		return nil, refused("unknown_sheet", "sheet", sheet)
	}
	return f.csvRows()
}
