package store

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// Query is a compiled statement that reads rows: SQL text that depends on the
// shape of the question only, the arguments, and how to write the answer.
type Query struct {
	sql   string
	args  Plan
	shape *rowShape
	one   bool
	limit int
	told  []string // ids of a write's demands that the answer may name
}

// Compile renders a Select for a workspace's database schema. The statement
// also reads the workspace's epoch. That of one record always answers with a
// row, so that the epoch comes with a miss, too; a list that is empty has none.
func (r *Select) Compile(workspace string) (*Query, error) {
	w := NewWriter(SchemaName(workspace), r.Schema)
	q := &Query{one: r.One, limit: r.Limit}
	switch ways := arms(r.Row); {
	case r.One:
		w.Text("SELECT e.number, r.* FROM (SELECT (SELECT number FROM ")
		w.Ident("epoch")
		w.Text(") AS number) e LEFT JOIN (SELECT ")
		q.shape = r.writeDirect(w)
		w.Text(") r ON true")
	case len(ways) == 0:
		r.writeEpoch(w)
		q.shape = r.writeDirect(w)
	default:
		r.writeEpoch(w)
		q.shape = r.writeArms(w, ways)
	}
	q.sql, q.args = w.SQL(), w.Plan()
	return q, nil
}

func (r *Select) writeEpoch(w *Writer) {
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), ")
}

func (r *Select) writeDirect(w *Writer) *rowShape {
	shape := r.writeColumns(w)
	w.Text(" FROM ")
	w.Table(r.Entity)
	w.Text(" q0")
	w.joins(r)
	w.where(r.Row, r.Filter)
	w.Text(" AND ")
	r.writeAfter(w)
	if !r.One {
		r.writeOrder(w)
		w.Text(" LIMIT " + strconv.Itoa(r.Limit+1))
	}
	return shape
}

// writeArms asks each alternative of the row condition for its own first rows
// in order, then takes the first of all: each can be answered from an index,
// where the alternatives together would scan the table.
func (r *Select) writeArms(w *Writer, ways []query.Predicate) *rowShape {
	shape := r.writeColumns(w)
	w.Text(" FROM (")
	for i, way := range ways {
		if i > 0 {
			w.Text(" UNION ")
		}
		w.Text("(SELECT q0.id")
		for k := range r.Sort {
			w.Text(", ")
			w.sortValue(&r.Sort[k])
			w.Text(" AS k" + strconv.Itoa(k))
		}
		w.Text(" FROM ")
		w.Table(r.Entity)
		w.Text(" q0")
		w.where(way, r.Filter)
		w.Text(" AND ")
		r.writeAfter(w)
		r.writeOrder(w)
		w.Text(" LIMIT " + strconv.Itoa(r.Limit+1) + ")")
	}
	w.orderBy(len(r.Sort), r.desc, func(i int) { w.Text("k" + strconv.Itoa(i)) })
	w.Text(" LIMIT " + strconv.Itoa(r.Limit+1) + ") a JOIN ")
	w.Table(r.Entity)
	w.Text(" q0 ON q0.id = a.id")
	w.joins(r)
	w.orderBy(len(r.Sort), r.desc, func(i int) { w.Text("a.k" + strconv.Itoa(i)) })
	return shape
}

func (r *Select) desc(i int) bool { return r.Sort[i].Desc }

func (r *Select) writeOrder(w *Writer) {
	w.orderBy(len(r.Sort), r.desc, func(i int) { w.sortValue(&r.Sort[i]) })
}

// writeAfter writes the condition of the rows that come after the cursor's.
func (r *Select) writeAfter(w *Writer) {
	switch {
	case len(r.After) == 0:
		w.Text("true")
	case r.sameDirection():
		w.rowComparison(r)
	default:
		w.lexicographic(r)
	}
}

func (r *Select) sameDirection() bool {
	for i := range r.Sort {
		if r.Sort[i].Desc != r.Sort[0].Desc || !r.Sort[i].NeverEmpty || r.Sort[i].conditional() {
			return false
		}
	}
	return true
}

// rowComparison is the form an index can seek to.
func (w *Writer) rowComparison(r *Select) {
	w.Text("(")
	for i := range r.Sort {
		if i > 0 {
			w.Text(", ")
		}
		w.sortValue(&r.Sort[i])
	}
	if r.Sort[0].Desc {
		w.Text(") < (")
	} else {
		w.Text(") > (")
	}
	for i := range r.After {
		if i > 0 {
			w.Text(", ")
		}
		w.Value(r.After[i])
	}
	w.Text(")")
}

// lexicographic spells the order out, with empty values in their place.
func (w *Writer) lexicographic(r *Select) {
	w.Text("(")
	for i := range r.Sort {
		if i > 0 {
			w.Text(" OR ")
		}
		w.Text("(")
		for j := range i {
			w.sortValue(&r.Sort[j])
			w.Text(" IS NOT DISTINCT FROM ")
			w.Value(r.After[j])
			w.Text(" AND ")
		}
		w.comesAfter(&r.Sort[i], r.After[i])
		w.Text(")")
	}
	w.Text(")")
}

func (w *Writer) comesAfter(k *SortKey, v query.Value) {
	switch {
	case v.V == nil && k.Desc: // empty came first; all others follow
		w.sortValue(k)
		w.Text(" IS NOT NULL")
	case v.V == nil:
		w.Text("false")
	case k.Desc:
		w.sortValue(k)
		w.Text(" < ")
		w.Value(v)
	default:
		w.Text("(")
		w.sortValue(k)
		w.Text(" > ")
		w.Value(v)
		if !k.NeverEmpty || k.conditional() {
			w.Text(" OR ")
			w.sortValue(k)
			w.Text(" IS NULL")
		}
		w.Text(")")
	}
}

// Count compiles the number of rows a Select would give without pages; cap ends
// the counting early, 0 counts all.
func (r *Select) Count(workspace string, limit int) (*Query, error) {
	w := NewWriter(SchemaName(workspace), r.Schema)
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), count(*) FROM ")
	if limit > 0 {
		w.Text("(SELECT 1 FROM ")
	}
	w.Table(r.Entity)
	w.Text(" q0")
	w.where(r.Row, r.Filter)
	if limit > 0 {
		w.Text(" LIMIT " + strconv.Itoa(limit+1) + ") n")
	}
	return &Query{sql: w.SQL(), args: w.Plan()}, nil
}
