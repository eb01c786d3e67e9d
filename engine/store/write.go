package store

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// Assignment gives a field its new value; a nil Value.V empties it.
type Assignment struct {
	Field query.Field
	Value query.Value
}

// AutoNumber fills a field from a sequence: the pieces of its pattern in
// order. A piece is literal text, a date part (to_char template) or the number
// padded to Digits.
type AutoNumber struct {
	Field    query.Field
	Sequence string
	Pieces   []NumberPiece
}

// NumberPiece is one piece of an auto-number: exactly one member is set.
type NumberPiece struct {
	Text   string
	Date   string // "YYYY", "MM", "DD"
	Digits int
}

// Way is one way to be allowed a write: the record as it is passes Old, the
// record as it will be passes New.
type Way struct{ Old, New query.Predicate }

// Check must hold for a write: one of its ways does. Name is a field, or ""
// for the action itself.
// Code is what its refusal says; "" for the usual. Of the fields of Except,
// New sees the old value.
type Check struct {
	Name   string
	Code   string
	Ways   []Way
	Except []string
}

// Target is a record that a relation field is set to, or the records that one
// of several is; the caller must be able to read each. Those that are there
// already he need not.
type Target struct {
	Name   string // the relation field
	Entity string
	ID     string
	Links  query.Field // that the records are linked by; unset for a relation to one
	IDs    []any       // of several
	Var    int
	Row    query.Predicate // over Var
}

// Key is a unique rule: its fields, and the condition of the records that it
// holds for, nil for all.
type Key struct {
	Fields []query.Field
	Where  query.Predicate
}

// Write is one record's creation or change. It becomes one statement that
// checks, writes, enters the change row and reads the answer.
type Write struct {
	Schema   query.Schema
	Entity   string
	EntityID string // x-id, for the change row
	Action   string // create, update, archive, restore, purge
	ID       string
	Version  int64 // what the caller has seen; 0 for any
	Set      []Assignment
	Auto     []AutoNumber
	Numbers  []int64         // those of Auto, where they are taken already; nil takes the next
	Visible  query.Predicate // which records the caller can read; not of a create
	Checks   []Check
	Targets  []Target
	Keys     []Key    // that no other record may have; only Diagnose asks
	Unmet    []Demand // none of them may cover the record
	Told     []Demand // those that cover it are named in the answer
	Given    []Given  // the grants to name in the change row, if they hold
	Reason   string   // that the caller gives
	OnBehalf string   // id of the user in whose name the caller acts; "" for himself
	Channel  string
	Revision int64
	After    []byte   // the changed fields as JSON, by column name
	Ledger   *Ledger  // of a change of hands; nil when none is entered
	Entered  *Entered // when and by whom a new record is taken to have been made; nil for now, by the caller
	Share    *Share   // that is made or ended; the record itself stays as it is
	Aside    bool     // something beside the record is written; it stays as it is
	Answer   Select   // members and row condition of the answer
	Epoch    int64    // at which the checks were made; a write at another does nothing
}

// Compile renders the write for a workspace's database schema. The text and
// the arguments' names depend on the write's shape alone (which fields are
// set, which checks and targets there are, whether a version is given), so
// that the Query serves every write of that shape; Bind adds the values.
func (c *Write) Compile(workspace string) (*Query, error) {
	w := NewWriter(SchemaName(workspace), c.Schema)
	c.Answer.One = true
	switch {
	case c.Action == "create":
		c.writeInsert(w)
		w.Text(" WHERE ")
		c.writeConditions(w)
		w.Text(" RETURNING *)")
	case c.Share != nil:
		c.writeShare(w)
	case c.Aside:
		c.writeOld(w)
		w.Text(" FOR SHARE OF q0), new AS (SELECT old.* FROM old)")
	default:
		c.writeUpdate(w)
	}
	c.writeLinks(w)
	c.writeChange(w)
	c.writeLedger(w)
	w.Text(" SELECT e.number, r.*, ")
	c.writeToldAnswer(w)
	w.Text("e.written FROM (SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text(") AS number, (SELECT count(*) FROM new) AS written) e LEFT JOIN (SELECT ")
	w.image = c.linksImage(w)
	shape := c.Answer.writeColumns(w)
	w.Text(" FROM new q0")
	w.joins(&c.Answer)
	w.where(c.Answer.Row)
	w.image = nil
	w.Text(") r ON true")
	q := &Query{sql: w.SQL(), args: w.Plan(), shape: shape, one: true}
	for i := range c.Told {
		q.told = append(q.told, c.Told[i].ID)
	}
	return q, nil
}

// writeInsert writes the new record, as far as both one and many have it.
func (c *Write) writeInsert(w *Writer) {
	if w.each == nil {
		w.Text("WITH")
	} else {
		w.Text(",")
	}
	w.Text(" new AS (INSERT INTO ")
	w.Table(c.Entity)
	w.Text(" (id, created_at, created_by, updated_at, updated_by")
	for i := range c.Set {
		if c.Set[i].Field.Links == "" {
			w.Text(", " + Quote(c.Set[i].Field.Column))
		}
	}
	for i := range c.Auto {
		w.Text(", " + Quote(c.Auto[i].Field.Column))
	}
	w.Text(") SELECT ")
	c.writeID(w)
	at, by := c.entered(w)
	w.Text(", ", at, ", ", by, ", ", at, ", ", by)
	for i := range c.Set {
		if c.Set[i].Field.Links == "" {
			w.Text(", ", c.setText(w, i))
		}
	}
	for i := range c.Auto {
		w.Text(", ")
		c.autoNumber(w, i)
	}
}

// OfArchived tells whether the write is one of an archived record.
func (c *Write) OfArchived() bool { return c.Action == "restore" || c.Action == "purge" }

// writeOld finds the record as it is, if all that has to hold does.
func (c *Write) writeOld(w *Writer) {
	w.Text("WITH old AS (SELECT q0.*")
	c.writeExtra(w)
	w.Text(" FROM ")
	w.Table(c.Entity)
	w.Text(" q0 WHERE q0.id = ")
	c.writeID(w)
	if c.OfArchived() {
		w.Text(" AND q0.archived_at IS NOT NULL")
	} else {
		w.Text(" AND q0.archived_at IS NULL")
	}
	if c.Version > 0 {
		w.Text(" AND q0.version = ")
		w.Param(writeVersion, query.Type{Kind: query.Integer})
	}
	w.Text(" AND ")
	w.cond(c.Visible)
	w.Text(" AND ")
	c.writeConditions(w)
}

func (c *Write) writeUpdate(w *Writer) {
	c.writeOld(w)
	w.Text(" FOR UPDATE OF q0), new AS (UPDATE ")
	w.Table(c.Entity)
	w.Text(" t SET version = t.version + 1, updated_at = now(), updated_by = ")
	w.Param("user.id", query.Type{Kind: query.UUID})
	switch c.Action {
	case "archive":
		w.Text(", archived_at = now()")
	case "restore":
		w.Text(", archived_at = NULL")
	}
	for i := range c.Set {
		if c.Set[i].Field.Links == "" {
			w.Text(", ", Quote(c.Set[i].Field.Column), " = ", c.setText(w, i))
		}
	}
	w.Text(" FROM old WHERE t.id = old.id RETURNING t.*)")
}

func (c *Write) writeID(w *Writer) { w.Text(c.idText(w)) }

func (c *Write) idText(w *Writer) string {
	return w.ParamText(writeID, query.Type{Kind: query.UUID})
}

// setText is the new value of a field.
func (c *Write) setText(w *Writer, i int) string {
	return w.ParamText(writeSet+c.Set[i].Field.Column, c.Set[i].Field.Type)
}

// writeConditions writes what must hold besides the record's being there.
func (c *Write) writeConditions(w *Writer) {
	w.Text("(SELECT number FROM ")
	w.Ident("epoch")
	w.Text(") = ")
	w.Param(writeEpoch, query.Type{Kind: query.Integer})
	for i := range c.Checks {
		w.Text(" AND ")
		c.writeCheck(w, &c.Checks[i])
	}
	for i := range c.Targets {
		w.Text(" AND ")
		c.writeTarget(w, &c.Targets[i])
	}
	for i := range c.Unmet {
		w.Text(" AND ")
		c.asked(w, query.Not{P: c.Unmet[i].Holds})
	}
}

func (c *Write) writeCheck(w *Writer, k *Check) {
	w.Text("(false")
	for _, way := range k.Ways {
		w.Text(" OR (")
		if c.Action == "create" {
			w.Text("true")
		} else {
			w.cond(way.Old)
		}
		w.Text(" AND ")
		w.PredicateReading(way.New, alias, c.newImage(w, k.Except))
		w.Text(")")
	}
	w.Text(")")
}

// newImage gives, for fields of the record being written, where their new
// value stands: a parameter when it is set, else the column (or, in a create,
// nothing).
func (c *Write) newImage(w *Writer, except []string) Read {
	return func(f query.Field) (string, bool) {
		for i := range c.Set {
			if c.Set[i].Field.Name == f.Name && !slices.Contains(except, f.Name) {
				return c.setText(w, i), true
			}
		}
		if c.Action != "create" {
			return "", false
		}
		switch f.Name {
		case "id":
			return c.idText(w), true
		case "created_by", "updated_by":
			_, by := c.entered(w)
			return by, true
		case "created_at", "updated_at":
			at, _ := c.entered(w)
			return at, true
		case "version":
			return "1::bigint", true
		}
		return w.ValueText(query.Value{Type: f.Type}), true
	}
}
