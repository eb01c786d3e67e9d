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
	// reading: the value is read, not found by, and variable 0 is what the caller
	// gives himself.
	reading bool
}

func (s *Service) guard(ctx context.Context, c *Caller, p query.Predicate) (query.Predicate, error) {
	g := &guard{ctx: ctx, service: s, caller: c}
	guarded := g.rewrite(p)
	return guarded, g.err
}

// guardOperand is guard for a value: empty where a field that it is made of is
// not there for the caller.
func (s *Service) guardOperand(ctx context.Context, c *Caller, x query.Operand) (query.Operand, error) {
	g := &guard{ctx: ctx, service: s, caller: c}
	all := query.And{}
	for _, f := range query.OwnFields(query.Present{X: x}) {
		if w := g.whole(f); w != nil {
			all = append(all, w)
		}
	}
	x = g.operand(x)
	if len(all) > 0 {
		x = query.Choose{If: all, Then: x, Else: query.Value{Type: x.OperandType()}, Type: x.OperandType()}
	}
	return x, g.err
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
	return g.atom(p)
}

// atom guards a condition that holds no others, but perhaps within its operands.
func (g *guard) atom(p query.Predicate) query.Predicate {
	all := query.And{}
	for _, f := range query.OwnFields(p) {
		if w := g.whole(f); w != nil {
			all = append(all, w)
		}
	}
	p = query.RewriteOperands(p, g.operand)
	if len(all) == 0 {
		return p
	}
	return append(all, p)
}

// operand guards the conditions within an operand, and what it gathers: only
// records that the caller may read, by fields that he may read of each.
func (g *guard) operand(x query.Operand) query.Operand {
	switch x := x.(type) {
	case query.Compute:
		args := make([]query.Operand, len(x.Args))
		for i, arg := range x.Args {
			args[i] = g.operand(arg)
		}
		x.Args = args
		return x
	case query.Choose:
		x.If, x.Then, x.Else = g.rewrite(x.If), g.operand(x.Then), g.operand(x.Else)
		return x
	case query.Gather:
		return g.gather(x)
	}
	return x
}

func (g *guard) gather(x query.Gather) query.Operand {
	inner := query.And{g.far(x.Relation, x.Var)}
	if x.P != nil {
		inner = append(inner, g.rewrite(x.P))
	}
	if x.X != nil {
		for _, f := range query.OwnFields(query.Present{X: x.X}) {
			if w := g.whole(f); w != nil {
				inner = append(inner, w)
			}
		}
		x.X = g.operand(x.X)
	}
	x.P = inner
	if w := g.near(x.Relation); w != nil {
		return query.Choose{If: w, Then: x, Else: query.Value{Type: x.Type}, Type: x.Type}
	}
	return x
}

func (g *guard) each(list []query.Predicate) []query.Predicate {
	out := make([]query.Predicate, len(list))
	for i, p := range list {
		out[i] = g.rewrite(p)
	}
	return out
}

func (g *guard) some(p query.Some) query.Predicate {
	p.P = query.And{g.far(p.Relation, p.Var), g.rewrite(p.P)}
	if w := g.near(p.Relation); w != nil {
		return query.And{w, p}
	}
	return p
}

// far is the condition under which a record on the far side of a relation is
// there for the caller, bound to a variable.
func (g *guard) far(r query.Relation, variable int) query.Predicate {
	of, err := g.service.read(g.ctx, g.caller, r.Entity)
	if err != nil {
		return query.Const(false) // he may read no record of the far side
	}
	all := query.And{}
	if of.plan.Row != query.Const(true) {
		all = append(all, query.Shift(of.plan.Row, variable))
	}
	if r.Reverse {
		field := r.Field
		field.Var = variable
		if w := g.whole(field); w != nil {
			all = append(all, w)
		}
	}
	return append(all, notArchived(r.Entity, variable))
}

// near is the condition under which the caller may follow a relation from its
// near side; nil when he always may.
func (g *guard) near(r query.Relation) query.Predicate {
	if r.Reverse {
		return nil
	}
	field := r.Field
	field.Var = r.From
	return g.whole(field)
}

// whole is the condition under which a field of a bound record counts; a field
// that the caller may never read is never there.
func (g *guard) whole(f query.Field) query.Predicate {
	if g.reading && f.Var == 0 {
		return nil
	}
	r, err := g.service.read(g.ctx, g.caller, f.Entity)
	if err != nil {
		return query.Const(false)
	}
	cell, ok := r.cells[f.Name]
	if !ok {
		return query.Const(false)
	}
	w := finds(cell)
	if g.reading {
		w = whole(cell)
	}
	if w == nil || f.Var == 0 {
		return w
	}
	return query.Shift(w, f.Var)
}

func notArchived(entity string, variable int) query.Predicate {
	f := query.Field{Var: variable, Entity: entity, Name: "archived_at", Column: "archived_at", Type: query.Type{Kind: query.Instant}}
	return query.Not{P: query.Present{X: f}}
}

// ruled adds to a condition of the caller's that a unique rule holds for the
// record, as it is: only where he sees all that the rule looks at whole.
func (s *Service) ruled(ctx context.Context, c *Caller, p query.Predicate, rule uniqueRule) (query.Predicate, error) {
	if rule.where == nil {
		return p, nil
	}
	g := &guard{ctx: ctx, service: s, caller: c}
	all := query.And{p, rule.where}
	for _, f := range query.Fields(rule.where) {
		if w := g.whole(f); w != nil {
			all = append(all, w)
		}
	}
	return all, g.err
}
