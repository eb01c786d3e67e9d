package residual

import "github.com/mortise-crm/mortise/engine/query"

// merge joins the definitions that give the same value. Different values at the
// same time are a conflict that Rego reports only when it happens; what cannot
// be told apart beforehand is refused.
func (r *run) merge(path string, values []alternative) ([]alternative, error) {
	var merged []alternative
	for _, v := range values {
		if v.cond == query.Const(false) {
			continue
		}
		joined := false
		for i, m := range merged {
			if same(m.val, v.val) {
				merged[i].cond = or(m.cond, v.cond)
				joined = true
				break
			}
		}
		if !joined {
			merged = append(merged, v)
		}
	}
	for i := range merged {
		for j := range i {
			if !disjoint(merged[i].cond, merged[j].cond) {
				return nil, r.refuse("%s may have two values at once", path)
			}
		}
	}
	return merged, nil
}

func same(x, y value) bool {
	cx, ok := x.(constant)
	cy, ok2 := y.(constant)
	return ok && ok2 && cx.v.Compare(cy.v) == 0
}

// disjoint tells that two conditions cannot both be true, as far as that is
// plain: the same operand equal to two constants, or a condition and its
// opposite.
func disjoint(x, y query.Predicate) bool {
	for _, p := range conjuncts(x) {
		for _, q := range conjuncts(y) {
			if opposite(p, q) || opposite(q, p) {
				return true
			}
			a, ok := p.(query.Compare)
			b, ok2 := q.(query.Compare)
			if !ok || !ok2 || a.Op != query.Eq || b.Op != query.Eq || a.X != b.X {
				continue
			}
			if query.Simplify(query.Compare{Op: query.Eq, X: a.Y, Y: b.Y}) == query.Const(false) {
				return true
			}
		}
	}
	return false
}

func opposite(p, q query.Predicate) bool {
	n, ok := p.(query.Not)
	return ok && query.String(n.P) == query.String(q)
}

func conjuncts(p query.Predicate) []query.Predicate {
	if list, ok := p.(query.And); ok {
		return list
	}
	return []query.Predicate{p}
}

// weigh refuses a condition that is too large. Rules are translated once and
// shared, so that a chain of rules which each use the one before twice would
// otherwise cost nothing here and fill the memory later.
func (r *run) weigh(p query.Predicate) error {
	parts := 0
	query.Walk(p, func(query.Predicate) bool {
		parts++
		return parts <= maxParts
	})
	if parts > maxParts {
		return r.refuse("the policy is too large to become a condition")
	}
	return nil
}
