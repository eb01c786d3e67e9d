package importer

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/record"
)

// Inspection is what a file seems to be.
type Inspection struct {
	Format    sheet.Format `json:"format"`
	Encoding  string       `json:"encoding,omitempty"`
	Delimiter string       `json:"delimiter,omitempty"`
	Quote     string       `json:"quote,omitempty"`
	Sheets    []string     `json:"sheets,omitempty"`
	Header    int          `json:"header"` // its line
	Rows      int64        `json:"rows"`   // behind it
	Columns   []Inspected  `json:"columns"`
	Samples   [][]string   `json:"samples"` // the first rows
	// Keys are fields by which rows could be matched with records that are there.
	Keys [][]string `json:"keys"`
	// Profile is how the user imported a file with these headers last.
	Profile *Options `json:"profile,omitempty"`
}

// Inspected is a column of a file.
type Inspected struct {
	Header string `json:"header"`
	Field  string `json:"field,omitempty"` // that it seems to fill, as in Options.Map
	Why    string `json:"why,omitempty"`   // map, name, title, former or path
	// Values are the texts of a column that fills a field of options, the most
	// frequent first.
	Values []Value `json:"values,omitempty"`
}

// Value is a text of a column.
type Value struct {
	Text  string `json:"text"`
	Count int64  `json:"count"`
	Value string `json:"value,omitempty"` // the option that it means; "" for none
}

// Sizes of an Inspection.
const (
	samples       = 5
	sampleText    = 200 // characters of a cell
	shownValues   = 100
	trackedValues = 1000
)

// Inspect looks at a file, and writes nothing.
func (s *Service) Inspect(ctx context.Context, c *record.Caller, entity string, in Content, o Options) (*Inspection, error) {
	c, err := c.Renewed(ctx)
	if err != nil {
		return nil, err
	}
	f, done, err := s.Open(ctx, c, in, o)
	if err != nil {
		return nil, err
	}
	defer done()
	i := &importing{entity: entity, file: f, to: As{s.Records, c}, options: o}
	if i.fields, err = i.to.Fields(ctx, entity); err != nil {
		return nil, err
	}
	rows, err := f.Rows(o.Sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	m, from := i.mapping(ctx), &ahead{Rows: rows}
	head, err := header(from, o.Header, m.names)
	if err != nil {
		return nil, err
	}
	a := &Inspection{Format: f.Format, Encoding: f.Encoding, Delimiter: f.Delimiter, Quote: f.Quote, Sheets: f.Sheets, Header: head.Line, Samples: [][]string{}, Keys: [][]string{}}
	tallies := a.columns(m, head.Cells)
	if err := a.read(from, tallies); err != nil {
		return nil, err
	}
	if e, ok := c.State.Snapshot.Entity(entity); ok {
		a.keys(e.Definition)
	}
	a.Profile, err = s.lastProfile(ctx, c, entity, head.Cells, i.fields)
	return a, err
}

// tally counts the texts of a column.
type tally struct {
	field  *definition.Field
	counts map[string]int64
}

// columns finds what the headers mean, and which columns have options.
func (a *Inspection) columns(m *mapping, headers []string) []tally {
	tallies := make([]tally, len(headers))
	for n, h := range trimmed(headers) {
		one := Inspected{Header: h}
		p, ok := m.likely(h)
		one.Why = "path"
		if _, reason := why(m.fields, h); reason != "" {
			one.Why = reason
		}
		if name, given := m.o.Map[h]; given {
			p, ok = m.named(name)
			one.Why = "map"
		}
		if ok && !p.field.ReadOnly && !p.field.System {
			one.Field = p.String()
		} else {
			one.Why = ""
		}
		if one.Field != "" && len(p.field.Options) > 0 {
			tallies[n] = tally{p.field, map[string]int64{}}
		}
		a.Columns = append(a.Columns, one)
	}
	return tallies
}

// String is the path as a map has it.
func (p path) String() string {
	name := p.field.Name
	if p.table != nil {
		name = p.table.Name + "." + name
	}
	if p.by != "" {
		name += "." + p.by
	}
	return name
}

// read goes through the rows.
func (a *Inspection) read(rows sheet.Rows, tallies []tally) error {
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			a.tell(tallies)
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		if a.Rows++; len(a.Samples) < samples {
			cells := make([]string, len(row.Cells))
			for i, c := range row.Cells {
				cells[i] = cut(c, sampleText)
			}
			a.Samples = append(a.Samples, cells)
		}
		for i, t := range tallies {
			if t.field == nil || i >= len(row.Cells) {
				continue
			}
			text := strings.TrimSpace(row.Cells[i])
			if _, have := t.counts[text]; text != "" && (have || len(t.counts) < trackedValues) {
				t.counts[text]++
			}
		}
	}
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// tell puts the texts of columns into the answer.
func (a *Inspection) tell(tallies []tally) {
	for i, t := range tallies {
		if t.field == nil {
			continue
		}
		var list []Value
		for text, n := range t.counts {
			v := Value{Text: cut(text, sampleText), Count: n}
			if known, ok := fieldtype.Of(t.field); ok {
				if got, wrong := known.ParseText(t.field, text, fieldtype.Locale{}); wrong == nil {
					v.Value, _ = got.(string)
				}
			}
			list = append(list, v)
		}
		slices.SortFunc(list, func(x, y Value) int {
			if x.Count != y.Count {
				return int(y.Count - x.Count)
			}
			return strings.Compare(x.Text, y.Text)
		})
		a.Columns[i].Values = list[:min(len(list), shownValues)]
	}
}

// keys suggests what records could be found by: what is unique, as far as the
// file has it.
func (a *Inspection) keys(d *definition.Entity) {
	has := func(name string) bool {
		return slices.ContainsFunc(a.Columns, func(c Inspected) bool { return c.Field == name })
	}
	for _, f := range d.Fields {
		if f.Unique && has(f.Name) {
			a.Keys = append(a.Keys, []string{f.Name})
		}
	}
	for _, u := range d.Unique {
		if !slices.ContainsFunc(u.Fields, func(name string) bool { return !has(name) }) {
			a.Keys = append(a.Keys, u.Fields)
		}
	}
}
