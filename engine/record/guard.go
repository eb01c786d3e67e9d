package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/query"
)

// guard rewrites a caller's condition so that it sees what he sees: a cell
// that he may not read whole counts as empty, and a record that he may not
// read is not there. A salesperson finds his own customer by phone, and never
// another's masked one.
type guard struct {
	ctx     context.Context
	service *Service
	caller  *Caller
	err     error
}

func (s *Service) guard(ctx context.Context, c *Caller, p query.Predicate) (query.Predicate, error) {
	g := &guard{ctx: ctx, service: s, caller: c}
	guarded := g.rewrite(p)
	return guarded, g.err
}

func (g *guard) rewrite(p query.Predicate) query.Predicate {
	switch p := p.(type) {
	case query.And:
		return query.And(g.each(p))
	case query.Or:
		return query.Or(g.each(p))
	case query.Not:
		return query.Not{P: g.rewrite(p.P)}
	case query.Some:
		return g.some(p)
	case query.Const:
		return p
	}
	all := query.And{}
	for _, f := range query.Fields(p) {
		if w := g.whole(f); w != nil {
			all = append(all, w)
		}
	}
	if len(all) == 0 {
		return p
	}
	return append(all, p)
}

func (g *guard) each(list []query.Predicate) []query.Predicate {
	out := make([]query.Predicate, len(list))
	for i, p := range list {
		out[i] = g.rewrite(p)
	}
	return out
}

func (g *guard) some(p query.Some) query.Predicate {
	inner := query.And{}
	r, err := g.service.read(g.ctx, g.caller, p.Relation.Entity)
	if err != nil {
		return query.Const(false) // he may read no record of the far side
	}
	if r.plan.Row != query.Const(true) {
		inner = append(inner, query.Shift(r.plan.Row, p.Var))
	}
	field := p.Relation.Field
	if p.Relation.Reverse {
		field.Var = p.Var
		if w := g.whole(field); w != nil {
			inner = append(inner, w)
		}
	}
	inner = append(inner, notArchived(p.Relation.Entity, p.Var), g.rewrite(p.P))
	p.P = inner
	if p.Relation.Reverse {
		return p
	}
	field.Var = p.Relation.From
	if w := g.whole(field); w != nil {
		return query.And{w, p}
	}
	return p
}

// whole is the condition under which a field of a bound record counts; a field
// that the caller may never read is never there.
func (g *guard) whole(f query.Field) query.Predicate {
	r, err := g.service.read(g.ctx, g.caller, f.Entity)
	if err != nil {
		return query.Const(false)
	}
	cell, ok := r.cells[f.Name]
	if !ok {
		return query.Const(false)
	}
	w := finds(cell)
	if w == nil || f.Var == 0 {
		return w
	}
	return query.Shift(w, f.Var)
}

func notArchived(entity string, variable int) query.Predicate {
	f := query.Field{Var: variable, Entity: entity, Name: "archived_at", Column: "archived_at", Type: query.Type{Kind: query.Instant}}
	return query.Not{P: query.Present{X: f}}
}
