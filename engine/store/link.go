package store

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// The values of a field that points to any number of records stand in a table
// of links: a row for each, with its place in the list.

// linkedText is the list of a field's targets in their order, NULL for none.
func (w *Writer) linkedText(f query.Field, record string) string {
	return "(SELECT array_agg(l.target ORDER BY l.position) FROM " + w.database + "." + Quote(f.Links) + " l WHERE l.record = " + record + ".id)"
}

// linked gives the field of an operand whose links are to be asked about in
// their table. Those of a record as it will be stand in an argument.
func (r renderer) linked(x query.Operand) (query.Field, bool) {
	f, ok := x.(query.Field)
	if !ok || f.Links == "" {
		return f, false
	}
	_, given := r.given(f)
	return f, !given
}

// given gives what a field of variable 0 is read from instead of its column.
func (r renderer) given(f query.Field) (string, bool) {
	if f.Var != 0 || r.read == nil {
		return "", false
	}
	return r.read(f)
}

// hasLink is true where a field has a link, to x unless that is "".
func (r renderer) hasLink(f query.Field, x string) {
	r.Text("EXISTS (SELECT 1 FROM ", r.database, ".", Quote(f.Links), " l WHERE l.record = ", r.name(f.Var), ".id")
	if x != "" {
		r.Text(" AND l.target = ", x)
	}
	r.Text(")")
}

// throughLinks begins an EXISTS over the records on the far side of links, up
// to a condition that more can be added to.
func (r renderer) throughLinks(p query.Some, table string) {
	links, far := "l"+strconv.Itoa(p.Var), r.name(p.Var)
	f := p.Relation.Field
	near, here, there := query.Field{Var: p.Relation.From, Name: "id", Column: "id"}, "record", "target"
	if p.Relation.Reverse {
		here, there = there, here
	} else {
		f.Var = p.Relation.From
		if list, ok := r.given(f); ok {
			r.Text("EXISTS (SELECT 1 FROM unnest(", list, ") ", links, "(target) JOIN ", r.database, ".", Quote(table), " ", far,
				" ON ", far, ".id = ", links, ".target WHERE true")
			return
		}
	}
	r.Text("EXISTS (SELECT 1 FROM ", r.database, ".", Quote(f.Links), " ", links, " JOIN ", r.database, ".", Quote(table), " ", far,
		" ON ", far, ".id = ", links, ".", there, " WHERE ", links, ".", here, " = ", r.field(near))
}

// linkValues writes a select of the ids v of the records that have a link to x.
func (w *Writer) linkValues(f query.Field, x string) {
	w.Text("SELECT DISTINCT l.record AS v FROM ", w.database, ".", Quote(f.Links), " l WHERE l.target = ", x)
}

// linkedValues writes a select of the ids v of the records on the near side of
// links, of which the far record makes p true.
func (w *Writer) linkedValues(p query.Some, table string) {
	here, there := "record", "target"
	if p.Relation.Reverse {
		here, there = there, here
	}
	far := alias(p.Var)
	w.Text("SELECT DISTINCT l.", here, " AS v FROM ", w.database, ".", Quote(p.Relation.Field.Links), " l JOIN ", w.database, ".", Quote(table),
		" ", far, " ON ", far, ".id = l.", there)
	w.where(p.P)
}
