package query

// Walk calls visit for p and every Predicate inside it, outermost first. It
// does not descend where visit returns false. Operands made of others show as
// conditions on what they are made of: Present for each argument, Some for a
// Gather. What computed fields are made of shows after Expand only.
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
	default:
		for _, x := range Operands(p) {
			for _, part := range parts(x) {
				Walk(part, visit)
			}
		}
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
	case Overlap:
		return []Operand{p.X, p.Y}
	}
	return nil
}

// Fields lists every field that p reads, relation fields included, each once,
// in the order of first use. A computed field counts as itself.
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
	Walk(Expand(p), func(q Predicate) bool {
		if _, ok := q.(Some); ok {
			found = true
		}
		return !found
	})
	return found
}

// Params lists every parameter that p reads, those of computed fields included,
// each once, in the order of first use.
func Params(p Predicate) []Param {
	var list []Param
	seen := map[Param]bool{}
	Walk(Expand(p), func(q Predicate) bool {
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

// OwnFields lists the fields of records bound outside p's operands that those
// operands read, each once: what conditions and gatherings within them read is
// left out. A computed field counts as itself.
func OwnFields(p Predicate) []Field {
	var list []Field
	seen := map[Field]bool{}
	var add func(x Operand)
	add = func(x Operand) {
		switch x := x.(type) {
		case Field:
			if !seen[x] {
				seen[x] = true
				list = append(list, x)
			}
		case Compute:
			for _, arg := range x.Args {
				add(arg)
			}
		case Choose:
			add(x.Then)
			add(x.Else)
		}
	}
	for _, x := range Operands(p) {
		add(x)
	}
	return list
}

// RewriteOperands gives a Predicate that holds no others with its operands
// replaced, each as a whole.
func RewriteOperands(p Predicate, operand func(Operand) Operand) Predicate {
	return withOperands(p, operand)
}

// LooksAt tells whether p looks at records of an entity beside the one of
// variable 0.
func LooksAt(p Predicate, entity string) bool {
	found := false
	Walk(Expand(p), func(q Predicate) bool {
		if s, ok := q.(Some); ok && s.Relation.Entity == entity {
			found = true
		}
		return !found
	})
	return found
}
