package access

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// Question is something that a Plan answers by a Predicate and a Decision by
// its ids. For every record the two must agree.
type Question struct {
	Name string // "row", "grant own", "readable phone" …
	P    query.Predicate
	// Decided finds the answer in a Decision about the same record; ok is
	// false where the question has no meaning.
	Decided func(d Decision) (answer, ok bool)
}

// Questions lists all that a plan answers. Ids that it leaves out are asked as
// never true.
func (p *Plan) Questions() []Question {
	list := []Question{{"row", p.Row, func(d Decision) (bool, bool) { return d.Allow, true }}}
	add := func(kind string, conditions map[string]query.Predicate, ids func(Decision) []string) {
		for _, id := range slices.Sorted(maps.Keys(conditions)) {
			list = append(list, Question{kind + " " + id, conditions[id], func(d Decision) (bool, bool) {
				return slices.Contains(ids(d), id), true
			}})
		}
		list = append(list, Question{"other " + kind, query.Const(false), func(d Decision) (bool, bool) {
			return slices.ContainsFunc(ids(d), func(id string) bool { return conditions[id] == nil }), true
		}})
	}
	add("grant", p.Grants, func(d Decision) []string { return d.Grants })
	add("result", p.Results, func(d Decision) []string { return d.Results })
	add("restriction", p.Restrictions, func(d Decision) []string { return d.Restrictions })
	add("obligation", p.Obligations, func(d Decision) []string { return d.Obligations })
	if p.Action == "create" {
		return list // a decision about a new record shows no cells to read
	}
	for _, field := range slices.Sorted(maps.Keys(p.Fields)) {
		list = append(list, p.cellQuestions(field)...)
	}
	return list
}

func (p *Plan) cellQuestions(field string) []Question {
	cell := p.Fields[field]
	in := func(list func(Decision) []string, want bool) func(Decision) (bool, bool) {
		return func(d Decision) (bool, bool) { return slices.Contains(list(d), field) == want, d.Allow }
	}
	hidden := func(d Decision) []string { return d.Fields.Hidden }
	return []Question{
		{"readable " + field, cell.Readable, in(hidden, false)},
		{"masked " + field, query.And{cell.Readable, cell.Masked}, func(d Decision) (bool, bool) {
			return d.Fields.Masked[field] != "", d.Allow
		}},
		{"unfindable " + field, query.And{cell.Readable, query.Not{P: cell.Findable}},
			in(func(d Decision) []string { return d.Fields.Unfindable }, true)},
		{"readonly " + field, query.And{cell.Readable, query.Not{P: p.writes(field)}},
			in(func(d Decision) []string { return d.Fields.ReadOnly }, true)},
	}
}

// writes is the condition that some grant lets write a field of the record as
// it is.
func (p *Plan) writes(field string) query.Predicate {
	var any query.Or
	for _, id := range p.Writable[field] {
		writes := p.Grants[id]
		if f := p.fields[field]; slices.Contains(p.Once[field], id) && f.Name != "" {
			writes = query.And{writes, query.Not{P: query.Present{X: f}}}
		}
		any = append(any, writes)
	}
	return any
}
