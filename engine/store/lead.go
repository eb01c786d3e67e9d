package store

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// writeKey writes a WHERE clause of a key, or of one of its values, d.v. The
// column it gives belongs in front of the order, if there is one.
//
// PostgreSQL, which plans for any value, believes that each has its share of
// the newest rows, and would look for them there: for a value without rows,
// through all of the table. Compared as a list of one, and named first in the
// order, the column leaves it but the index that begins with it.
func (r *Select) writeKey(w *Writer, k *key) (lead string) {
	if k.p == nil {
		w.Text(" WHERE true")
		return ""
	}
	if !k.single() {
		return r.writeEqual(w, k.field, "d.v")
	}
	if p, ok := k.p.(query.Compare); ok {
		_, x := fieldFirst(p.X, p.Y)
		return r.writeEqual(w, k.field, renderer{Writer: w, alias: alias}.operand(x))
	}
	w.where(k.p)
	if k.rank == rankEmpty && r.byAge() {
		return k.field.Column
	}
	return ""
}

// writeEqual is writeKey for a column and the value that it must have.
func (r *Select) writeEqual(w *Writer, f query.Field, value string) (lead string) {
	w.Text(" WHERE q0." + Quote(f.Column) + " = ")
	if !living(r.Filter) || !slices.Contains(r.Led, f.Column) {
		w.Text(value)
		return ""
	}
	w.Text("ANY (ARRAY[" + value + "])")
	if !r.byAge() {
		return ""
	}
	return f.Column
}

// fenced tells that a way must not be read in the order asked for: where
// another index has that order, PostgreSQL would look for its rows there.
func (r *Select) fenced(k *key) bool {
	return k.p != nil && k.field.Column != "id" && !r.byAge()
}

// astray tells that a list has such ways in an order that an index has, so
// that a look in this order is worth while.
func (r *Select) astray(ways []way) bool {
	return r.Ordered && living(r.Filter) && !r.byAge() && slices.ContainsFunc(ways, func(w way) bool { return r.fenced(&w.key) })
}

// byAge tells whether living records are asked for by age, as the indexes of Led
// columns hold them.
func (r *Select) byAge() bool {
	return living(r.Filter) && len(r.Sort) == 2 && r.Sort[0].Field.Column == "created_at" && r.Sort[1].Field.Column == "id" &&
		r.Sort[0].Desc == r.Sort[1].Desc && !r.Sort[0].conditional()
}
