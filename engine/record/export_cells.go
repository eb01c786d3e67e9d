package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// columns are the fields of the designers that the caller may export.
func (x *exporter) columns() []string {
	var names []string
	for _, name := range x.names {
		if f, ok := x.entity.Field(name); ok && !f.System && x.exports(name) && x.cells[name].Field.Type.Kind != query.Sealed {
			names = append(names, name)
		}
	}
	return names
}

// exports tells whether a field of a record may leave with it. Grants to
// export that name fields limit it to those; others take what lists show.
func (x *exporter) exports(name string) bool {
	_, named := x.export.Fields[name]
	return named || !x.limited()
}

func (x *exporter) limited() bool {
	for name := range x.export.Fields {
		if f, ok := x.entity.Field(name); ok && !f.System {
			return true
		}
	}
	return false
}

// exported is the list's selection, kept to what may be exported.
func (s *Service) exported(ctx context.Context, c *Caller, x *exporter, q ListRequest) (*store.Select, error) {
	sel, err := s.selection(ctx, c, x.reader, q)
	if err != nil {
		return nil, err
	}
	sel.Limit, sel.Row = exportPage, query.Simplify(query.And{sel.Row, x.export.Row})
	var unknown problem.List
	for column, kind := range columnKinds(sel) {
		if kind == query.Sealed {
			unknown.Add("?fields", "secret_not_exported", "name", column)
		}
	}
	for i := range sel.Members {
		if err := s.limit(ctx, c, x, &sel.Members[i], &unknown); err != nil {
			return nil, err
		}
	}
	return sel, unknown.Err()
}

// limit keeps one member to what may be exported. Of the record that a
// relation points to, its label may leave; anything else only where that
// record itself may be exported, and nothing where a quota counts those.
func (s *Service) limit(ctx context.Context, c *Caller, x *exporter, m *store.Member, unknown *problem.List) error {
	if f, ok := x.entity.Field(m.Name); ok && !f.System {
		if !x.exports(m.Name) {
			unknown.Add("?fields", "unknown_field", "name", m.Name)
			return nil
		}
		narrow(&m.Cell, x.export.Fields[m.Name], 0)
	}
	if m.Join == nil {
		return nil
	}
	far, err := s.exporter(ctx, c, m.Join.Entity)
	if err != nil && !problem.Is(err, problem.Forbidden) {
		return err
	}
	for i := range m.Join.Cells {
		cell := &m.Join.Cells[i]
		if e, ok := c.State.Snapshot.Entity(m.Join.Entity); ok && e.Definition.Label == cell.Name {
			continue
		}
		if far == nil || !far.exports(cell.Name) || len(c.quotas(far.entity, "export")) > 0 || len(far.duties.unmet) > 0 {
			unknown.Add("?fields", "unknown_field", "name", m.Name+"."+cell.Name)
			continue
		}
		cell.Readable = both(cell.Readable, query.Shift(far.export.Row, m.Join.Var))
		narrow(cell, far.export.Fields[cell.Name], m.Join.Var)
	}
	return nil
}

// narrow shows a cell only as far as it shows in an export.
func narrow(cell *store.Cell, rule access.Cell, variable int) {
	if rule.Readable != nil {
		cell.Readable = both(cell.Readable, query.Shift(rule.Readable, variable))
	}
	if rule.Masked == nil || rule.Masked == query.Const(false) {
		return
	}
	masked := query.Shift(rule.Masked, variable)
	if cell.Masked == nil {
		cell.Masked, cell.Show = masked, rule.Show
		return
	}
	if cell.Show != rule.Show {
		cell.Show = "all"
	}
	cell.Masked = query.Or{cell.Masked, masked}
}

// both joins conditions of a cell, of which nil is always true.
func both(a, b query.Predicate) query.Predicate {
	switch {
	case b == nil || b == query.Const(true):
		return a
	case a == nil:
		return b
	}
	return query.And{a, b}
}
