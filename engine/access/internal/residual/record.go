package residual

import (
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// The members of a record that no field stands for.
const (
	Shares   = "shares"    // to whom the record is shared, as an array
	Readable = "_readable" // of another record: whether the caller may read it
)

// ShareEntity is the entity of the members of Shares. Only policies know it.
const ShareEntity = "$share"

// archivedField is empty for records that are not archived.
const archivedField = "archived_at"

// relation is what the members of an array have in common: a relation field
// that leads back to the record, or, forward, the one that leads to them.
type relation struct {
	field   query.Field
	entity  string
	forward bool
}

// Several finds the records that a policy means by a name of an entity's
// record: "order.buyer" for those of order whose buyer it is, "members" for
// those that a field of many leads to, or Shares.
func Several(schema query.Schema, entity, name string) (query.Relation, bool) {
	if name == Shares {
		f, ok := schema.Field(ShareEntity, "record")
		return query.Relation{Entity: ShareEntity, Field: f, Reverse: true}, ok
	}
	if f, ok := schema.Field(entity, name); ok {
		target, _ := schema.Target(entity, name)
		return query.Relation{Entity: target, Field: f}, f.Links != "" && target != ""
	}
	for i := range len(name) {
		if name[i] != '.' {
			continue
		}
		far, field := name[:i], name[i+1:]
		target, ok := schema.Target(far, field)
		if !ok || target != entity {
			return query.Relation{}, false
		}
		f, ok := schema.Field(far, field)
		return query.Relation{Entity: far, Field: f, Reverse: true}, ok
	}
	return query.Relation{}, false
}

// Archived gives the field by which archived records are told; they are never
// members of an array. Entities without it have no archived records.
func Archived(schema query.Schema, entity string) (query.Field, bool) {
	return schema.Field(entity, archivedField)
}

// field reads a member of a record; a relation field is the record it leads
// to, whose id is the field's own value.
func (r *run) field(rec record, name string, s scope) ([]result, error) {
	if name == "id" && len(rec.hops) > 0 {
		last := len(rec.hops) - 1
		return always(operand{place{rec.base, rec.hops[:last]}, rec.hops[last].field}, s), nil
	}
	if name == Readable && (rec.base != 0 || len(rec.hops) > 0) {
		return r.readable(rec, s)
	}
	if rel, ok := Several(r.Schema, rec.entity, name); ok {
		return always(many{rec.place, relation{rel.Field, rel.Entity, !rel.Reverse}}, s), nil
	}
	f, ok := r.Schema.Field(rec.entity, name)
	if !ok {
		return nil, r.refuse("%s has no field %q", rec.entity, name)
	}
	if target, ok := r.Schema.Target(rec.entity, name); ok {
		return always(record{rec.over(hop{f, target}), target}, s), nil
	}
	return always(operand{rec.place, f}, s), nil
}

// readable is true where the caller may read the other record, and has no value
// where he may not.
func (r *run) readable(rec record, s scope) ([]result, error) {
	if r.Related == nil {
		return nil, r.refuse("%s cannot be asked here", Readable)
	}
	row, err := r.Related(rec.entity)
	var inner *Refusal
	if errors.As(err, &inner) {
		err = errors.New(inner.Message)
	}
	if err != nil {
		return nil, r.refuse("%s of %s: %v", Readable, rec.entity, err)
	}
	if r.Defect == ReadableIgnored {
		row = query.Const(true)
	}
	p := rec.follow(0, query.Shift(row, rec.end(0)))
	return []result{{p, constant{ast.Boolean(true)}, s}}, nil
}

// firstLoop is the lowest number of a variable that stands for a member of an
// array. Those below number relations followed within one condition.
const firstLoop = 1000

// loop is a member of an array, picked for the rest of a body.
type loop struct {
	of many
	id int
}

// pick begins with any member of an array.
func (r *run) pick(of many) (loop, record, query.Predicate) {
	r.loops++
	l := loop{of, firstLoop + r.loops}
	return l, record{place{base: l.id}, of.rel.entity}, r.counts(l)
}

// counts is the condition that a record is a member of arrays at all: it is not
// archived.
func (r *run) counts(l loop) query.Predicate {
	f, ok := Archived(r.Schema, l.of.rel.entity)
	if !ok || r.Defect == ArchivedCounts {
		return query.Const(true)
	}
	f.Var = l.id
	return query.Not{P: query.Present{X: f}}
}

// each picks a member of an array for the rest of the body.
func (r *run) each(of many, key *ast.Term, s scope) ([]result, error) {
	if !unbound(key, s) {
		return nil, r.refuse("an array has no known positions")
	}
	l, rec, cond := r.pick(of)
	return []result{{cond, rec, s.enter(l)}}, nil
}

// closed ends the search for the members that were picked since a scope: the
// condition is true when there are some that make it so.
func closed(cond query.Predicate, from, to scope) query.Predicate {
	for b := to.last; b != from.last && b != nil; b = b.before {
		if b.loop != nil {
			cond = b.loop.wrap(cond)
		}
	}
	return cond
}

// wrap makes "some member" of a condition, leaving out what is not about it.
func (l loop) wrap(cond query.Predicate) query.Predicate {
	var inside, outside query.Predicate = query.Const(true), query.Const(true)
	for _, p := range conjuncts(cond) {
		if about(p, l.id) {
			inside = and(inside, p)
		} else {
			outside = and(outside, p)
		}
	}
	rel := query.Relation{From: l.of.end(0), Entity: l.of.rel.entity, Field: l.of.rel.field, Reverse: !l.of.rel.forward}
	if l.of.rel.forward {
		rel.Field.Var = rel.From
	}
	return and(outside, l.of.follow(0, query.Some{Var: l.id, Relation: rel, P: inside}))
}

// about tells whether a condition reads a variable.
func about(p query.Predicate, variable int) bool {
	found := false
	query.Walk(p, func(q query.Predicate) bool {
		for _, x := range query.Operands(q) {
			if f, ok := x.(query.Field); ok && f.Var == variable {
				found = true
			}
		}
		if some, ok := q.(query.Some); ok && some.Relation.From == variable {
			found = true
		}
		return !found
	})
	return found
}

// free tells that a value is about a member picked since a scope, and so means
// nothing outside.
func free(v value, from, to scope) bool {
	var at place
	switch v := v.(type) {
	case operand:
		at = v.place
	case record:
		at = v.place
	case many:
		at = v.place
	case element:
		at = v.list.place
	case collection:
		for _, m := range v.members {
			if free(m.val, from, to) {
				return true
			}
		}
	}
	for b := to.last; b != from.last && b != nil; b = b.before {
		if b.loop != nil && b.loop.id == at.base {
			return true
		}
	}
	return false
}
