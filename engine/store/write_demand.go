package store

import (
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// Demand is an obligation by its id: it asks for something besides of the
// records that Holds covers, as they are, or as a new one will be.
type Demand struct {
	ID    string
	Holds query.Predicate
}

// Given is one grant, by its id, that may turn out to allow a write.
type Given struct {
	ID string
	Way
	Except []string // as of a Check
}

// The columns that a change adds to the record as it was.
const (
	grantsColumn = `"given"`
	toldColumn   = `"told"`
)

// asked writes a condition over the record as it is, or as a new one will be.
func (c *Write) asked(w *Writer, p query.Predicate) {
	if c.Action == "create" {
		w.PredicateReading(p, alias, c.newImage(w, nil))
		return
	}
	w.cond(p)
}

// writeExtra adds to the record as it was what has to be known of it once it
// has changed: which grants allowed that, and which demands are told of.
func (c *Write) writeExtra(w *Writer) {
	c.writeLinked(w)
	if len(c.Given) > 1 {
		w.Text(", ")
		c.writeGiven(w)
		w.Text(" AS " + grantsColumn)
	}
	if len(c.Told) > 0 {
		w.Text(", ")
		c.writeTold(w)
		w.Text(" AS " + toldColumn)
	}
}

// writeGrants writes the ids of the grants that allowed the write. A write
// that only one grant can allow was allowed by that.
func (c *Write) writeGrants(w *Writer) {
	switch {
	case len(c.Given) == 1:
		w.Value(query.Value{Type: query.Type{Kind: query.Text, Array: true}, V: []any{c.Given[0].ID}})
	case len(c.Given) == 0:
		w.Text("NULL::text[]")
	case c.Action == "create":
		c.writeGiven(w)
	default:
		w.Text("old." + grantsColumn)
	}
}

func (c *Write) writeGiven(w *Writer) {
	text := query.Type{Kind: query.Text}
	w.Text("array_remove(ARRAY[")
	for i := range c.Given {
		g := &c.Given[i]
		if i > 0 {
			w.Text(", ")
		}
		w.Text("CASE WHEN ")
		if c.Action != "create" {
			w.cond(g.Old)
			w.Text(" AND ")
		}
		w.PredicateReading(g.New, alias, c.newImage(w, g.Except))
		w.Text(" THEN ")
		w.Value(query.Value{Type: text, V: g.ID})
		w.Text(" END")
	}
	w.Text("], NULL)")
}

// writeTold writes which of the demands that never refuse cover the record:
// their numbers, joined by commas.
func (c *Write) writeTold(w *Writer) {
	w.Text("concat_ws(','")
	for i := range c.Told {
		w.Text(", CASE WHEN ")
		c.asked(w, c.Told[i].Holds)
		w.Text(" THEN '" + strconv.Itoa(i) + "' END")
	}
	w.Text(")")
}

// writeToldAnswer adds what is told of to the answer of the write.
func (c *Write) writeToldAnswer(w *Writer) {
	switch {
	case len(c.Told) == 0:
	case c.Action == "create":
		c.writeTold(w)
		w.Text(" AS " + toldColumn + ", ")
	default:
		w.Text("(SELECT " + toldColumn + " FROM old) AS " + toldColumn + ", ")
	}
}

// toldOf gives the ids of the demands that an answer names by number.
func (q *Query) toldOf(raw []byte) []string {
	if len(raw) == 0 {
		return nil
	}
	var ids []string
	for number := range strings.SplitSeq(string(raw), ",") {
		if i, err := strconv.Atoi(number); err == nil && i < len(q.told) {
			ids = append(ids, q.told[i])
		}
	}
	return ids
}
