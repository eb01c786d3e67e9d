package store

import "github.com/mortise-crm/mortise/engine/query"

// wide says how to write conditions that many rows are asked about, which
// PostgreSQL would otherwise plan for other numbers than those that occur.
type wide struct {
	// lists makes a hash table of a parameter's list; PostgreSQL does so by
	// itself for constants only.
	lists bool
	// each asks about the far records of one row at a time, through their index,
	// where PostgreSQL might read all of the far table first.
	each bool
}

// hashed writes an In whose list is a parameter. IS TRUE keeps it from
// becoming a join, which would lose the order.
func (r renderer) hashed(p query.In) {
	r.Text("(", r.operand(p.X), " IN (SELECT unnest(", r.operand(p.List), "))) IS TRUE")
}

// narrowly writes without regard to many rows.
func (w *Writer) narrowly(write func()) {
	before := w.wide
	w.wide = wide{}
	write()
	w.wide = before
}
