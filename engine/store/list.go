package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
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
	few   *few
}

// Compile renders a Select for a workspace's database schema. The statement
// also reads the workspace's epoch. That of one record always answers with a
// row, so that the epoch comes with a miss, too; a list that is empty has none.
func (r *Select) Compile(workspace string) (*Query, error) {
	if r.One {
		return r.compileOne(workspace), nil
	}
	if r.Found {
		return r.compileWays(workspace, nil, false), nil
	}
	ways := waysOf(r.Row, r.Led)
	astray := r.astray(ways)
	if !driven(ways) && !astray {
		return r.compileWays(workspace, ways, false), nil
	}
	q := r.compileWays(workspace, ways, true)
	if lists, ok := lists(ways); ok && !astray {
		q.few = &few{lists: lists, most: r.fewValues(), query: r.compileWays(workspace, ways, false)}
	}
	return q, nil
}

// Print names what the query asks for under these values: that of another
// question is another one.
func (q *Query) Print(values func(name string) any) (string, error) {
	sum := sha256.New()
	sum.Write([]byte(q.sql))
	for _, arg := range q.args {
		v := arg.Const
		if arg.Name != "" {
			v = []any{arg.Name, values(arg.Name)}
		}
		b, err := json.Marshal(v)
		if err != nil {
			return "", fmt.Errorf("name a query: %w", err)
		}
		sum.Write(append(b, 0))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func (r *Select) compileOne(workspace string) *Query {
	w := NewWriter(SchemaName(workspace), r.Schema)
	q := &Query{one: true, limit: r.Limit}
	w.Text("SELECT e.number, r.* FROM (SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text(") AS number) e LEFT JOIN (SELECT ")
	q.shape = r.writeDirect(w, nil)
	w.Text(") r ON true")
	q.sql, q.args = w.SQL(), w.Plan()
	return q
}

// compileWays renders a list. One for many values in its ways looks at the next
// rows first.
func (r *Select) compileWays(workspace string, ways []way, many bool) *Query {
	w := NewWriter(SchemaName(workspace), r.Schema)
	q := &Query{limit: r.Limit}
	look := none
	if many {
		w.wide = wide{lists: true, each: true}
		look = r.writeLook(w)
	}
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), ")
	if many || len(ways) > 1 || driven(ways) {
		q.shape = r.writeWays(w, ways, look)
	} else {
		q.shape = r.writeDirect(w, ways)
	}
	q.sql, q.args = w.SQL(), w.Plan()
	return q
}

func (r *Select) writeDirect(w *Writer, ways []way) *rowShape {
	shape := r.writeColumns(w)
	w.Text(" FROM ")
	w.Table(r.Entity)
	w.Text(" q0")
	w.joins(r)
	lead := ""
	if len(ways) == 1 && ways[0].key.p != nil {
		lead = r.writeKey(w, &ways[0].key)
		w.and(simple(ways[0].rest), r.Filter)
	} else {
		w.where(r.Row, r.Filter)
	}
	w.Text(" AND ")
	r.writeAfter(w)
	if !r.One {
		r.writeOrder(w, lead)
		w.limit(r.Limit + 1)
	}
	return shape
}

// writeWays asks each way for its own first rows in order, then takes the
// first of all: each can be answered from an index, where the alternatives
// together would scan the table.
func (r *Select) writeWays(w *Writer, ways []way, look look) *rowShape {
	shape := r.writeColumns(w)
	w.Text(" FROM (SELECT * FROM (")
	if look == next {
		w.Text("(SELECT id")
		r.writeKeyNames(w, "")
		w.Text(" FROM page) UNION (SELECT * FROM more) UNION ")
	}
	if look != none {
		r.writeRest(w)
		w.Text(" UNION ")
	}
	for i := range ways {
		if i > 0 {
			w.Text(" UNION ")
		}
		r.writeWay(w, &ways[i], look)
	}
	w.Text(") u")
	r.orderByNames(w, "")
	w.limit(r.Limit + 1)
	w.Text(") a JOIN ")
	w.Table(r.Entity)
	w.Text(" q0 ON q0.id = a.id")
	w.joins(r)
	r.orderByNames(w, "a.")
	return shape
}

func (r *Select) writeWay(w *Writer, way *way, look look) {
	w.Text("(")
	if way.key.single() || way.key.p == nil {
		lead := r.writeOneWay(w, way)
		w.gate(look, far)
		r.writeOrder(w, lead)
	} else {
		w.Text("SELECT a.* FROM (")
		w.values(&way.key)
		w.Text(") d CROSS JOIN LATERAL (")
		lead := r.writeOneWay(w, way)
		if way.key.field.Column == "id" {
			w.Text(" OFFSET 0") // one row each: nothing to order
		} else {
			r.writeOrder(w, lead)
			w.limit(r.Limit + 1)
		}
		w.Text(") a WHERE true")
		w.gate(look, far)
		r.orderByNames(w, "a.")
	}
	w.limit(r.Limit + 1)
	w.Text(")")
}

// writeOneWay selects the rows that a way leads to by one value: that of its
// key, or d.v.
func (r *Select) writeOneWay(w *Writer, way *way) (lead string) {
	r.writeKeyed(w)
	if r.fenced(&way.key) {
		w.Text("(SELECT * FROM ")
		w.Table(r.Entity)
		w.Text(" q0")
		r.writeKey(w, &way.key)
		if living(r.Filter) {
			w.Text(" AND q0.archived_at IS NULL")
		}
		if slices.Contains(r.Led, way.key.field.Column) {
			w.Text(" ORDER BY q0." + Quote(way.key.field.Column)) // by its index
		}
		w.Text(" OFFSET 0) q0 WHERE true")
	} else {
		w.Table(r.Entity)
		w.Text(" q0")
		lead = r.writeKey(w, &way.key)
	}
	w.and(simple(way.rest), r.Filter)
	w.Text(" AND ")
	r.writeAfter(w)
	return lead
}

// writeKeyed begins a select of rows by id and sort keys, up to the table.
func (r *Select) writeKeyed(w *Writer) {
	w.Text("SELECT q0.id")
	r.writeKeys(w)
	w.Text(" FROM ")
}

// writeCandidates begins a select of rows by id and sort keys.
func (r *Select) writeCandidates(w *Writer) {
	r.writeKeyed(w)
	w.Table(r.Entity)
	w.Text(" q0")
}

func (r *Select) writeKeys(w *Writer) {
	for k := range r.Sort {
		w.Text(", ")
		w.sortValue(&r.Sort[k])
		w.Text(" AS k" + strconv.Itoa(k))
	}
}

func (r *Select) writeKeyNames(w *Writer, prefix string) {
	for k := range r.Sort {
		w.Text(", " + prefix + "k" + strconv.Itoa(k))
	}
}

func (r *Select) orderByNames(w *Writer, prefix string) {
	w.orderBy(len(r.Sort), r.desc, func(i int) { w.Text(prefix + "k" + strconv.Itoa(i)) })
}

func (r *Select) desc(i int) bool { return r.Sort[i].Desc }

// writeOrder orders by the sort keys. lead is a column that is the same in all
// rows; see writeKey.
func (r *Select) writeOrder(w *Writer, lead string) {
	w.orderBy(len(r.Sort), r.desc, func(i int) {
		if i == 0 && lead != "" {
			w.Text("q0." + Quote(lead))
			if !r.Sort[0].Desc {
				w.Text(" DESC") // the index, backwards
			}
			w.Text(", ")
		}
		w.sortValue(&r.Sort[i])
	})
}

func (w *Writer) limit(n int) { w.Text(" LIMIT " + strconv.Itoa(n)) }
