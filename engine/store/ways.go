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

// key is a condition on one indexed column of the outermost record: its id, or
// a relation field.
type key struct {
	p     query.Predicate // nil for none
	field query.Field     // the column that the values are of; unset for none
	rank  int
}

// The ranks of keys, the most selective first. A key through other records
// adds its step to theirs.
const (
	rankID = iota
	rankEqual
	rankEmpty
	rankList
	rankStep    = 2
	rankNothing = 1000
)

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

// keyOf reads an atom or a Some as a key of the record it is about.
func (r ranking) keyOf(p query.Predicate) key {
	none := key{rank: rankNothing}
	switch p := p.(type) {
	case query.Compare:
		f, x := fieldFirst(p.X, p.Y)
		if p.Op != query.Eq || !indexed(f) || reads(x) || x.OperandType() != f.Type {
			return none
		}
		if f.Column == "id" {
			return key{p, f, rankID}
		}
		return key{p, f, rankEqual}
	case query.In:
		f, _ := p.X.(query.Field)
		if !indexed(f) || reads(p.List) || p.List.OperandType() != (query.Type{Kind: query.UUID, Array: true}) {
			return none
		}
		return key{p, f, rankList}
	case query.Not:
		if present, ok := p.P.(query.Present); ok {
			if f, _ := present.X.(query.Field); f.Var == 0 && slices.Contains(r.led, f.Column) {
				return key{p, f, rankEmpty}
			}
		}
	case query.Some:
		return r.throughRelation(p)
	}
	return none
}

// throughRelation is the key of a Some whose far records can be found without
// knowing the near one.
func (r ranking) throughRelation(p query.Some) key {
	none := key{rank: rankNothing}
	inner := r.rankOf(p.P)
	if inner >= rankNothing || looksOutside(p.P, p.Var) {
		return none
	}
	field := p.Relation.Field
	field.Var = p.Relation.From
	if p.Relation.Reverse {
		field = query.Field{Var: p.Relation.From, Name: "id", Column: "id", Type: query.Type{Kind: query.UUID}}
	}
	if !indexed(field) {
		return none
	}
	return key{p, field, max(inner, rankList) + rankStep}
}

// looksOutside tells whether a condition about a variable reads one that is
// bound further out.
func looksOutside(p query.Predicate, variable int) bool {
	bound, outside := map[int]bool{variable: true}, false
	query.Walk(p, func(q query.Predicate) bool {
		for _, x := range query.Operands(q) {
			if f, ok := x.(query.Field); ok && !bound[f.Var] {
				outside = true
			}
		}
		if s, ok := q.(query.Some); ok {
			outside = outside || !bound[s.Relation.From]
			bound[s.Var] = true
		}
		return !outside
	})
	return outside
}

// indexed tells whether a field has an index that begins with it: the id, and
// every relation that was designed.
func indexed(f query.Field) bool {
	system := f.Column == "created_by" || f.Column == "updated_by"
	return f.Column != "" && !system && f.Type == query.Type{Kind: query.UUID}
}

func reads(x query.Operand) bool {
	_, ok := x.(query.Field)
	return ok
}

func fieldFirst(x, y query.Operand) (query.Field, query.Operand) {
	if f, ok := x.(query.Field); ok {
		return f, y
	}
	f, _ := y.(query.Field)
	return f, x
}

// single tells that a key stands for one value: its rows come in order from
// an index that goes on with the sort keys.
func (k *key) single() bool { return k.rank <= rankEmpty }

// list gives the parameter whose elements are the key's values.
func (k *key) list() (query.Param, bool) {
	in, ok := k.p.(query.In)
	if !ok {
		return query.Param{}, false
	}
	p, ok := in.List.(query.Param)
	return p, ok
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
