package store

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

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
		if f, ok := p.List.(query.Field); ok && f.Links != "" && !reads(p.X) && p.X.OperandType() == (query.Type{Kind: query.UUID}) {
			return key{p, idOf(f.Var), rankList}
		}
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
	if p.Relation.Reverse || field.Links != "" {
		field = idOf(p.Relation.From)
	}
	if !indexed(field) {
		return none
	}
	return key{p, field, max(inner, rankList) + rankStep}
}

// idOf is the id of the record of a variable.
func idOf(variable int) query.Field {
	return query.Field{Var: variable, Name: "id", Column: "id", Type: query.Type{Kind: query.UUID}}
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
