package store

import "github.com/mortise-crm/mortise/engine/query"

// values writes a select of the distinct values v that a key's column may
// have. In order, they are looked up faster.
func (w *Writer) values(k *key) { w.narrowly(func() { w.writeValues(k) }) }

func (w *Writer) writeValues(k *key) {
	switch p := k.p.(type) {
	case query.In:
		if f, ok := p.List.(query.Field); ok {
			w.linkValues(f, renderer{Writer: w, alias: alias}.operand(p.X))
			return
		}
		w.Text("SELECT DISTINCT v FROM unnest(" + renderer{Writer: w, alias: alias}.operand(p.List) + ") v WHERE v IS NOT NULL ORDER BY v")
	case query.Some:
		w.farValues(p)
	default:
		w.Text("SELECT NULL::uuid AS v WHERE false")
	}
}

func (w *Writer) farValues(p query.Some) {
	column := "id"
	if p.Relation.Reverse {
		column = p.Relation.Field.Column
	}
	table, ok := w.schema.Table(p.Relation.Entity)
	if !ok {
		w.Text("SELECT NULL::uuid AS v WHERE false")
		return
	}
	if p.Relation.Field.Links != "" {
		w.linkedValues(p, table)
		return
	}
	name := alias(p.Var)
	w.Text("SELECT DISTINCT " + name + "." + Quote(column) + " AS v FROM " + w.database + "." + Quote(table) + " " + name)
	w.where(p.P)
}
