package explain

import (
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

func plain(v any) string { return fmt.Sprint(v) }

// condition tells a part of a reason: what it asks, and of a record that was
// named whether it holds and why.
func (t *teller) condition(p query.Predicate) Condition {
	if c, ok := p.(query.Const); ok {
		return Condition{Text: t.rule(p), Holds: yes(bool(c))}
	}
	if !t.bound() || !t.seen(p) {
		return Condition{Text: t.asks(p)}
	}
	holds := t.holds(p)
	return Condition{Text: t.fact(p, holds), Holds: yes(holds)}
}

// asks says what p asks, as far as the caller may know that it is there to be
// asked: fields that he can read on no record do not exist for him.
func (t *teller) asks(p query.Predicate) string {
	if t.sight.caller.Principal.Can(Permission) || t.exists(p) {
		return t.rule(p)
	}
	return t.say("withheld")
}

// exists tells whether all fields that p names exist for the caller.
func (t *teller) exists(p query.Predicate) bool {
	ok := true
	query.Walk(p, func(q query.Predicate) bool {
		s, some := q.(query.Some)
		if some && (isShare(s) || t.isReadable(s)) {
			return false
		}
		if some {
			ok = ok && t.fieldExists(s.Relation.Field)
		}
		for _, x := range query.Operands(q) {
			if f, field := x.(query.Field); field {
				ok = ok && t.fieldExists(f)
			}
			ok = ok && named(x)
		}
		return ok
	})
	return ok
}

// named tells that an operand is not computed of others, which has no words.
func named(x query.Operand) bool {
	switch x.(type) {
	case query.Compute, query.Choose, query.Gather:
		return false
	}
	return true
}

func (t *teller) fieldExists(f query.Field) bool {
	plan := t.sight.plan(f.Entity)
	if plan == nil {
		return false
	}
	_, ok := plan.Fields[f.Name]
	return ok || f.Name == "id"
}

func (t *teller) holds(p query.Predicate) bool { return query.EvalIn(p, t.records, t.params) }

// seen tells whether the caller may know all that p depends on.
func (t *teller) seen(p query.Predicate) bool {
	switch p := p.(type) {
	case query.Const:
		return true
	case query.And:
		return t.allSeen(p)
	case query.Or:
		return t.allSeen(p)
	case query.Not:
		return t.seen(p.P)
	case query.Some:
		return t.someSeen(p)
	}
	for _, x := range query.Operands(p) {
		if !t.operandSeen(x) {
			return false
		}
	}
	return true
}

func (t *teller) allSeen(list []query.Predicate) bool {
	for _, p := range list {
		if !t.seen(p) {
			return false
		}
	}
	return true
}

func (t *teller) operandSeen(x query.Operand) bool {
	switch x := x.(type) {
	case query.Field:
		rec := t.records[x.Var]
		return rec != nil && t.sight.cell(rec, x.Name)
	case query.Param:
		return t.sees(x.Name)
	case query.Value:
		return true
	}
	return false // what is computed of others is not told in words
}

func (t *teller) someSeen(p query.Some) bool {
	if isShare(p) {
		return t.shares
	}
	near := t.records[p.Relation.From]
	if near == nil {
		return false
	}
	if !p.Relation.Reverse && !t.sight.cell(near, p.Relation.Field.Name) {
		return false
	}
	if t.isReadable(p) && !p.Relation.Reverse {
		return true // whether the user may read it is what was asked
	}
	for _, rec := range near.Related(p.Relation) {
		if !t.sight.row(rec) || p.Relation.Reverse && !t.sight.cell(rec, p.Relation.Field.Name) {
			return false
		}
		if !t.within(p.Var, rec, nil).seen(p.P) {
			return false
		}
	}
	return true
}

func isShare(p query.Some) bool { return p.Relation.Reverse && p.Relation.Entity == "$share" }

// isReadable tells whether p asks that the user may read the far record.
func (t *teller) isReadable(p query.Some) bool {
	text, ok := t.readable[p.Relation.Entity]
	return ok && query.String(query.Shift(p.P, -p.Var)) == text
}

// rule says what p asks, whether it holds or not.
func (t *teller) rule(p query.Predicate) string {
	switch p := p.(type) {
	case query.Const:
		if p {
			return t.say("always")
		}
		return t.say("never")
	case query.And:
		return t.joined(p, "and", t.rule)
	case query.Or:
		return t.joined(p, "or", t.rule)
	case query.Not:
		return t.ruleNot(p.P)
	case query.Some:
		return t.some(p, true, t.rule)
	}
	return t.atom(p, true, false)
}

func (t *teller) ruleNot(p query.Predicate) string {
	switch p := p.(type) {
	case query.And, query.Or, query.Const:
		return t.say("not", "p", t.rule(p))
	case query.Not:
		return t.rule(p.P)
	case query.Some:
		if isShare(p) || p.Relation.Reverse || t.isReadable(p) || p.P == query.Const(true) {
			return t.some(p, false, t.rule)
		}
		return t.say("not", "p", t.rule(p))
	}
	return t.atom(p, false, false)
}

// fact says why p holds, or why it does not.
func (t *teller) fact(p query.Predicate, holds bool) string {
	switch p := p.(type) {
	case query.Const:
		return t.rule(query.Const(holds))
	case query.And:
		return t.facts(p, holds, true)
	case query.Or:
		return t.facts(p, holds, false)
	case query.Not:
		return t.fact(p.P, !holds)
	case query.Some:
		return t.someFact(p, holds)
	}
	return t.atom(p, holds, true)
}

// facts tells the parts of an And (every) or an Or that decide: all of them, or
// those that are not as the others.
func (t *teller) facts(list []query.Predicate, holds, every bool) string {
	var deciding []query.Predicate
	for _, p := range list {
		if t.holds(p) == holds {
			deciding = append(deciding, p)
		}
	}
	if holds != every && len(deciding) > 1 {
		deciding = deciding[:1] // one suffices
	}
	return t.joined(deciding, "and", func(p query.Predicate) string { return t.fact(p, holds) })
}

func (t *teller) joined(list []query.Predicate, joint string, tell func(query.Predicate) string) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = tell(p)
	}
	return strings.Join(texts, t.say(joint))
}

// some tells a relation without the records that it leads to.
func (t *teller) some(p query.Some, holds bool, tell func(query.Predicate) string) string {
	not := ""
	if !holds {
		not = "_not"
	}
	title := t.entityTitle(p.Relation.Entity)
	switch {
	case isShare(p) && forWriting(p.P):
		return t.say("shared_more"+not, "who", t.who)
	case isShare(p):
		return t.say("shared"+not, "who", t.who)
	case t.isReadable(p) && p.Relation.Reverse:
		return t.say("readable_some"+not, "who", t.who, "entity", title)
	case t.isReadable(p):
		return t.say("readable"+not, "who", t.who, "x", t.field(p.Relation.Field))
	case p.Relation.Reverse && p.P == query.Const(true):
		return t.say("some_any"+not, "entity", title)
	case p.Relation.Reverse:
		inner := t.within(p.Var, nil, []string{title})
		return t.say("some"+not, "entity", title, "p", inner.rule(p.P))
	case p.P == query.Const(true):
		return t.atom(query.Present{X: p.Relation.Field}, holds, false)
	}
	inner := t.within(p.Var, nil, t.through(p))
	return inner.rule(p.P)
}

// through is the path to the far record of a relation to one.
func (t *teller) through(p query.Some) []string {
	path := append([]string{}, t.paths[p.Relation.From]...)
	return append(path, t.fieldTitle(p.Relation.Field.Entity, p.Relation.Field.Name))
}

func forWriting(p query.Predicate) bool {
	found := false
	query.Walk(p, func(q query.Predicate) bool {
		c, ok := q.(query.Compare)
		if !ok {
			return true
		}
		f, isField := c.X.(query.Field)
		v, isValue := c.Y.(query.Value)
		if level, ok := v.V.(int64); ok && isField && isValue && f.Name == "level" && level > 1 {
			found = true
		}
		return true
	})
	return found
}

func (t *teller) someFact(p query.Some, holds bool) string {
	if isShare(p) || p.Relation.Reverse {
		return t.some(p, holds, t.rule)
	}
	near, field := t.records[p.Relation.From], p.Relation.Field
	field.Var = p.Relation.From
	id := near.Value(field)
	if id == nil {
		return t.say("empty", "x", t.field(field))
	}
	if t.isReadable(p) {
		name := "readable_named"
		if !holds {
			name += "_not"
		}
		return t.say(name, "who", t.who, "x", t.field(field), "v", t.value(id, field))
	}
	far := near.Related(p.Relation)
	if len(far) == 0 {
		return t.say("empty", "x", t.field(field))
	}
	if p.P == query.Const(true) {
		return t.atom(query.Present{X: field}, holds, true)
	}
	return t.within(p.Var, far[0], t.through(p)).fact(p.P, holds)
}
