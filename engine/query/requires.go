package query

// withoutImplied drops from the members of an And the questions whether an
// operand has a value where another member needs that value anyway.
func withoutImplied(list []Predicate) []Predicate {
	kept := list[:0:0]
	for i, p := range list {
		x, ok := p.(Present)
		if !ok || !impliedBeside(x.X, list, i) {
			kept = append(kept, p)
		}
	}
	return kept
}

func impliedBeside(x Operand, list []Predicate, skip int) bool {
	for i, p := range list {
		if i != skip && requires(p, x) {
			return true
		}
	}
	return false
}

// requires tells that p is true only where x has a value.
func requires(p Predicate, x Operand) bool {
	switch p := p.(type) {
	case And:
		for _, q := range p {
			if requires(q, x) {
				return true
			}
		}
		return false
	case Or:
		for _, q := range p {
			if !requires(q, x) {
				return false
			}
		}
		return len(p) > 0
	case Some:
		if !p.Relation.Reverse && sameOperand(p.Relation.Field, x) {
			return true
		}
		// The same variable number inside would be another record.
		if f, ok := x.(Field); ok && f.Var >= p.Var {
			return false
		}
		return requires(p.P, x)
	}
	for _, y := range Operands(p) {
		if sameOperand(x, y) {
			return true
		}
	}
	return false
}

// sameOperand compares fields and parameters; constants are never asked for.
func sameOperand(x, y Operand) bool {
	switch x := x.(type) {
	case Field:
		f, ok := y.(Field)
		return ok && f == x
	case Param:
		v, ok := y.(Param)
		return ok && v == x
	}
	return false
}
