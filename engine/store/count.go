package store

// Count compiles the number of rows a Select would give without pages; limit
// ends the counting early, 0 counts all.
func (r *Select) Count(workspace string, limit int) (*Query, error) {
	w := NewWriter(SchemaName(workspace), r.Schema)
	var ways []way
	if !r.Found {
		ways = waysOf(r.Row, r.Led)
	}
	many := driven(ways)
	if many {
		w.wide = wide{lists: true, each: true}
		look := Select{Schema: r.Schema, Entity: r.Entity, Row: r.Row, Limit: r.Limit}
		look.writeLook(w)
		w.wide.each = false
	}
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), count(*) FROM (")
	if many {
		r.countWays(w, ways, limit)
	}
	w.Text("(SELECT 1 FROM ")
	w.Table(r.Entity)
	w.Text(" q0")
	w.where(r.Row, r.Filter)
	if many {
		w.gate(newest, rest)
	}
	w.atMost(limit)
	w.Text(")) n")
	return &Query{sql: w.SQL(), args: w.Plan()}, nil
}

// countWays selects what the ways lead to, each record once.
func (r *Select) countWays(w *Writer, ways []way, limit int) {
	w.Text("(SELECT 1 FROM (")
	for i := range ways {
		if i > 0 {
			w.Text(" UNION ")
		}
		r.countWay(w, &ways[i], limit)
	}
	w.Text(") u")
	w.atMost(limit)
	w.Text(") UNION ALL ")
}

func (r *Select) countWay(w *Writer, way *way, limit int) {
	if way.key.single() || way.key.p == nil {
		w.Text("(SELECT q0.id FROM ")
		w.Table(r.Entity)
		w.Text(" q0")
		w.where(way.key.p, simple(way.rest), r.Filter)
	} else {
		w.Text("(SELECT a.id FROM (")
		w.values(&way.key)
		w.Text(") d CROSS JOIN LATERAL (SELECT q0.id FROM ")
		w.Table(r.Entity)
		w.Text(" q0 WHERE q0." + Quote(way.key.field.Column) + " = d.v")
		w.and(simple(way.rest), r.Filter)
		w.Text(" OFFSET 0) a WHERE true")
	}
	w.gate(newest, far)
	w.atMost(limit)
	w.Text(")")
}

// atMost ends a select one row after limit, when there is one.
func (w *Writer) atMost(limit int) {
	if limit > 0 {
		w.limit(limit + 1)
	}
}
