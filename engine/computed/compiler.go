package computed

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// compiler is the work on one field.
type compiler struct {
	schema   *schema
	entity   *definition.Entity
	field    *definition.Field
	at       string
	problems problem.List
}

func (c *compiler) compile() *query.Computed {
	switch {
	case c.field.Rollup != nil:
		return c.rollup()
	case c.field.Path != "":
		return c.lookup()
	}
	x := c.value("/x-expr", c.field.Expr)
	if x == nil {
		return nil
	}
	return c.finish(x, false)
}

// limits refuses a field that would cost too much to compute.
func (c *compiler) limits(e *entry) {
	if e.depth > maxDepth {
		c.problems.Add(c.at, "expression_too_complex", "max", maxDepth)
	}
	if e.parts > maxParts {
		c.problems.Add(c.at, "expression_too_complex", "max", maxParts)
	}
}

func (c *compiler) options(keyword string) filter.Options {
	return filter.Options{Late: true, Impersonal: true, Pointer: c.at + keyword}
}

// value compiles an expression about the record, nil when it is wrong.
func (c *compiler) value(keyword, src string) query.Operand {
	x, err := filter.ParseValue(c.schema, c.entity.Name, src, c.options(keyword))
	if err != nil {
		c.problems = append(c.problems, problem.As(err).Details...)
		return nil
	}
	if !c.public(keyword, query.Present{X: x}) {
		return nil
	}
	return x
}

// public refuses what is made of values that nobody reads back.
func (c *compiler) public(keyword string, p query.Predicate) bool {
	for _, f := range query.Fields(p) {
		if d, ok := c.schema.Definition(f.Entity, f.Name); ok && d.Type == "secret" {
			c.problems.Add(c.at+keyword, "computed_of_secret", "name", f.Name)
			return false
		}
	}
	return true
}

// lookup reads a field of a record that relations lead to, as it is shown there.
func (c *compiler) lookup() *query.Computed {
	x := c.value("/x-path", c.field.Path)
	if x == nil {
		return nil
	}
	steps := strings.Split(c.field.Path, ".")
	entity := c.entity.Name
	for _, step := range steps[:len(steps)-1] {
		entity, _ = c.schema.Target(entity, step)
	}
	d, ok := c.schema.Definition(entity, steps[len(steps)-1])
	if !ok {
		c.problems.Add(c.at+"/x-path", "unknown_field", "name", c.field.Path)
		return nil
	}
	if d.Shown != nil {
		d = d.Shown
	}
	c.show(*d)
	return &query.Computed{X: x}
}

// rollup makes one value of the records that lead here.
func (c *compiler) rollup() *query.Computed {
	r := c.field.Rollup
	leads, ok := c.schema.Field(r.Entity, r.Relation)
	target, _ := c.schema.Target(r.Entity, r.Relation)
	if !ok || target != c.entity.Name || leads.Type.Array {
		c.problems.Add(c.at+"/x-of", "expression_not_a_relation", "name", r.Entity+"."+r.Relation)
		return nil
	}
	g := query.Gather{Var: 1, Relation: query.Relation{Entity: r.Entity, Field: leads, Reverse: true},
		Fn: query.Aggregate(r.Aggregate), Type: query.Type{Kind: query.Number}}
	if !c.gathered(&g) {
		return nil
	}
	p := c.where()
	if p == nil {
		return nil
	}
	g.P = query.Simplify(p)
	return c.finish(g, r.Discloses)
}

// gathered takes in the field whose values a roll-up is made of.
func (c *compiler) gathered(g *query.Gather) bool {
	r := c.field.Rollup
	if r.Aggregate == "count" {
		if r.Value != "" {
			c.problems.Add(c.at+"/x-value", "rollup_value", "name", r.Aggregate)
		}
		return r.Value == ""
	}
	of, ok := c.schema.Field(r.Entity, r.Value)
	if !ok {
		c.problems.Add(c.at+"/x-value", "unknown_field", "name", r.Value)
		return false
	}
	number := of.Type.Kind == query.Number || of.Type.Kind == query.Integer
	ordered := number || of.Type.Kind == query.Date || of.Type.Kind == query.Instant || of.Type.Kind == query.Time
	adds := g.Fn == query.Sum || g.Fn == query.Avg
	if of.Type.Array || !ordered || adds && !number {
		c.problems.Add(c.at+"/x-value", "wrong_field_type", "name", r.Value, "want", "number")
		return false
	}
	if !number {
		g.Type = of.Type
	}
	of.Var = 1
	g.X = of
	return c.public("/x-value", query.Present{X: of})
}

// where is which records a roll-up counts: never archived ones.
func (c *compiler) where() query.Predicate {
	r := c.field.Rollup
	all := query.And{}
	if f, ok := c.schema.Field(r.Entity, "archived_at"); ok {
		f.Var = 1
		all = append(all, query.Not{P: query.Present{X: f}})
	}
	if r.Where == "" {
		return all
	}
	p, err := filter.Parse(c.schema, r.Entity, r.Where, c.options("/x-where"))
	if err != nil {
		c.problems = append(c.problems, problem.As(err).Details...)
		return nil
	}
	if !c.public("/x-where", p) {
		return nil
	}
	return append(all, query.Shift(p, 1))
}
