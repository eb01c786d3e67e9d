package validation

import (
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// compiler is the work on one entity.
type compiler struct {
	schema   filter.Schema
	entity   *definition.Entity
	set      *Set
	problems problem.List
}

// One compiles a condition about records of an entity; nil when src is "". The
// problems stand at the pointer, with line and column.
func One(s filter.Schema, entity, src, at string) (*Condition, problem.List) {
	if src == "" {
		return nil, nil
	}
	p, err := filter.Parse(s, entity, src, filter.Options{Late: true, Pointer: at})
	if err != nil {
		return nil, problem.As(err).Details
	}
	return &Condition{Source: src, P: query.Simplify(p)}, nil
}

// condition compiles an expression; nil when there is none, or a wrong one.
func (c *compiler) condition(at, src string) *Condition {
	k, wrong := One(c.schema, c.entity.Name, src, at)
	c.problems = append(c.problems, wrong...)
	return k
}

func (c *compiler) field(f *definition.Field) {
	at := "/properties/" + f.Name
	one := Field{
		Required: c.condition(at+"/x-required", f.RequiredIf),
		ReadOnly: c.condition(at+"/x-read-only", f.ReadOnlyIf),
		Visible:  c.condition(at+"/x-visible", f.VisibleIf),
	}
	if f.Required && f.VisibleIf != "" {
		// A record whose field does not count could never be saved.
		c.problems.Add(at+"/x-visible", "required_and_visible", "name", f.Name)
	}
	if one == (Field{}) {
		return
	}
	c.set.Fields[f.Name] = one
	if one.ReadOnly != nil {
		c.set.Locks = append(c.set.Locks, Lock{Field: f.Name, Where: one.ReadOnly.P})
	}
	if one.Visible != nil {
		c.check(f.Name, CodeNotApplicable, nil, query.Or{one.Visible.P, query.Not{P: c.present(f.Name)}})
	}
	if one.Required != nil {
		holds := query.Or{query.Not{P: one.Required.P}, c.present(f.Name)}
		if one.Visible != nil {
			holds = append(holds, query.Not{P: one.Visible.P})
		}
		c.check(f.Name, CodeRequired, nil, holds)
	}
}

func (c *compiler) rule(i int, v *definition.Validation) {
	at := "/x-validations/" + strconv.Itoa(i)
	r := Rule{When: c.condition(at+"/when", v.When), Holds: c.condition(at+"/holds", v.Holds), Require: v.Require, At: v.At, Message: v.Message}
	if v.At != "" {
		c.known(at+"/at", v.At)
	}
	for j, name := range v.Require {
		c.known(at+"/require/"+strconv.Itoa(j), name)
	}
	c.set.Rules = append(c.set.Rules, r)
	if r.Holds != nil {
		c.check(r.At, CodeFailed, r.Message, unless(r.When, r.Holds.P))
	}
	for _, name := range v.Require {
		c.check(name, CodeRequired, r.Message, unless(r.When, c.present(name)))
	}
}

// unless is true where a rule does not count, or what it asks holds.
func unless(when *Condition, holds query.Predicate) query.Predicate {
	if when == nil {
		return holds
	}
	return query.Or{query.Not{P: when.P}, holds}
}

func (c *compiler) known(at, name string) {
	if c.entity.Field(name) == nil {
		c.problems.Add(at, "unknown_field", "name", name)
	}
}

// present is true where a field has a value; an unknown one, which has been
// reported, never has.
func (c *compiler) present(name string) query.Predicate {
	f, ok := c.schema.Field(c.entity.Name, name)
	if !ok {
		return query.Const(false)
	}
	return query.Present{X: f}
}

func (c *compiler) check(at, code string, message definition.Text, holds query.Predicate) {
	k := Check{At: at, Code: code, Message: message, Holds: query.Simplify(holds), Reads: reads(holds)}
	if at != "" && !slices.Contains(k.Reads, at) {
		k.Reads = append(k.Reads, at)
	}
	c.set.Checks = append(c.set.Checks, k)
}

// reads names the fields of the record itself that a condition looks at.
func reads(p query.Predicate) []string {
	var names []string
	for _, f := range query.Fields(query.Expand(p)) {
		if f.Var == 0 && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}
