package store

import (
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// A list whose ways may have thousands of values first looks at the next rows
// in order, whoever may read them. Who may read many of them has his page at
// once; and who may read more than a page of them, though the filter took
// fewer, goes on in order. Only for the others the ways are asked.

// look says which rows a statement looks at before its ways.
type look uint8

const (
	none   look = iota
	next        // the next rows in the order asked for: what is found there is of the page
	newest      // the newest rows, where no index has that order: they only tell whether he sees much
)

// What a statement does after the look.
const (
	done  = iota // the page is full
	rest         // he sees much: all rows in order
	far          // he sees little: the ways
	again        // he sees some: a longer look, then the page or the ways
)

// lookRows is how many rows the look takes at least, lookPages how many pages,
// and lookAgain how many times as many the longer one.
const (
	lookRows  = 400
	lookPages = 8
	lookAgain = 16
)

// writeLook writes the common table expressions that a wide statement begins
// with.
func (r *Select) writeLook(w *Writer) look {
	how := newest
	if r.Ordered && living(r.Filter) {
		how = next
	}
	w.Text("WITH near AS MATERIALIZED (")
	full := "0"
	if how == next {
		r.writeNext(w)
		// A common table expression is read in the order it was written in, and
		// no further than needed.
		w.Text("), page AS MATERIALIZED (SELECT * FROM near WHERE f")
		w.limit(r.Limit + 1)
		full = "(SELECT count(*) FROM page)"
	} else {
		r.writeNewest(w)
	}
	page := strconv.Itoa(r.Limit)
	w.Text("), first AS MATERIALIZED (SELECT CASE WHEN " + full + " > " + page + " THEN " + strconv.Itoa(done) +
		" WHEN (SELECT count(*) FROM near) > " + page + " THEN " + strconv.Itoa(rest))
	if how != next {
		w.Text(" ELSE " + strconv.Itoa(far) + " END AS g), gate AS (SELECT g FROM first) ")
		return how
	}
	w.Text(" WHEN (SELECT count(*) FROM near) = 0 THEN " + strconv.Itoa(far) + " ELSE " + strconv.Itoa(again) + " END AS g), more AS MATERIALIZED (")
	r.writeMore(w)
	w.Text("), gate AS MATERIALIZED (SELECT CASE WHEN g < " + strconv.Itoa(again) + " THEN g WHEN (SELECT count(*) FROM more) > " + page +
		" THEN " + strconv.Itoa(done) + " ELSE " + strconv.Itoa(far) + " END AS g FROM first) ")
	return how
}

// writeMore looks once more, further: who may read some of the next rows may
// have thousands of ways to them.
func (r *Select) writeMore(w *Writer) {
	w.Text("SELECT q0.id")
	r.writeKeys(w)
	w.Text(" FROM (SELECT * FROM ")
	w.Table(r.Entity)
	w.Text(" q0 WHERE (SELECT g FROM first) = " + strconv.Itoa(again) + " AND q0.archived_at IS NULL AND ")
	r.writeAfter(w)
	r.writeOrder(w, "")
	w.limit(lookAgain * r.lookRows())
	w.Text(") q0")
	w.where(r.Row, r.Filter)
	r.writeOrder(w, "")
	w.limit(r.Limit + 1)
}

// writeNext selects those of the next rows that the caller may read, with
// whether the filter takes them.
func (r *Select) writeNext(w *Writer) {
	w.Text("SELECT q0.id")
	r.writeKeys(w)
	w.Text(", (true")
	w.and(r.Filter)
	w.Text(") IS TRUE AS f FROM (SELECT * FROM ")
	w.Table(r.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL AND ")
	r.writeAfter(w)
	r.writeOrder(w, "")
	w.limit(r.lookRows())
	w.Text(") q0")
	w.where(r.Row)
	r.writeOrder(w, "")
}

func (r *Select) writeNewest(w *Writer) {
	w.Text("SELECT 1 FROM (SELECT * FROM ")
	w.Table(r.Entity)
	w.Text(" WHERE archived_at IS NULL ORDER BY created_at DESC, id DESC")
	w.limit(r.lookRows())
	w.Text(") q0")
	w.where(r.Row)
	w.limit(r.Limit + 1)
}

// living tells that a filter takes no archived record. The indexes that lists
// are read from hold no others.
func living(filter query.Predicate) bool {
	switch p := filter.(type) {
	case query.And:
		return slices.ContainsFunc(p, living)
	case query.Not:
		present, ok := p.P.(query.Present)
		f, isField := present.X.(query.Field)
		return ok && isField && f.Var == 0 && f.Column == "archived_at"
	}
	return false
}

func (r *Select) lookRows() int { return max(lookRows, lookPages*(r.Limit+1)) }

// writeRest writes the select of who sees much.
func (r *Select) writeRest(w *Writer) {
	w.Text("(")
	r.writeCandidates(w)
	w.where(r.Row, r.Filter)
	w.Text(" AND ")
	r.writeAfter(w)
	w.gate(next, rest)
	r.writeOrder(w, "")
	w.limit(r.Limit + 1)
	w.Text(")")
}

// gate lets a part of the statement run in one case only.
func (w *Writer) gate(look look, when int) {
	if look != none {
		w.Text(" AND (SELECT g FROM gate) = " + strconv.Itoa(when))
	}
}

// few is the statement for lists of few values, which needs no look.
type few struct {
	lists []string // names of the parameters
	most  int      // so many values they may have together
	query *Query
}

// The most values for which each is asked without a look. With a filter that
// takes few rows each value costs a search of its own.
const (
	fewUnfiltered = 16
	fewFiltered   = 2
)

func (r *Select) fewValues() int {
	for _, f := range fieldsOf(r.Filter) {
		if f.Column != "archived_at" {
			return fewFiltered
		}
	}
	return fewUnfiltered
}

// fitting gives the statement for the values of one execution.
func (q *Query) fitting(bind Binder) *Query {
	if q.few == nil {
		return q
	}
	values := 0
	for _, name := range q.few.lists {
		switch list := bind(name).(type) {
		case []any:
			values += len(list)
		case []string:
			values += len(list)
		}
	}
	if values > q.few.most {
		return q
	}
	return q.few.query
}
