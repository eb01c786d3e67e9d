package difftest

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// CompareSQL asks PostgreSQL and the evaluator about every item.
func (b *Bench) CompareSQL(ctx context.Context, p query.Predicate, params map[string]any) ([]Mismatch, error) {
	none := func(access.Decision) (answer, ok bool) { return false, false }
	answers, err := b.ask(ctx, []access.Question{{Name: "predicate", P: p, Decided: none}}, params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", query.String(p), err)
	}
	var found []Mismatch
	for _, rec := range b.Records.all[Entity] {
		id := rec.values["id"].(string)
		m := Mismatch{Record: id, Condition: "predicate", SQL: answers[id][0]}
		m.Go = query.Eval(p, rec, func(name string) any { return params[name] })
		if m.SQL != m.Go {
			m.Predicate = query.String(p)
			found = append(found, m)
		}
	}
	return found, nil
}

// RandomPredicate makes a Predicate about a record of an entity bound to a
// variable: all that filters and views can ask, and more than policies do.
func RandomPredicate(r *rand.Rand, entity string, variable, depth int) query.Predicate {
	if depth == 0 {
		return randomAtom(r, entity, variable)
	}
	list := make([]query.Predicate, r.IntN(4))
	for i := range list {
		list[i] = RandomPredicate(r, entity, variable, depth-1)
	}
	switch r.IntN(6) {
	case 0:
		return query.And(list)
	case 1:
		return query.Or(list)
	case 2:
		return query.Not{P: RandomPredicate(r, entity, variable, depth-1)}
	case 3:
		return randomSome(r, entity, variable, depth)
	}
	return randomAtom(r, entity, variable)
}

// relations are the relation fields, by the entity that has them.
var relations = map[string][]string{
	Entity: {"owner", "dep", "members"}, "user": {"department", "manager"}, "department": {"parent"}, "note": {"item", "author"}, "step": {"note"},
}

func randomSome(r *rand.Rand, entity string, variable, depth int) query.Predicate {
	rel := query.Relation{From: variable}
	if r.IntN(2) == 0 {
		rel.Field, _ = World{}.Field(entity, pick(r, relations[entity]))
		rel.Entity, _ = World{}.Target(entity, rel.Field.Name)
		rel.Field.Var = variable
	} else {
		rel.Reverse = true
		rel.Entity = pick(r, []string{Entity, "user", "department", "note", "step"})
		rel.Field, _ = World{}.Field(rel.Entity, pick(r, relations[rel.Entity]))
	}
	return query.Some{Var: variable + 1, Relation: rel, P: RandomPredicate(r, rel.Entity, variable+1, depth-1)}
}

func randomAtom(r *rand.Rand, entity string, variable int) query.Predicate {
	kind := pick(r, []query.Kind{query.Text, query.Text, query.Integer, query.Number, query.Boolean, query.Date, query.Time, query.Instant, query.UUID})
	x, y := randomOperand(r, entity, variable, kind), randomOperand(r, entity, variable, kind)
	switch r.IntN(8) {
	case 0:
		if f, ok := (World{}).Field(entity, "members"); ok && r.IntN(2) == 0 {
			f.Var = variable
			return randomLinked(r, f)
		}
		return query.Present{X: x}
	case 1:
		return query.IsTrue{X: randomOperand(r, entity, variable, query.Boolean)}
	case 2:
		list := query.Value{Type: query.Type{Kind: kind, Array: true}, V: []any{randomValue(r, kind), randomValue(r, kind)}}
		return query.In{X: x, List: list}
	case 3, 4:
		text := func() query.Operand { return randomOperand(r, entity, variable, query.Text) }
		return query.Match{How: query.How(1 + r.IntN(3)), X: text(), Y: text(), Fold: r.IntN(2) == 0}
	case 6:
		if r.IntN(2) == 0 {
			return randomOverlap(r, entity, variable)
		}
	case 5:
		f, ok := World{}.Field(entity, "tags")
		if f.Var = variable; !ok {
			return query.In{X: x, List: query.Param{Name: "user.skills", Type: query.Type{Kind: query.Text, Array: true}}}
		}
		return query.In{X: x, List: pick(r, []query.Operand{f, query.Param{Name: "user.skills", Type: f.Type}})}
	}
	return query.Compare{Op: query.Op(1 + r.IntN(6)), X: x, Y: y}
}

// randomLinked asks about the list of a field of many.
func randomLinked(r *rand.Rand, f query.Field) query.Predicate {
	one := func() any { return recordID("user", r.IntN(12)) }
	switch r.IntN(4) {
	case 0:
		return query.Present{X: f}
	case 1:
		return query.Overlap{X: f, Y: query.Value{Type: f.Type, V: []any{one(), one()}}}
	case 2:
		return query.In{X: query.Value{Type: query.Type{Kind: query.UUID}, V: one()}, List: f}
	}
	return query.In{X: query.Param{Name: "user.id", Type: query.Type{Kind: query.UUID}}, List: f}
}

// randomOverlap asks whether two lists of texts share an element.
func randomOverlap(r *rand.Rand, entity string, variable int) query.Predicate {
	t := query.Type{Kind: query.Text, Array: true}
	list := []query.Operand{
		query.Param{Name: "user.skills", Type: t}, query.Value{Type: t, V: []any{randomValue(r, query.Text), randomValue(r, query.Text)}},
	}
	for _, name := range []string{"tags", "skills", "labels"} {
		if f, ok := (World{}).Field(entity, name); ok {
			f.Var = variable
			list = append(list, f, f)
		}
	}
	return query.Overlap{X: pick(r, list), Y: pick(r, list)}
}

// randomOperand is a field of the kind, a parameter, a constant or nothing.
func randomOperand(r *rand.Rand, entity string, variable int, k query.Kind) query.Operand {
	t := query.Type{Kind: k}
	var fields []query.Field
	for _, name := range []string{"id", "t1", "t2", "n1", "d1", "b1", "day", "hour", "at", "owner", "name", "level", "size", "open", "parent"} {
		if f, ok := (World{}).Field(entity, name); ok && f.Type == t {
			f.Var = variable
			fields = append(fields, f)
		}
	}
	switch r.IntN(6) {
	case 0:
		return query.Value{Type: t, V: randomValue(r, k)}
	case 1:
		params := map[query.Kind]string{query.Text: "user.name", query.Integer: "user.level", query.UUID: "user.id", query.Instant: "now"}
		if name, ok := params[k]; ok {
			return query.Param{Name: name, Type: t}
		}
	case 2:
		if r.IntN(5) == 0 {
			return query.Value{Type: t}
		}
	}
	if len(fields) > 0 {
		return pick(r, fields)
	}
	return query.Value{Type: t, V: randomValue(r, k)}
}
