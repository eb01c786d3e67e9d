package query

// meet joins the members of an And that follow the same relation to one: there
// is one record at the far side at most, so what is true of some is true of the
// same.
func meet(list []Predicate) []Predicate {
	kept := list[:0:0]
	at := map[Relation]int{}
	for _, p := range list {
		s, ok := p.(Some)
		if !ok || s.Relation.Reverse {
			kept = append(kept, p)
			continue
		}
		i, seen := at[s.Relation]
		if !seen {
			at[s.Relation] = len(kept)
			kept = append(kept, p)
			continue
		}
		first, ok := kept[i].(Some)
		if !ok || first.Var != s.Var {
			kept = append(kept, p) // the variables may mean others inside
			continue
		}
		kept[i] = Some{Var: s.Var, Relation: s.Relation, P: And{first.P, s.P}}
	}
	return kept
}
