package store

import "github.com/mortise-crm/mortise/engine/query"

// cond appends a Predicate over the aliases q0, q1, ….
func (w *Writer) cond(p query.Predicate) { w.PredicateReading(p, alias, w.image) }

// Field appends the column of a field, or what it is computed by.
func (w *Writer) Field(f query.Field) { w.Text(w.fieldText(f)) }

func (w *Writer) fieldText(f query.Field) string {
	return renderer{Writer: w, alias: alias, read: w.image}.field(f)
}

// Table appends the table of an entity; an unknown entity makes the statement
// fail rather than read another table.
func (w *Writer) Table(entity string) {
	table, ok := w.schema.Table(entity)
	if !ok {
		table = "unknown entity " + entity
	}
	w.Ident(table)
}

// Ident appends the name of a table or sequence of the workspace.
func (w *Writer) Ident(name string) { w.Text(w.database, ".", Quote(name)) }

// Sequence appends a sequence's name as the argument of nextval. The name is
// made of a field's x-id, letters and digits alone.
func (w *Writer) Sequence(name string) {
	w.Text("'", w.database, ".", Quote(name), "'::regclass")
}
