package store

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// way is one alternative of a row condition, in the form in which it can be
// answered without looking at the rows that it does not cover: key says which
// column leads to them and where its values come from, rest what else must
// hold. A way without a key has to look at every row.
type way struct {
	key  key
	rest query.Or // of the alternatives that have the same key
}

// maxWays is how many alternatives a statement may have.
const maxWays = 16

// waysOf splits a row condition into its ways; nil when there are too many.
// led are the columns with an index that goes on with created_at and id.
func waysOf(row query.Predicate, led []string) []way {
	s := splitting{ranking: ranking{led}, index: map[string]int{}}
	s.split(row, nil)
	if s.over {
		return nil
	}
	return s.ways
}

type splitting struct {
	ranking
	ways  []way
	index map[string]int // by key
	steps int
	over  bool
}

// maxSteps bounds the work on conditions that multiply out.
const maxSteps = 256

// split adds the ways of "p and all of rest".
func (s *splitting) split(p query.Predicate, rest query.And) {
	if s.steps++; s.steps > maxSteps || len(s.ways) > maxWays {
		s.over = true
		return
	}
	switch p := p.(type) {
	case query.Or:
		for _, q := range p {
			s.split(q, rest)
		}
		return
	case query.And:
		if len(p) == 0 {
			break
		}
		best := s.bestOf(p)
		if s.rankOf(p[best]) >= rankNothing {
			break // to spell it out would lead nowhere
		}
		others := append(append(query.And{}, p[:best]...), p[best+1:]...)
		s.split(p[best], append(others, rest...))
		return
	case query.Some:
		if inner, ok := s.alternatives(p.P); ok && s.keyOf(p).rank < rankNothing {
			for _, q := range inner {
				s.split(query.Some{Var: p.Var, Relation: p.Relation, P: q}, rest)
			}
			return
		}
	case query.Const:
		if !p {
			return
		}
	}
	s.add(s.keyOf(p), p, rest)
}

func (s *splitting) add(k key, p query.Predicate, rest query.And) {
	name := ""
	if k.rank >= rankNothing {
		k = key{rank: rankNothing}
		rest = append(query.And{p}, rest...)
	} else {
		name = query.String(k.p)
	}
	i, ok := s.index[name]
	if !ok {
		i = len(s.ways)
		s.index[name] = i
		s.ways = append(s.ways, way{key: k})
	}
	s.ways[i].rest = append(s.ways[i].rest, rest)
}

// ranking tells keys by what is known of an entity's indexes.
type ranking struct{ led []string }

// bestOf gives the member of an And that leads to the fewest rows.
func (r ranking) bestOf(list query.And) int {
	best, rank := 0, rankNothing+1
	for i, p := range list {
		if n := r.rankOf(p); n < rank {
			best, rank = i, n
		}
	}
	return best
}

// alternatives spells out a condition inside a Some whose best member is an
// Or: there is one such record when there is one for either alternative.
func (r ranking) alternatives(p query.Predicate) ([]query.Predicate, bool) {
	switch p := p.(type) {
	case query.Or:
		return p, true
	case query.And:
		if len(p) == 0 {
			return nil, false
		}
		best := r.bestOf(p)
		inner, ok := r.alternatives(p[best])
		if !ok {
			return nil, false
		}
		var list []query.Predicate
		for _, q := range inner {
			all := append(append(query.And{}, p[:best]...), q)
			list = append(list, append(all, p[best+1:]...))
		}
		return list, true
	case query.Some:
		inner, ok := r.alternatives(p.P)
		if !ok {
			return nil, false
		}
		var list []query.Predicate
		for _, q := range inner {
			list = append(list, query.Some{Var: p.Var, Relation: p.Relation, P: q})
		}
		return list, true
	}
	return nil, false
}

// rankOf tells how far a condition narrows the records of its variable.
func (r ranking) rankOf(p query.Predicate) int {
	switch p := p.(type) {
	case query.And:
		best := rankNothing
		for _, q := range p {
			best = min(best, r.rankOf(q))
		}
		return best
	case query.Or:
		worst := -1
		for _, q := range p {
			worst = max(worst, r.rankOf(q))
		}
		if worst < 0 {
			return rankID // never true
		}
		return worst
	case query.Const:
		if !p {
			return rankID
		}
	}
	return r.keyOf(p).rank
}

// driven tells whether a way has a key of many values.
func driven(ways []way) bool {
	return slices.ContainsFunc(ways, func(w way) bool { return w.key.p != nil && !w.key.single() })
}

// lists gives the parameters that hold the values of all keys of many values,
// or false when some come from elsewhere.
func lists(ways []way) ([]string, bool) {
	var names []string
	for i := range ways {
		k := &ways[i].key
		if k.p == nil || k.single() {
			continue
		}
		p, ok := k.list()
		if !ok {
			return nil, false
		}
		names = append(names, p.Name)
	}
	return names, true
}

func simple(p query.Predicate) query.Predicate { return query.Simplify(p) }

func fieldsOf(p query.Predicate) []query.Field {
	if p == nil {
		return nil
	}
	return query.Fields(p)
}
