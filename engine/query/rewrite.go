package query

// Rewrite gives p with every operand and relation replaced by what the two
// functions make of it; nil functions leave them as they are. A relation that
// relation refuses leads nowhere, and what is gathered over it is empty.
// operand is asked about constants, parameters and fields, also of those within
// operands made of others.
func Rewrite(p Predicate, operand func(Operand) Operand, relation func(Relation) (Relation, bool)) Predicate {
	r := rewriting{operand, relation}
	return r.predicate(p)
}

// RewriteOperand is Rewrite for an operand.
func RewriteOperand(x Operand, operand func(Operand) Operand, relation func(Relation) (Relation, bool)) Operand {
	return rewriting{operand, relation}.side(x)
}

// Bound gives p with its parameters replaced by their values, those that
// computed fields read included.
func Bound(p Predicate, params func(name string) any) Predicate {
	return Simplify(Rewrite(p, bound(params), nil))
}

// bound gives an operand with its parameters replaced.
func bound(params func(name string) any) func(Operand) Operand {
	return func(x Operand) Operand {
		switch x := x.(type) {
		case Field:
			if x.Computed == nil || len(Params(Present{x})) == 0 {
				return x
			}
			return RewriteOperand(ExpandOperand(x), bound(params), nil)
		case Param:
			v := Value{Type: x.Type, V: params(x.Name)}
			if list := elements(v.V); x.Type.Array {
				if v.V = nil; len(list) > 0 {
					v.V = list
				}
			}
			return v
		}
		return x
	}
}

type rewriting struct {
	operand  func(Operand) Operand
	relation func(Relation) (Relation, bool)
}

func (r rewriting) predicate(p Predicate) Predicate {
	switch p := p.(type) {
	case And:
		return And(r.all(p))
	case Or:
		return Or(r.all(p))
	case Not:
		return Not{r.predicate(p.P)}
	case Some:
		return r.some(p)
	case Present:
		return Present{r.side(p.X)}
	case IsTrue:
		return IsTrue{r.side(p.X)}
	case Compare:
		return Compare{Op: p.Op, X: r.side(p.X), Y: r.side(p.Y)}
	case Match:
		return Match{How: p.How, X: r.side(p.X), Y: r.side(p.Y), Fold: p.Fold}
	case In:
		return In{X: r.side(p.X), List: r.side(p.List)}
	case Overlap:
		return Overlap{X: r.side(p.X), Y: r.side(p.Y)}
	}
	return p
}

func (r rewriting) all(list []Predicate) []Predicate {
	out := make([]Predicate, len(list))
	for i, p := range list {
		out[i] = r.predicate(p)
	}
	return out
}

func (r rewriting) side(x Operand) Operand {
	switch x := x.(type) {
	case nil:
		return nil
	case Compute:
		args := make([]Operand, len(x.Args))
		for i, arg := range x.Args {
			args[i] = r.side(arg)
		}
		return Compute{Fn: x.Fn, Args: args, Type: x.Type}
	case Choose:
		return Choose{If: r.predicate(x.If), Then: r.side(x.Then), Else: r.side(x.Else), Type: x.Type}
	case Gather:
		return r.gather(x)
	}
	if r.operand == nil {
		return x
	}
	return r.operand(x)
}

func (r rewriting) gather(g Gather) Operand {
	ok := true
	if r.relation != nil {
		g.Relation, ok = r.relation(g.Relation)
	}
	if g.P != nil {
		g.P = r.predicate(g.P)
	}
	if !ok {
		g.P = Const(false)
	}
	g.X = r.side(g.X)
	return g
}

func (r rewriting) some(p Some) Predicate {
	rel, ok := p.Relation, true
	if r.relation != nil {
		rel, ok = r.relation(rel)
	}
	if !ok {
		return Const(false)
	}
	return Some{Var: p.Var, Relation: rel, P: r.predicate(p.P)}
}
