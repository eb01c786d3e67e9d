package validation

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Reminder compiles of which records a reminder of an entity, by its number,
// tells; nil for all records. Nobody asks it, and it is asked of many records at
// once: it is made of fields that are stored in the record itself.
func Reminder(s filter.Schema, e *definition.Entity, n int) (*Condition, problem.List) {
	src, at := e.Reminders[n].When, "/x-reminders/"+strconv.Itoa(n)+"/when"
	if src == "" {
		return nil, nil
	}
	p, err := filter.Parse(s, e.Name, src, filter.Options{Late: true, Impersonal: true, Pointer: at})
	if err != nil {
		return nil, problem.As(err).Details
	}
	k := &Condition{Source: src, P: query.Simplify(p)}
	r := &reminderWhen{at: at}
	query.Walk(k.P, r.visit)
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return k, nil
}

// reminderWhen looks for what is not stored in the record.
type reminderWhen struct {
	at       string
	problems problem.List
}

func (r *reminderWhen) visit(p query.Predicate) bool {
	if s, ok := p.(query.Some); ok {
		r.problems.Add(r.at, "reminder_when_relates", "name", s.Relation.Field.Name)
		return false
	}
	for _, x := range query.Operands(p) {
		r.operand(x)
	}
	return true
}

func (r *reminderWhen) operand(x query.Operand) {
	switch x := x.(type) {
	case query.Field:
		if x.Computed != nil || x.Type.Kind >= query.Markup {
			r.problems.Add(r.at, "reminder_when_not_stored", "name", x.Name)
		}
	case query.Gather:
		r.problems.Add(r.at, "reminder_when_relates", "name", x.Relation.Field.Name)
	case query.Compute:
		for _, arg := range x.Args {
			r.operand(arg)
		}
	case query.Choose:
		query.Walk(x.If, r.visit)
		r.operand(x.Then)
		r.operand(x.Else)
	}
}
