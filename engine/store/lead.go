package store

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// writeKey writes a WHERE clause of a key of one value. The column it gives
// belongs in front of the order, if there is one.
//
// PostgreSQL, which plans for any value, believes that each has its share of
// the newest rows, and would look for them there: for a value without rows,
// through all of the table. Compared as a list of one, and named first in the
// order, the column leaves it but the index that begins with it.
func (r *Select) writeKey(w *Writer, k *key) (lead string) {
	switch p := k.p.(type) {
	case query.Compare:
		_, x := fieldFirst(p.X, p.Y)
		return r.writeEqual(w, k.field, func() { w.Text(renderer{Writer: w, alias: alias}.operand(x)) })
	case nil:
		w.Text(" WHERE true")
		return ""
	}
	w.where(k.p)
	if k.rank == rankEmpty && r.byAge() {
		return k.field.Column
	}
	return ""
}

// writeEqual is writeKey for a column and the value that it must have.
func (r *Select) writeEqual(w *Writer, f query.Field, value func()) (lead string) {
	w.Text(" WHERE q0." + Quote(f.Column) + " = ")
	if !r.byAge() || !slices.Contains(r.Led, f.Column) {
		value()
		return ""
	}
	w.Text("ANY (ARRAY[")
	value()
	w.Text("])")
	return f.Column
}

// byAge tells whether the order is by age, which the indexes of Led columns
// go on with.
func (r *Select) byAge() bool {
	return len(r.Sort) == 2 && r.Sort[0].Field.Column == "created_at" && r.Sort[1].Field.Column == "id" &&
		r.Sort[0].Desc == r.Sort[1].Desc && !r.Sort[0].conditional()
}
