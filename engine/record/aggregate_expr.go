package record

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
)

// resultFields read texts beside what expressions give, by kind.
var resultFields = map[query.Kind]*definition.Field{
	query.Number: numberField, query.Date: dateField, query.Time: {Type: "time"}, query.Instant: {Type: "datetime"},
}

// measureExpr completes a measure of what an expression makes of each record.
func (b *aggregationBuilder) measureExpr(at string, m *Measure, fn store.MeasureFn, column *measureColumn, out *store.Measure) {
	at += "/expr"
	switch {
	case m.Field != "":
		b.problems.Add(at, "field_or_expr")
		return
	case len(m.Expr) > maxFilterText:
		b.problems.Add(at, "too_long", "max", maxFilterText)
		return
	}
	o := b.service.filterOptions(b.ctx, b.caller, at)
	x, err := filter.ParseValue(b.caller.State.Snapshot, b.reader.entity.Name(), m.Expr, o)
	if err != nil {
		b.note(err)
		return
	}
	b.out.paths = append(b.out.paths, pathsIn(x)...)
	if x, err = b.service.guardOperand(b.ctx, b.caller, x); err != nil {
		b.note(err)
		return
	}
	t := x.OperandType()
	switch {
	case fn == store.Records:
		out.P = query.Present{X: x}
		return
	case !fieldtype.Measures(m.Fn, t.Kind):
		b.problems.Add(at, "field_not_measurable", "name", m.Expr, "fn", m.Fn)
		return
	case fn == store.Smallest || fn == store.Largest:
		column.field, column.typ = resultFields[t.Kind], t
	}
	out.X = x
}

// pathsIn are the fields that an expression reads, those of the records that its
// relations to one lead to with a dot.
func pathsIn(x query.Operand) (paths []string) {
	own := query.Present{X: x}
	for _, f := range query.Fields(own) {
		if f.Var == 0 {
			paths = append(paths, f.Name)
		}
	}
	query.Walk(own, func(p query.Predicate) bool {
		s, ok := p.(query.Some)
		if !ok || s.Relation.Reverse || s.Relation.From != 0 {
			return true
		}
		for _, f := range query.Fields(s.P) {
			if f.Var == s.Var {
				paths = append(paths, s.Relation.Field.Name+"."+f.Name)
			}
		}
		return true
	})
	return paths
}
