package store

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// Cell is one field of a row answer, with the conditions under which the
// caller may have it. Predicates are over the variable of Field.
type Cell struct {
	Name     string // JSON member
	Field    query.Field
	Readable query.Predicate // given that the row is readable; nil for always
	Masked   query.Predicate // nil for never
	Show     string          // the mask's pattern; see masked
	// Findable is where, given that it shows whole, the cell may be compared and
	// sorted by; nil for wherever it does.
	Findable query.Predicate
}

// conditional tells whether the cell's state differs from record to record.
func (c *Cell) conditional() bool { return c.Readable != nil || c.Masked != nil }

// Member is one JSON member of a row: a cell, or the record that a relation
// field points to, as an object of cells.
type Member struct {
	Cell
	Join *Join
}

// Join brings the cells of the record that Member.Cell points to.
type Join struct {
	Entity string
	Var    int             // its variable in predicates, above 0
	Row    query.Predicate // which of the far records the caller may read; nil for all
	Cells  []Cell
}

// SortKey is one field to sort by; an unreadable or masked cell sorts as empty.
type SortKey struct {
	Cell
	Desc bool
	// NeverEmpty is true of fields that always have a value.
	NeverEmpty bool
}

// Select asks for rows of one entity.
type Select struct {
	Schema  query.Schema
	Entity  string
	Members []Member
	Row     query.Predicate // what the caller may read
	Filter  query.Predicate // what he asked for, already guarded
	Sort    []SortKey       // completed by id
	After   []query.Value   // the last row's sort keys; empty for the first page
	Limit   int
	One     bool // the rows that Filter names by id, each of them; no order and no limit
	// Ordered tells that an index has the order of Sort.
	Ordered bool
	// Led are the columns that begin an index which goes on with created_at
	// and id, newest first.
	Led []string
	// Found tells that Filter names the few records that there can be, by id.
	Found bool
}

// columns writes the select list of a row: per cell its value, then its state
// when that is conditional (0 visible, 1 masked, 2 hidden).
type readColumns struct {
	w     *Writer
	first bool
	shape *rowShape
	next  int
}

func (r *Select) writeColumns(w *Writer) *rowShape {
	c := &readColumns{w: w, first: true, shape: &rowShape{}, next: 1}
	for i := range r.Members {
		m := &r.Members[i]
		s := c.cell(&m.Cell)
		if m.Join != nil {
			s.object = []cellShape{}
			for j := range m.Join.Cells {
				s.object = append(s.object, c.cell(&m.Join.Cells[j]))
			}
		}
		c.shape.cells = append(c.shape.cells, s)
	}
	for i := range r.Sort {
		c.shape.keys = append(c.shape.keys, c.key(&r.Sort[i]))
	}
	return c.shape
}

// key gives the column of a sort key: that of the member that shows the same
// value, or one of its own.
func (c *readColumns) key(k *SortKey) int {
	if !k.conditional() {
		for _, have := range c.shape.cells {
			if have.name == k.Name && have.state == 0 {
				return have.value
			}
		}
	}
	c.comma()
	c.w.sortValue(k)
	c.w.Text(" AS c" + strconv.Itoa(c.next))
	c.next++
	return c.next - 1
}

func (c *readColumns) comma() {
	if !c.first {
		c.w.Text(", ")
	}
	c.first = false
}

func (c *readColumns) cell(cell *Cell) cellShape {
	s := cellShape{name: cell.Name, prefix: `"` + cell.Name + `":`, value: c.next}
	c.comma()
	c.w.cellValue(cell)
	c.w.Text(" AS c" + strconv.Itoa(c.next))
	c.next++
	if cell.conditional() {
		s.state = c.next
		c.comma()
		c.w.cellState(cell)
		c.w.Text(" AS c" + strconv.Itoa(c.next))
		c.next++
	}
	return s
}

// cellValue writes the value the caller may have of a cell: nothing unless the
// cell is readable, so that a condition that fails to be true hides it.
func (w *Writer) cellValue(c *Cell) {
	if c.Readable != nil {
		w.Text("CASE WHEN ")
		w.cond(c.Readable)
		w.Text(" THEN ")
	}
	if c.Masked != nil {
		w.Text("CASE WHEN ")
		w.cond(c.Masked)
		w.Text(" THEN ")
		w.masked(c)
		w.Text(" ELSE ", w.shownText(c.Field), " END")
	} else {
		w.Text(w.shownText(c.Field))
	}
	if c.Readable != nil {
		w.Text(" END")
	}
}

// cellState writes 0 for a visible cell, 1 for a masked, 2 for a hidden one.
func (w *Writer) cellState(c *Cell) {
	w.Text("(CASE")
	if c.Readable != nil {
		w.Text(" WHEN ")
		w.cond(query.Not{P: c.Readable})
		w.Text(" THEN 2")
	}
	if c.Masked != nil {
		w.Text(" WHEN ")
		w.cond(c.Masked)
		w.Text(" THEN 1")
	}
	w.Text(" ELSE 0 END)::int4")
}

// conditional tells whether what a row sorts by differs from record to record
// in more than its value.
func (k *SortKey) conditional() bool { return k.Cell.conditional() || k.Findable != nil }

// sortValue writes what a row sorts by: the cell where it is readable whole and
// may be sorted by.
func (w *Writer) sortValue(k *SortKey) {
	if !k.conditional() {
		w.Field(k.Field)
	} else {
		w.Text("CASE WHEN ")
		w.whole(&k.Cell)
		if k.Findable != nil {
			w.Text(" AND ")
			w.cond(k.Findable)
		}
		w.Text(" THEN ")
		w.Field(k.Field)
		w.Text(" END")
	}
	if k.Field.Type == (query.Type{Kind: query.Text}) {
		w.Text(` COLLATE pg_catalog."zh-x-icu"`)
	}
}

// whole writes the condition under which a cell is readable and not masked.
func (w *Writer) whole(c *Cell) {
	var p query.And
	if c.Readable != nil {
		p = append(p, c.Readable)
	}
	if c.Masked != nil {
		p = append(p, query.Not{P: c.Masked})
	}
	w.cond(p)
}

func (w *Writer) joins(r *Select) {
	for i := range r.Members {
		m := &r.Members[i]
		if m.Join == nil {
			continue
		}
		w.Text(" LEFT JOIN ")
		w.Table(m.Join.Entity)
		alias := alias(m.Join.Var)
		w.Text(" " + alias + " ON " + alias + ".id = ")
		w.Field(m.Field)
		if m.conditional() {
			w.Text(" AND ")
			w.whole(&m.Cell)
		}
		if m.Join.Row != nil {
			w.Text(" AND ")
			w.cond(m.Join.Row)
		}
	}
}

// where writes a WHERE clause that all parts must pass; nil parts are left
// out. More conditions can follow with AND.
func (w *Writer) where(parts ...query.Predicate) {
	w.Text(" WHERE true")
	w.and(parts...)
}

// and writes more conditions of a WHERE clause.
func (w *Writer) and(parts ...query.Predicate) {
	for _, p := range parts {
		if p == nil || p == query.Const(true) {
			continue
		}
		w.Text(" AND ")
		w.cond(p)
	}
}

// orderBy writes the order by the sort keys; PostgreSQL's default puts empty
// values last ascending and first descending, as an index does.
func (w *Writer) orderBy(n int, desc func(i int) bool, key func(i int)) {
	w.Text(" ORDER BY ")
	for i := range n {
		if i > 0 {
			w.Text(", ")
		}
		key(i)
		if desc(i) {
			w.Text(" DESC")
		}
	}
}

func alias(variable int) string { return "q" + strconv.Itoa(variable) }
