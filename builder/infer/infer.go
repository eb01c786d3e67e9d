package infer

import (
	"context"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/builder/guess"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// What is looked at of one file, and what an answer shows.
const (
	MaxRows   = 20_000
	maxCells  = 1_000_000 // rows times columns
	maxSample = 5
	maxTitle  = 200 // characters of a title and of a sample
	// MaxTitles is how many titles may be asked about at once.
	MaxTitles = 200
)

// Service infers fields from files.
type Service struct{ imports *importer.Service }

// New makes a Service.
func New(imports *importer.Service) *Service { return &Service{imports} }

// Request says which file is looked at, and how it is read; or titles alone.
type Request struct {
	File      string   `json:"file"`
	Sheet     string   `json:"sheet"`
	Header    int      `json:"header"`
	Encoding  string   `json:"encoding"`
	Delimiter string   `json:"delimiter"`
	Quote     string   `json:"quote"`
	Titles    []string `json:"titles"`
}

// Answer is what a file seems to hold.
type Answer struct {
	Sheets    []string `json:"sheets,omitempty"`
	Encoding  string   `json:"encoding,omitempty"`
	Delimiter string   `json:"delimiter,omitempty"`
	Header    int      `json:"header,omitempty"` // its line
	Rows      int64    `json:"rows"`             // behind it
	Looked    int64    `json:"looked"`           // of them the types are known
	Title     string   `json:"title,omitempty"`  // of the sheet or the file
	Name      string   `json:"name,omitempty"`   // that an entity with this title may have
	Fields    []Field  `json:"fields"`
	// LeftOut are columns that an import cannot tell apart.
	LeftOut []LeftOut `json:"left_out,omitempty"`
}

// LeftOut is a column without a field.
type LeftOut struct {
	Column int    `json:"column"` // from 1
	Header string `json:"header"`
	Why    string `json:"why"` // twice or unnamed
}

// Field is what a column seems to be.
type Field struct {
	Header string `json:"header"`
	Name   string `json:"name"`
	Title  string `json:"title"`
	Type   string `json:"type"`
	Why    string `json:"why"`
	// Format is how the import has to be told to read the column (formats).
	Format     string         `json:"format,omitempty"`
	Properties map[string]any `json:"properties"` // keywords besides type and title
	Required   bool           `json:"required"`   // no cell is empty
	Unique     bool           `json:"unique"`     // no value is there twice, and x-unique may say so
	Empty      float64        `json:"empty"`      // share of the cells
	Samples    []string       `json:"samples"`
	// Alternatives are other types that accept every cell; with the keywords
	// that they need in Others, and the format in Formats.
	Alternatives []string                  `json:"alternatives"`
	Others       map[string]map[string]any `json:"others,omitempty"`
	Formats      map[string]string         `json:"formats,omitempty"`
}

// Infer looks at a file that the caller uploaded, or at titles.
func (s *Service) Infer(ctx context.Context, c *record.Caller, r Request) (*Answer, error) {
	if r.File == "" && r.Titles != nil {
		return titles(r.Titles)
	}
	if r.Header < 0 {
		return nil, problem.InvalidAt("/header", "out_of_range", map[string]any{"min": 0, "max": sheetRows})
	}
	o := importer.Options{Sheet: r.Sheet, Header: r.Header, Encoding: r.Encoding, Delimiter: r.Delimiter, Quote: r.Quote}
	l, err := s.imports.Look(ctx, importer.Importing(c), r.File, o, guess.Knows)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	a := &Answer{Sheets: l.File.Sheets, Encoding: l.File.Encoding, Delimiter: l.File.Delimiter, Header: l.Head.Line, Fields: []Field{}}
	a.Title = cut(titleOf(l, r.Sheet))
	a.Name = guess.Name(a.Title, definition.Reserved, "records")
	columns := a.columns(l.Head.Cells, fieldtype.Locale{Language: c.Language, Zone: c.Zone})
	if err := a.read(ctx, l.Rows, columns); err != nil {
		return nil, err
	}
	a.tell(columns)
	return a, nil
}

// sheetRows is how many rows a sheet may have.
const sheetRows = 1_048_576

// unsaid are titles of sheets that nobody has given.
var unsaid = regexp.MustCompile(`(?i)^(sheet|工作表|table|data|export|feuil|tabelle)[ _-]?\d*$`)

// titleOf is the title of the sheet, or where that says nothing the name of the
// file without its ending.
func titleOf(l *importer.Looked, chosen string) string {
	title := chosen
	if title == "" && len(l.File.Sheets) > 0 {
		title = l.File.Sheets[0]
	}
	if title = strings.TrimSpace(title); title != "" && !unsaid.MatchString(title) {
		return title
	}
	name := path.Base(strings.ReplaceAll(l.Name, `\`, "/"))
	return strings.TrimSpace(strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "_", " "))
}

// columns begins to look at the columns under some headers.
func (a *Answer) columns(headers []string, l fieldtype.Locale) []*column {
	list := make([]*column, len(headers))
	for i, header := range headers {
		list[i] = newColumn(strings.TrimSpace(header), l)
	}
	return list
}

// read goes through the rows.
func (a *Answer) read(ctx context.Context, rows sheet.Rows, columns []*column) error {
	most := int64(min(MaxRows, maxCells/max(1, len(columns))))
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if p := (*problem.Error)(nil); errors.As(err, &p) {
				return err
			}
			return problem.Wrap(problem.Malformed, "unreadable_file", err)
		}
		a.Rows++
		if a.Rows%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if row.Code != "" || a.Looked >= most {
			continue
		}
		a.Looked++
		for i, c := range columns {
			if i < len(row.Cells) {
				c.add(row.Cells[i], row.Kind(i))
			}
		}
	}
}

// tell makes fields of the columns.
func (a *Answer) tell(columns []*column) {
	headers, used := map[string]int{}, map[string]bool{}
	for _, c := range columns {
		headers[c.header]++
	}
	for i, c := range columns {
		switch {
		case c.header == "" && c.cells == 0:
			continue
		case c.header == "" && headers[""] > 1:
			a.LeftOut = append(a.LeftOut, LeftOut{Column: i + 1, Why: "unnamed"})
		case headers[c.header] > 1:
			a.LeftOut = append(a.LeftOut, LeftOut{Column: i + 1, Header: c.header, Why: "twice"})
		default:
			f := c.decide(a.Looked)
			f.Header, f.Title = c.header, cut(c.header)
			f.Name = nameOf(c.header, used)
			if f.Title == "" {
				f.Title = f.Name
			}
			a.Fields = append(a.Fields, f)
		}
	}
}

// nameOf gives a name that no other field has; field_1 and so on where the title
// tells none.
func nameOf(title string, used map[string]bool) string {
	taken := func(name string) bool { return used[name] || definition.Reserved(name) }
	name := guess.Name(apart(title), taken, "")
	if name == "" || name[0] == '_' {
		for n := 1; name == "" || name[0] == '_' || taken(name); n++ {
			name = "field_" + strconv.Itoa(n)
		}
	}
	used[name] = true
	return name
}

// together are words that begin with a capital letter within another.
var together = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// apart makes "Unit Price" of UnitPrice.
func apart(title string) string { return together.ReplaceAllString(title, "$1 $2") }

// titles infers fields of what stands above columns alone.
func titles(list []string) (*Answer, error) {
	if len(list) > MaxTitles {
		return nil, problem.InvalidAt("/titles", "too_many", map[string]any{"max": MaxTitles})
	}
	a, used := &Answer{Fields: []Field{}}, map[string]bool{}
	for _, title := range list {
		title = strings.TrimSpace(title)
		f := Field{Header: title, Name: nameOf(title, used), Title: cut(title), Type: guess.Type(apart(title)), Why: whyTitle,
			Properties: map[string]any{}, Samples: []string{}, Alternatives: []string{}}
		if f.Type == guess.Plain {
			f.Why = whyNothing
		}
		if f.Title == "" {
			f.Title = f.Name
		}
		a.Fields = append(a.Fields, f)
	}
	return a, nil
}

func cut(s string) string {
	if utf8.RuneCountInString(s) > maxTitle {
		return string([]rune(s)[:maxTitle]) + "…"
	}
	return s
}
