package query

// Rewrite gives p with every operand and relation replaced by what the two
// functions make of it; nil functions leave them as they are. A relation that
// relation refuses leads nowhere.
func Rewrite(p Predicate, operand func(Operand) Operand, relation func(Relation) (Relation, bool)) Predicate {
	r := rewriting{operand, relation}
	return r.predicate(p)
}

// Bound gives p with its parameters replaced by their values.
func Bound(p Predicate, params func(name string) any) Predicate {
	return Simplify(Rewrite(p, func(x Operand) Operand {
		param, ok := x.(Param)
		if !ok {
			return x
		}
		v := Value{Type: param.Type, V: params(param.Name)}
		if list := elements(v.V); param.Type.Array {
			if v.V = nil; len(list) > 0 {
				v.V = list
			}
		}
		return v
	}, nil))
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
	if r.operand == nil {
		return x
	}
	return r.operand(x)
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
