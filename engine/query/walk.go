package query

// Walk calls visit for p and every Predicate inside it, outermost first. It
// does not descend where visit returns false.
func Walk(p Predicate, visit func(Predicate) bool) {
	if p == nil || !visit(p) {
		return
	}
	switch p := p.(type) {
	case And:
		for _, q := range p {
			Walk(q, visit)
		}
	case Or:
		for _, q := range p {
			Walk(q, visit)
		}
	case Not:
		Walk(p.P, visit)
	case Some:
		Walk(p.P, visit)
	}
}

// Operands gives the operands of p itself, not of the Predicates inside it.
func Operands(p Predicate) []Operand {
	switch p := p.(type) {
	case Present:
		return []Operand{p.X}
	case IsTrue:
		return []Operand{p.X}
	case Compare:
		return []Operand{p.X, p.Y}
	case Match:
		return []Operand{p.X, p.Y}
	case In:
		return []Operand{p.X, p.List}
	}
	return nil
}

// Fields lists every field that p reads, relation fields included, each once,
// in the order of first use.
func Fields(p Predicate) []Field {
	var list []Field
	seen := map[Field]bool{}
	add := func(f Field) {
		if !seen[f] {
			seen[f] = true
			list = append(list, f)
		}
	}
	Walk(p, func(q Predicate) bool {
		for _, x := range Operands(q) {
			if f, ok := x.(Field); ok {
				add(f)
			}
		}
		if s, ok := q.(Some); ok {
			f := s.Relation.Field
			if s.Relation.Reverse {
				f.Var = s.Var
			}
			add(f)
		}
		return true
	})
	return list
}

// Relates tells whether p reads records other than the one of variable 0.
func Relates(p Predicate) bool {
	found := false
	Walk(p, func(q Predicate) bool {
		if _, ok := q.(Some); ok {
			found = true
		}
		return !found
	})
	return found
}

// Params lists every parameter that p reads, each once, in the order of first
// use.
func Params(p Predicate) []Param {
	var list []Param
	seen := map[Param]bool{}
	Walk(p, func(q Predicate) bool {
		for _, x := range Operands(q) {
			if v, ok := x.(Param); ok && !seen[v] {
				seen[v] = true
				list = append(list, v)
			}
		}
		return true
	})
	return list
}

// Shift adds by to the number of every variable of p, variable 0 included, so
// that p can be asked about another record than the outermost one.
func Shift(p Predicate, by int) Predicate {
	operand := func(x Operand) Operand {
		if f, ok := x.(Field); ok {
			f.Var += by
			return f
		}
		return x
	}
	switch p := p.(type) {
	case And:
		return And(shiftAll(p, by))
	case Or:
		return Or(shiftAll(p, by))
	case Not:
		return Not{Shift(p.P, by)}
	case Present:
		return Present{operand(p.X)}
	case IsTrue:
		return IsTrue{operand(p.X)}
	case Compare:
		return Compare{Op: p.Op, X: operand(p.X), Y: operand(p.Y)}
	case Match:
		return Match{How: p.How, X: operand(p.X), Y: operand(p.Y), Fold: p.Fold}
	case In:
		return In{X: operand(p.X), List: operand(p.List)}
	case Some:
		r := p.Relation
		r.From += by
		r.Field.Var += by
		return Some{Var: p.Var + by, Relation: r, P: Shift(p.P, by)}
	}
	return p
}

func shiftAll(list []Predicate, by int) []Predicate {
	shifted := make([]Predicate, len(list))
	for i, p := range list {
		shifted[i] = Shift(p, by)
	}
	return shifted
}
