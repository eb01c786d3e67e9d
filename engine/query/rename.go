package query

// Shift adds by to the number of every variable of p, variable 0 included, so
// that p can be asked about another record than the outermost one.
func Shift(p Predicate, by int) Predicate {
	return mapVariables(p, func(variable int) int { return variable + by })
}

// mapVariables gives p with other numbers for its variables, bound and free
// ones alike.
func mapVariables(p Predicate, to func(int) int) Predicate {
	switch p := p.(type) {
	case And:
		return And(mapAll(p, to))
	case Or:
		return Or(mapAll(p, to))
	case Not:
		return Not{mapVariables(p.P, to)}
	case Some:
		r := p.Relation
		r.From = to(r.From)
		r.Field.Var = to(r.Field.Var)
		return Some{Var: to(p.Var), Relation: r, P: mapVariables(p.P, to)}
	}
	return mapOperands(p, to)
}

func mapOperands(p Predicate, to func(int) int) Predicate {
	operand := func(x Operand) Operand {
		if f, ok := x.(Field); ok {
			f.Var = to(f.Var)
			return f
		}
		return x
	}
	switch p := p.(type) {
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
	case Overlap:
		return Overlap{X: operand(p.X), Y: operand(p.Y)}
	}
	return p
}

func mapAll(list []Predicate, to func(int) int) []Predicate {
	mapped := make([]Predicate, len(list))
	for i, p := range list {
		mapped[i] = mapVariables(p, to)
	}
	return mapped
}

// Renumber numbers the variables that p binds by how deep they stand, so that
// Predicates that mean the same have the same text. Variables that p does not
// bind keep their numbers, which must be lower than any that it binds; variables
// bound within each other may have had the same number, the inner one counts.
func Renumber(p Predicate) Predicate { return renumber(p, nil, 0) }

// renamed is the chain of variables bound so far, innermost first.
type renamed struct {
	from, to int
	outer    *renamed
}

func (r *renamed) find(variable int) int {
	for ; r != nil; r = r.outer {
		if r.from == variable {
			return r.to
		}
	}
	return variable
}

func renumber(p Predicate, bound *renamed, depth int) Predicate {
	switch p := p.(type) {
	case And:
		return And(renumberAll(p, bound, depth))
	case Or:
		return Or(renumberAll(p, bound, depth))
	case Not:
		return Not{renumber(p.P, bound, depth)}
	case Some:
		r := p.Relation
		r.From = bound.find(r.From)
		r.Field.Var = 0
		if !r.Reverse {
			r.Field.Var = r.From
		}
		inner := renumber(p.P, &renamed{p.Var, depth + 1, bound}, depth+1)
		return Some{Var: depth + 1, Relation: r, P: inner}
	}
	return mapOperands(p, bound.find)
}

func renumberAll(list []Predicate, bound *renamed, depth int) []Predicate {
	renumbered := make([]Predicate, len(list))
	for i, p := range list {
		renumbered[i] = renumber(p, bound, depth)
	}
	return renumbered
}
