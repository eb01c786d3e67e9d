package store

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// Read redirects the read of a field of variable 0 to another SQL expression,
// or says false to read its column. The new image of a row is checked by
// giving the changed fields' placeholders here.
type Read func(f query.Field) (sql string, ok bool)

// Predicate appends p as an SQL condition. It is true for exactly the records
// that satisfy p; for others it is false or NULL, so that it belongs in WHERE,
// CASE WHEN or an EXISTS, and needs IS TRUE to be returned as a value.
//
// alias names the table alias of the records bound from outside (variable 0);
// for the variables that p binds itself it may give "".
func (w *Writer) Predicate(p query.Predicate, alias func(variable int) string) {
	w.PredicateReading(p, alias, nil)
}

// PredicateReading is Predicate with fields of variable 0 read through read.
func (w *Writer) PredicateReading(p query.Predicate, alias func(variable int) string, read Read) {
	r := renderer{Writer: w, alias: alias, read: read}
	r.render(p)
}

type renderer struct {
	*Writer
	alias func(int) string
	read  Read
	depth int // of computed fields around
}

func (r renderer) render(p query.Predicate) {
	switch p := p.(type) {
	case query.Const:
		r.truth(bool(p))
	case query.And:
		r.all(p, " AND ", true)
	case query.Or:
		r.all(p, " OR ", false)
	case query.Not:
		r.negate(p.P)
	case query.Some:
		r.some(p)
	case query.Present:
		r.present(p)
	case query.IsTrue:
		r.Text(r.operand(p.X), " IS TRUE")
	case query.Compare:
		r.compare(p)
	case query.Match:
		r.match(p)
	case query.In:
		r.in(p)
	case query.Overlap:
		r.overlap(p)
	default:
		// A Predicate of an unknown type lets nothing through.
		r.truth(false)
	}
}

func (r renderer) truth(b bool) {
	if b {
		r.Text("TRUE")
		return
	}
	r.Text("FALSE")
}

func (r renderer) all(list []query.Predicate, joint string, neutral bool) {
	if len(list) == 0 {
		r.truth(neutral)
		return
	}
	r.Text("(")
	for i, p := range list {
		if i > 0 {
			r.Text(joint)
		}
		r.render(p)
	}
	r.Text(")")
}

// negate renders Not two-valued: what is NULL inside is true outside.
func (r renderer) negate(p query.Predicate) {
	if x, ok := p.(query.Present); ok {
		if _, linked := r.linked(x.X); !linked {
			r.Text(r.operand(x.X), " IS NULL")
			return
		}
	}
	r.Text("(")
	r.render(p)
	r.Text(") IS NOT TRUE")
}

func (r renderer) present(p query.Present) {
	if f, ok := r.linked(p.X); ok {
		r.hasLink(f, "")
		return
	}
	r.Text(r.operand(p.X), " IS NOT NULL")
}

func (r renderer) some(p query.Some) {
	table, ok := r.schema.Table(p.Relation.Entity)
	switch {
	case !ok:
		r.truth(false)
		return
	case p.Relation.Field.Links != "":
		r.throughLinks(p, table)
	default:
		r.throughColumn(p, table)
	}
	if p.P != query.Const(true) {
		r.Text(" AND ")
		r.render(p.P)
	}
	if r.wide.each {
		r.Text(" OFFSET 0") // which PostgreSQL cannot turn into a read of all
	}
	r.Text(")")
}

// throughColumn begins an EXISTS over the far side of a relation to one.
func (r renderer) throughColumn(p query.Some, table string) {
	near, far := query.Field{Var: p.Relation.From, Name: "id", Column: "id"}, p.Relation.Field
	far.Var = p.Var
	if !p.Relation.Reverse {
		near, far = p.Relation.Field, query.Field{Var: p.Var, Name: "id", Column: "id"}
		near.Var = p.Relation.From
	}
	r.Text("EXISTS (SELECT 1 FROM ", r.database, ".", Quote(table), " ", r.name(p.Var),
		" WHERE ", r.field(far), " = ", r.field(near))
}

var operators = map[query.Op]string{
	query.Eq: " = ", query.Ne: " <> ", query.Lt: " < ", query.Le: " <= ", query.Gt: " > ", query.Ge: " >= ",
}

func (r renderer) compare(p query.Compare) {
	x, y := p.X.OperandType(), p.Y.OperandType()
	operator, ok := operators[p.Op]
	if !ok || !query.Comparable(x, y) {
		r.truth(false)
		return
	}
	r.Text(r.operand(p.X))
	if x.Kind == query.Text && p.Op != query.Eq && p.Op != query.Ne {
		// The one order of texts is by code point, whatever the database says.
		r.Text(` COLLATE "C"`)
	}
	r.Text(operator, r.operand(p.Y))
}

func (r renderer) in(p query.In) {
	x, list := p.X.OperandType(), p.List.OperandType()
	if !list.Array || !query.Comparable(x, query.Type{Kind: list.Kind}) {
		r.truth(false)
		return
	}
	if f, ok := r.linked(p.List); ok && x.Kind == list.Kind {
		r.hasLink(f, r.operand(p.X))
		return
	}
	if _, ok := p.List.(query.Param); ok && r.wide.lists && x.Kind == list.Kind {
		r.hashed(p)
		return
	}
	r.Text(r.operand(p.X))
	if x.Kind != list.Kind {
		r.Text("::numeric = ANY((", r.operand(p.List), ")::numeric[])")
		return
	}
	r.Text(" = ANY(", r.operand(p.List), ")")
}

func (r renderer) overlap(p query.Overlap) {
	if x := p.X.OperandType(); !x.Array || x != p.Y.OperandType() {
		r.truth(false)
		return
	}
	r.Text(r.operand(p.X), " && ", r.operand(p.Y))
}

func (r renderer) operand(x query.Operand) string {
	switch x := x.(type) {
	case query.Value:
		return r.ValueText(x)
	case query.Param:
		return r.ParamText(x.Name, x.Type)
	case query.Field:
		return r.field(x)
	case query.Compute:
		return r.compute(x)
	case query.Choose:
		return r.choose(x)
	case query.Gather:
		return r.gather(x)
	}
	return "NULL"
}

func (r renderer) field(f query.Field) string {
	if f.Computed != nil {
		inner := r
		inner.depth++
		return inner.operand(f.Open(r.depth))
	}
	if sql, ok := r.given(f); ok {
		return sql
	}
	if f.Links != "" {
		return r.linkedText(f, r.name(f.Var))
	}
	return r.name(f.Var) + "." + Quote(f.Column)
}

func (r renderer) name(variable int) string {
	if alias := r.alias(variable); alias != "" {
		return alias
	}
	return "q" + strconv.Itoa(variable)
}
