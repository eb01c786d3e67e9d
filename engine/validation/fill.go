package validation

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Fill is a value that a record is given where nobody gives one (x-default,
// x-autofill).
type Fill struct {
	Field  string
	Source string
	X      query.Operand
	// Reads are the fields of the record itself that the value is made of.
	Reads []string
}

// Reaches tells whether the value is made of other records, too.
func (f *Fill) Reaches() bool { return query.Relates(query.Present{X: f.X}) }

// Of tells whether the value is made of one of some fields.
func (f *Fill) Of(names []string) bool {
	return slices.ContainsFunc(f.Reads, func(name string) bool { return slices.Contains(names, name) })
}

// fills reads the values that a field is given.
func (c *compiler) fills(f *definition.Field) {
	at := "/properties/" + f.Name
	if f.DefaultExpr != "" && len(f.Default) > 0 {
		c.problems.Add(at+"/x-default", "default_twice", "name", f.Name)
	}
	if f.Autofill != "" && (f.Name == c.entity.Owner || f.Name == c.entity.Team) {
		c.problems.Add(at+"/x-autofill", "owner_not_filled", "name", f.Name)
	}
	if fill, ok := c.fill(at+"/x-default", f, f.DefaultExpr); ok {
		c.set.Defaults = append(c.set.Defaults, fill)
	}
	if fill, ok := c.fill(at+"/x-autofill", f, f.Autofill); ok {
		c.set.Autofills = append(c.set.Autofills, fill)
	}
}

func (c *compiler) fill(at string, f *definition.Field, src string) (Fill, bool) {
	if src == "" {
		return Fill{}, false
	}
	x, err := filter.ParseValue(c.schema, c.entity.Name, src, filter.Options{Late: true, Pointer: at})
	if err != nil {
		c.problems = append(c.problems, problem.As(err).Details...)
		return Fill{}, false
	}
	fill := Fill{Field: f.Name, Source: src, X: x, Reads: reads(query.Present{X: x})}
	if code := c.unfit(f, x); code != "" {
		c.problems.Add(at, code, "name", f.Name)
		return Fill{}, false
	}
	return fill, true
}

// unfit says why a field cannot be given a value; "" when it can.
func (c *compiler) unfit(f *definition.Field, x query.Operand) string {
	to, ok := c.schema.Field(c.entity.Name, f.Name)
	from := x.OperandType()
	switch {
	case !ok || to.Type.Array || !query.Comparable(to.Type, from):
		return "value_does_not_fit"
	case from.Kind == query.UUID && f.Entity != "" && c.target(x) != f.Entity:
		return "value_does_not_fit"
	case toMany(x):
		return "value_of_many_records"
	}
	if v, constant := x.(query.Value); constant && v.V != nil {
		if _, wrong := fieldtype.Coerce(f, fieldtype.JSONValue(v.V)); wrong != nil {
			return wrong.Code
		}
	}
	return ""
}

// target gives the entity of the record that an operand names, "" when that is
// not known.
func (c *compiler) target(x query.Operand) string {
	switch x := x.(type) {
	case query.Field:
		if x.Name == "id" {
			return x.Entity
		}
		entity, _ := c.schema.Target(x.Entity, x.Name)
		return entity
	case query.Gather:
		if x.X != nil {
			return c.target(x.X)
		}
	case query.Param:
		if name, ok := strings.CutPrefix(x.Name, "user."); ok {
			if name == "id" {
				return "user"
			}
			entity, _ := c.schema.Target("user", name)
			return entity
		}
	case query.Choose:
		if one := c.target(x.Then); one == c.target(x.Else) {
			return one
		}
	}
	return ""
}

// toMany tells whether a value is made of records of which there may be many:
// what leads to the record, which a new one cannot have yet.
func toMany(x query.Operand) bool {
	many := false
	query.Walk(query.Present{X: x}, func(p query.Predicate) bool {
		s, ok := p.(query.Some)
		many = many || ok && s.Relation.Reverse
		return !many
	})
	return many
}

// order puts autofills after those that they are made of, and refuses loops.
func (c *compiler) order() {
	byField := map[string]*Fill{}
	for i := range c.set.Autofills {
		byField[c.set.Autofills[i].Field] = &c.set.Autofills[i]
	}
	var ordered []Fill
	done := map[string]bool{}
	var visit func(name string, path []string)
	visit = func(name string, path []string) {
		fill := byField[name]
		if i := slices.Index(path, name); i >= 0 {
			loop := append(slices.Clone(path[i:]), name)
			if name == slices.Min(loop) { // once, and not for each field of it
				c.problems.Add("/properties/"+name+"/x-autofill", "autofill_cycle", "path", strings.Join(loop, " → "))
			}
			return
		}
		if fill == nil || done[name] {
			return
		}
		for _, read := range fill.Reads {
			visit(read, append(path, name))
		}
		if !done[name] {
			done[name] = true
			ordered = append(ordered, *fill)
		}
	}
	for i := range c.set.Autofills {
		visit(c.set.Autofills[i].Field, nil)
	}
	c.set.Autofills = ordered
}
