package store

import "github.com/mortise-crm/mortise/engine/query"

// condition gives the text of a condition without appending it.
func (r renderer) condition(p query.Predicate) string {
	before := r.text
	r.text = nil
	r.render(p)
	text := string(r.text)
	r.text = before
	return text
}

// gather asks for the far records in a select of its own.
func (r renderer) gather(g query.Gather) string {
	table, ok := r.schema.Table(g.Relation.Entity)
	if !ok {
		return "NULL::" + SQLType(g.Type)
	}
	near, far := query.Field{Var: g.Relation.From, Name: "id", Column: "id"}, g.Relation.Field
	far.Var = g.Var
	if !g.Relation.Reverse {
		near, far = g.Relation.Field, query.Field{Var: g.Var, Name: "id", Column: "id"}
		near.Var = g.Relation.From
	}
	sql := "(SELECT " + r.aggregate(g) + " FROM " + r.database + "." + Quote(table) + " " + r.name(g.Var) +
		" WHERE " + r.field(far) + " = " + r.field(near)
	if g.P != nil && g.P != query.Const(true) {
		sql += " AND (" + r.condition(g.P) + ")"
	}
	if g.Fn == query.One {
		sql += " LIMIT 1"
	}
	return sql + ")"
}

func (r renderer) aggregate(g query.Gather) string {
	if g.Fn == query.Count {
		return "count(*)::numeric"
	}
	x := r.argument(g.X)
	switch g.Fn {
	case query.Sum:
		return bounded("COALESCE(sum("+x+"), 0)", "-"+tooLarge, tooLarge)
	case query.Avg:
		return bounded(quotient("sum("+x+")", "count("+x+")"), "-"+tooLarge, tooLarge)
	case query.Least:
		return "min(" + x + ")"
	case query.Most:
		return "max(" + x + ")"
	case query.One:
		return r.typed(g.X, g.Type)
	}
	return "NULL::" + SQLType(g.Type)
}
