package query

// Simplify folds constants, flattens And and Or, and removes repetitions. The
// result is true for exactly the same records as p.
func Simplify(p Predicate) Predicate {
	switch p := p.(type) {
	case And:
		return junction(p, true)
	case Or:
		return junction(p, false)
	case Not:
		return negation(Simplify(p.P))
	case Some:
		inner := Simplify(p.P)
		if inner == Const(false) {
			return Const(false)
		}
		return Some{Var: p.Var, Relation: p.Relation, P: inner}
	case Compare:
		if !Comparable(p.X.OperandType(), p.Y.OperandType()) {
			return Const(false)
		}
	case Overlap:
		if x := p.X.OperandType(); !x.Array || x != p.Y.OperandType() {
			return Const(false)
		}
	case nil:
		return Const(false)
	}
	return constant(p)
}

func negation(p Predicate) Predicate {
	switch p := p.(type) {
	case Const:
		return !p
	case Not:
		return p.P
	}
	return Not{p}
}

// junction simplifies an And (neutral true) or an Or (neutral false).
func junction(list []Predicate, neutral Const) Predicate {
	g := gathering{neutral: neutral, seen: map[string]bool{}}
	for _, p := range list {
		if !g.add(Simplify(p)) {
			return !neutral
		}
	}
	kept := absorb(g.kept, neutral)
	if neutral {
		if together := meet(kept); len(together) < len(kept) {
			return junction(together, neutral)
		}
		kept = withoutImplied(kept)
	}
	switch {
	case len(kept) == 0:
		return neutral
	case len(kept) == 1:
		return kept[0]
	case bool(neutral):
		return And(kept)
	}
	return Or(kept)
}

// gathering collects the members of an And or an Or.
type gathering struct {
	neutral Const
	kept    []Predicate
	seen    map[string]bool
}

// add takes a member, or the members of one of the same sort. It is false when
// the member decides the whole.
func (g *gathering) add(p Predicate) bool {
	if c, ok := p.(Const); ok {
		return c == g.neutral
	}
	for _, q := range g.parts(p) {
		if !g.add(q) {
			return false
		}
	}
	if g.parts(p) != nil {
		return true
	}
	if key := String(p); !g.seen[key] {
		g.seen[key] = true
		g.kept = append(g.kept, p)
	}
	return true
}

// parts gives the members of a nested one of the same sort, or nil.
func (g *gathering) parts(p Predicate) []Predicate {
	if list, ok := p.(And); ok && bool(g.neutral) {
		return list
	}
	if list, ok := p.(Or); ok && !bool(g.neutral) {
		return list
	}
	return nil
}

// absorb drops what another member already decides: in an Or, "a and b" beside
// "a"; in an And, "a or b" beside "a".
func absorb(list []Predicate, neutral Const) []Predicate {
	if len(list) < 2 {
		return list
	}
	have := make(map[string]bool, len(list))
	for _, p := range list {
		have[String(p)] = true
	}
	kept := list[:0:0]
	for _, p := range list {
		var parts []Predicate
		switch q := p.(type) {
		case And:
			if !neutral {
				parts = q
			}
		case Or:
			if neutral {
				parts = q
			}
		}
		absorbed := false
		for _, part := range parts {
			absorbed = absorbed || have[String(part)]
		}
		if !absorbed {
			kept = append(kept, p)
		}
	}
	return kept
}

// constant answers a Predicate whose answer does not depend on the record.
func constant(p Predicate) Predicate {
	operands := Operands(p)
	if len(operands) == 0 {
		return p
	}
	all := true
	for _, x := range operands {
		v, ok := x.(Value)
		if !ok {
			all = false
			continue
		}
		if v.V == nil || v.Type.Array && len(elements(v.V)) == 0 {
			return Const(false)
		}
	}
	if !all {
		return p
	}
	return Const(Eval(p, nil, nil))
}
