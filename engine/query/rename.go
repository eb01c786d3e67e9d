package query

// Shift adds by to the number of every variable of p, variable 0 included, so
// that p can be asked about another record than the outermost one.
func Shift(p Predicate, by int) Predicate {
	return mapVariables(p, func(variable int) int { return variable + by })
}

// About gives p, which is about variable 0, about another one; variables that p
// binds keep their numbers.
func About(p Predicate, variable int) Predicate {
	return mapVariables(p, func(v int) int {
		if v == 0 {
			return variable
		}
		return v
	})
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

// mapOperand gives an operand with other numbers for its variables.
func mapOperand(x Operand, to func(int) int) Operand {
	switch x := x.(type) {
	case Field:
		x.Var = to(x.Var)
		return x
	case Compute:
		args := make([]Operand, len(x.Args))
		for i, arg := range x.Args {
			args[i] = mapOperand(arg, to)
		}
		return Compute{Fn: x.Fn, Args: args, Type: x.Type}
	case Choose:
		return Choose{If: mapVariables(x.If, to), Then: mapOperand(x.Then, to), Else: mapOperand(x.Else, to), Type: x.Type}
	case Gather:
		x.Var, x.Relation.From, x.Relation.Field.Var = to(x.Var), to(x.Relation.From), to(x.Relation.Field.Var)
		if x.P != nil {
			x.P = mapVariables(x.P, to)
		}
		x.X = mapOperand(x.X, to)
		return x
	}
	return x
}

func mapOperands(p Predicate, to func(int) int) Predicate {
	operand := func(x Operand) Operand { return mapOperand(x, to) }
	return withOperands(p, operand)
}

// withOperands gives a Predicate that holds no others with its operands
// replaced.
func withOperands(p Predicate, operand func(Operand) Operand) Predicate {
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
	return withOperands(p, func(x Operand) Operand { return renumberOperand(x, bound, depth) })
}

func renumberOperand(x Operand, bound *renamed, depth int) Operand {
	switch x := x.(type) {
	case Compute:
		args := make([]Operand, len(x.Args))
		for i, arg := range x.Args {
			args[i] = renumberOperand(arg, bound, depth)
		}
		return Compute{Fn: x.Fn, Args: args, Type: x.Type}
	case Choose:
		return Choose{If: renumber(x.If, bound, depth), Then: renumberOperand(x.Then, bound, depth),
			Else: renumberOperand(x.Else, bound, depth), Type: x.Type}
	case Gather:
		x.Relation.From = bound.find(x.Relation.From)
		x.Relation.Field.Var = 0
		if !x.Relation.Reverse {
			x.Relation.Field.Var = x.Relation.From
		}
		inner := &renamed{x.Var, depth + 1, bound}
		if x.Var = depth + 1; x.P != nil {
			x.P = renumber(x.P, inner, depth+1)
		}
		x.X = renumberOperand(x.X, inner, depth+1)
		return x
	}
	return mapOperand(x, bound.find)
}

func renumberAll(list []Predicate, bound *renamed, depth int) []Predicate {
	renumbered := make([]Predicate, len(list))
	for i, p := range list {
		renumbered[i] = renumber(p, bound, depth)
	}
	return renumbered
}
