package importer

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// State is how far an import is: the rows that are settled, and what became of
// them. With it, an import goes on where it was.
type State struct {
	Rows    int64 `json:"rows"`
	Created int64 `json:"created"`
	Updated int64 `json:"updated"`
	Skipped int64 `json:"skipped"` // rows that say nothing of a record that is there
	Failed  int64 `json:"failed"`
}

// Failure is a row that was refused, and all that is wrong with it.
type Failure struct {
	Line     int
	Cells    []string
	Problems []problem.Detail
}

// Settled is what a transaction has settled.
type Settled struct {
	State            State // after it
	Created, Updated []string
	Failures         []Failure
}

// Keeper keeps what is settled, in the transaction that settles it. It may be
// told several times of rows whose transaction was undone.
type Keeper func(ctx context.Context, tx store.Querier, s Settled) error

// Job is an import to be done.
type Job struct {
	Entity  string
	File    *sheet.File
	To      Target
	Options Options
	From    State                  // where it goes on
	Keep    Keeper                 // nil for nothing
	Started func(headers []string) // hears of the headers, before the first row; nil for nobody
	// Progress hears of each batch; an error ends the import.
	Progress func(ctx context.Context, s State) error
}

// importing is an import while it runs.
type importing struct {
	entity  string
	file    *sheet.File
	to      Target
	options Options
	keep    Keeper
	fields  []*definition.Field
	columns []column
	headers []string
	empty   map[string]bool
	tabled  bool
	beside  beside
	state   State
	known   map[way]map[string]string
	failed  func(f Failure)

	batch []*pending
	told  map[string]bool // texts by which records of the batch are named
	tried map[string]bool // and, in a dry run, those of the batches before
}

// Run imports. An error of the file as a whole comes before anything is written;
// a later one comes with the State that was reached. failed hears of each row
// that was refused, once it is settled.
func Run(ctx context.Context, j Job, failed func(f Failure)) (State, error) {
	i, rows, err := begin(ctx, j)
	if err != nil {
		return j.From, err
	}
	defer rows.Close()
	i.failed = failed
	if j.Started != nil {
		j.Started(i.headers)
	}
	err = i.run(ctx, rows, j)
	return i.state, err
}

// Check finds what is wrong with an import before a row is read.
func Check(ctx context.Context, j Job) error {
	_, rows, err := begin(ctx, j)
	if err != nil {
		return err
	}
	return rows.Close()
}

// begin reads the header and finds the fields.
func begin(ctx context.Context, j Job) (*importing, sheet.Rows, error) {
	if err := j.Options.check(); err != nil {
		return nil, nil, err
	}
	i := &importing{entity: j.Entity, file: j.File, to: j.To, options: j.Options, keep: j.Keep, state: j.From,
		empty: map[string]bool{}, known: map[way]map[string]string{}, told: map[string]bool{}, tried: map[string]bool{}, failed: func(Failure) {}}
	for _, text := range i.options.Empty {
		i.empty[text] = true
	}
	var err error
	if i.fields, err = j.To.Fields(ctx, j.Entity); err != nil {
		return nil, nil, err
	}
	from, err := j.File.Rows(i.options.Sheet)
	if err != nil {
		return nil, nil, err
	}
	rows, m := &ahead{Rows: from}, i.mapping(ctx)
	head, err := header(rows, i.options.Header, m.names)
	if err == nil {
		i.headers = head.Cells
		if i.columns, err = m.columns(i.headers); err == nil {
			err = i.complete(m)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, rows.Close())
	}
	return i, rows, nil
}

func (i *importing) mapping(ctx context.Context) *mapping {
	return &mapping{ctx: ctx, to: i.to, o: &i.options, entity: i.entity, fields: i.fields,
		rows: map[string][]*definition.Field{}, found: map[string]foundBy{}}
}

// complete checks the key and reads the rows of tables that stand elsewhere.
func (i *importing) complete(m *mapping) error {
	var wrong problem.List
	for _, name := range i.options.Key {
		if !slices.ContainsFunc(i.columns, func(c column) bool { return c.table == nil && c.field != nil && c.field.Name == name }) {
			wrong.Add("/key", "key_without_column", "field", name)
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	i.tabled = slices.ContainsFunc(i.columns, func(c column) bool { return c.table != nil })
	return i.readBeside(m)
}

func unreadable(err error) error {
	var p *problem.Error
	if errors.As(err, &p) {
		return err
	}
	return problem.Wrap(problem.Malformed, "unreadable_file", err)
}

// run reads the rows and writes their records in batches.
func (i *importing) run(ctx context.Context, rows sheet.Rows, j Job) (err error) {
	for range i.state.Rows { // that were settled before
		if _, err := rows.Next(); err != nil {
			return unreadable(err)
		}
	}
	var open *pending
	for {
		row, err := rows.Next()
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return unreadable(err)
		}
		var l line
		if !end {
			if l = i.read(row); i.goesOn(open, l) {
				open.add(l)
				continue
			}
		}
		if open != nil {
			if err := i.enqueue(ctx, open, j); err != nil {
				return err
			}
		}
		if end {
			return i.flush(ctx, j)
		}
		open = i.start(l)
	}
}

// enqueue adds a record to the batch, which is written when it is full, or has
// to be before this one.
func (i *importing) enqueue(ctx context.Context, p *pending, j Job) error {
	i.joinBeside(p)
	if len(i.batch) >= batchSize || i.waits(p) {
		if err := i.flush(ctx, j); err != nil {
			return err
		}
	}
	i.batch = append(i.batch, p)
	for _, text := range i.texts(p) {
		i.told[text] = true
	}
	return nil
}

// flush writes the records of the batch.
func (i *importing) flush(ctx context.Context, j Job) error {
	if len(i.batch) == 0 {
		return nil
	}
	if err := i.resolve(ctx, i.batch); err != nil {
		return err
	}
	if err := i.match(ctx, i.batch); err != nil {
		return err
	}
	if err := i.write(ctx); err != nil {
		return err
	}
	if i.options.Dry && len(i.tried) < maxKnown {
		maps.Copy(i.tried, i.told)
	}
	i.batch = i.batch[:0]
	clear(i.told)
	if j.Progress == nil {
		return nil
	}
	return j.Progress(ctx, i.state)
}

// write writes the records of the batch that nothing is wrong with, and settles
// all of it.
func (i *importing) write(ctx context.Context) error {
	s := &settling{importing: i, states: []State{i.state}}
	many := record.Many{Entity: i.entity, Dry: i.options.Dry, Also: s.also}
	for n, p := range i.batch {
		if len(p.wrong) > 0 || p.id != "" && len(p.fields) == 0 {
			continue
		}
		s.good = append(s.good, n)
		many.Rows = append(many.Rows, record.ManyRow{ID: p.id, Fields: p.fields, Key: i.options.Key})
	}
	s.states, s.before = make([]State, len(s.good)+1), make([]int, len(s.good)+1)
	s.states[0] = i.state
	if _, err := i.to.WriteMany(ctx, many); err != nil {
		return err
	}
	i.state = s.last.State
	for _, f := range s.failures {
		i.failed(f)
	}
	return nil
}
