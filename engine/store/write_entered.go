package store

import (
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// Entered is when, and by whom, a record was made elsewhere or is taken to have
// been: its created_at and created_by, and those of its first change.
type Entered struct {
	At time.Time
	By string // id of a user
}

// The arguments of Entered, and the numbers that were taken before.
const (
	writeEntered   = writeArgument + "entered."
	writeEnteredAt = writeEntered + "at"
	writeEnteredBy = writeEntered + "by"
	writeNumber    = writeArgument + "number."
)

// entered gives when and by whom a new record is entered.
func (c *Write) entered(w *Writer) (at, by string) {
	if c.Entered == nil {
		return "now()", w.ParamText("user.id", query.Type{Kind: query.UUID})
	}
	return w.ParamText(writeEnteredAt, query.Type{Kind: query.Instant}), w.ParamText(writeEnteredBy, query.Type{Kind: query.UUID})
}

// autoNumber writes the expression that makes the next number, or that of one
// which was taken before; the pattern's texts are parameters.
func (c *Write) autoNumber(w *Writer, n int) {
	a, text := &c.Auto[n], query.Type{Kind: query.Text}
	for i, p := range a.Pieces {
		if i > 0 {
			w.Text(" || ")
		}
		switch {
		case p.Digits > 0:
			digits := strconv.Itoa(p.Digits)
			w.Text("(SELECT CASE WHEN length(n) < " + digits + " THEN lpad(n, " + digits + ", '0') ELSE n END FROM (SELECT ")
			c.nextNumber(w, n)
			w.Text("::text AS n")
			w.again()
			w.Text(") s)")
		case p.Date != "":
			at, _ := c.entered(w)
			w.Text("to_char(", at, ", ")
			w.Value(query.Value{Type: text, V: p.Date})
			w.Text(")")
		default:
			w.Value(query.Value{Type: text, V: p.Text})
		}
	}
}

func (c *Write) nextNumber(w *Writer, n int) {
	if c.Numbers != nil {
		w.Param(writeNumber+strconv.Itoa(n), query.Type{Kind: query.Integer})
		return
	}
	w.Text("nextval(")
	w.Sequence(c.Auto[n].Sequence)
	w.Text(")")
}
