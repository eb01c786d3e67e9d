package record

import (
	"bytes"
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// A field of type table is read in two steps: the record's statement answers
// with the record's own id where the caller may see the field, and that gives
// way to the rows, read under his access to them.

// addTable takes in a field of type table that the caller may read on some
// record.
func (r *reader) addTable(f *definition.Field) {
	rule, ok := r.plan.Fields[f.Name]
	if !ok || rule.Readable == query.Const(false) {
		return
	}
	id, _ := r.entity.Operand("id")
	cell := store.Cell{Name: f.Name, Field: id}
	if rule.Readable != query.Const(true) {
		cell.Readable = rule.Readable
	}
	if rule.Masked != nil && rule.Masked != query.Const(false) {
		// Of a list there is no part that a mask could show.
		cell.Readable = both(cell.Readable, query.Not{P: rule.Masked})
	}
	r.tables = append(r.tables, cell)
}

// table gives the cell of a field of type table.
func (r *reader) table(name string) (store.Cell, bool) {
	i := slices.IndexFunc(r.tables, func(c store.Cell) bool { return c.Name == name })
	if i < 0 {
		return store.Cell{}, false
	}
	return r.tables[i], true
}

// shows tells whether the caller reads a field on some record.
func (r *reader) shows(name string) bool {
	_, isTable := r.table(name)
	_, ok := r.cells[name]
	return ok || isTable
}

// tablesOf parts the fields that a question about one record names into tables
// and others; none means all.
func (r *reader) tablesOf(fields []string) (tables []store.Cell, others []string) {
	if len(fields) == 0 {
		return r.tables, nil
	}
	for _, name := range fields {
		cell, ok := r.table(name)
		switch {
		case !ok:
			others = append(others, name)
		case !slices.ContainsFunc(tables, func(c store.Cell) bool { return c.Name == name }):
			tables = append(tables, cell)
		}
	}
	if others == nil {
		others = []string{"id"}
	}
	return tables, others
}

// withTables puts the cells of tables right behind the id, where they are found
// again.
func withTables(members []store.Member, tables []store.Cell) []store.Member {
	if len(tables) == 0 {
		return members
	}
	list := members[:1:1]
	for _, cell := range tables {
		list = append(list, store.Member{Cell: cell})
	}
	return append(list, members[1:]...)
}

// fill puts the rows of the tables that were asked for into a record.
func (s *Service) fill(ctx context.Context, c *Caller, entity, id string, fields []string, record []byte) ([]byte, int64, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, 0, err
	}
	tables, _ := r.tablesOf(fields)
	epoch := c.State.Epoch
	quoted := `"` + id + `"`
	begin := []byte(`{"id":` + quoted)
	for _, cell := range tables {
		begin = append(begin, `,"`+cell.Name+`":`...)
		rest, ok := bytes.CutPrefix(record, begin)
		if !ok {
			return nil, 0, problem.New(problem.Internal, "internal")
		}
		if bytes.HasPrefix(rest, []byte("null")) {
			begin = append(begin, "null"...)
			continue
		}
		rest = bytes.TrimPrefix(rest, []byte(quoted))
		f, _ := r.entity.Field(cell.Name)
		var list []byte
		if list, epoch, err = s.tableRows(ctx, c, f, id); err != nil || epoch != c.State.Epoch {
			return nil, epoch, err
		}
		begin = append(begin, list...)
		record = slices.Concat(begin, rest)
	}
	return record, epoch, nil
}

// tableRows reads the rows of a table as a JSON array, and counts them as read.
func (s *Service) tableRows(ctx context.Context, c *Caller, f *definition.Field, id string) ([]byte, int64, error) {
	child, ok := c.State.Snapshot.Entity(f.Entity)
	if !ok {
		return nil, 0, unknownEntity()
	}
	page, err := s.rowsOf(ctx, nil, c, child, id)
	if problem.Is(err, problem.NotFound) {
		return []byte("[]"), c.State.Epoch, nil
	}
	if err != nil || page.Rows > 0 && page.Epoch != c.State.Epoch {
		return nil, page.Epoch, err
	}
	if err := s.takeRead(ctx, c, child, nil, int64(page.Rows)); err != nil {
		return nil, c.State.Epoch, err
	}
	s.observe(ctx, Operation{Caller: c, Name: f.Entity, Action: "read", Records: page.Rows})
	return slices.Concat([]byte("["), page.JSON, []byte("]")), c.State.Epoch, nil
}

// shown reads a record that has been written with its tables, if it has any.
// Where it cannot be read, the answer stays as it is.
func (s *Service) shown(ctx context.Context, w *writer, done []byte) []byte {
	if done == nil || w.reader == nil || len(w.reader.tables) == 0 {
		return done
	}
	row, _, err := s.get(ctx, w.caller, w.entity.Name(), w.write.ID, nil, nil)
	if err == nil {
		row, _, err = s.fill(ctx, w.caller, w.entity.Name(), w.write.ID, nil, row)
	}
	if err != nil || row == nil {
		return done
	}
	return row
}
