package filter

import (
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// Schema is what filters are compiled against.
type Schema interface {
	query.Schema
	// Definition gives the definition of a field of an entity, or false.
	Definition(entity, name string) (*definition.Field, bool)
}

// Options says for whom and when a filter is compiled: relative dates become
// constants.
type Options struct {
	Now  time.Time
	Zone *time.Location // nil is UTC
	// Late leaves relative dates, and what days mean in a time zone, to the time
	// when the condition is asked: they become parameters that Day gives.
	Late bool
	// Impersonal refuses to ask who is calling: what is compiled is one value
	// for everybody.
	Impersonal bool
	// Visible tells whether the caller may know of a field; one that he may
	// not know of is answered exactly as one that does not exist. Nil means
	// that he may know of all.
	Visible func(entity, field string) bool
	// Pointer is where problems are reported; "?filter" when empty.
	Pointer string
}

// The limits of one filter.
const (
	maxConditions  = 200
	maxList        = 1000
	maxPath        = 4   // relations that one path may follow
	maxLookUps     = 20  // steps to other records, those of conditions aside
	maxReplacement = 100 // bytes of what replace looks for and puts in
)

// compiler carries what both forms need.
type compiler struct {
	schema     Schema
	options    Options
	variables  int // made so far
	conditions int
	lookUps    int
	problems   problem.List
}

func newCompiler(s Schema, o Options) *compiler {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Pointer == "" {
		o.Pointer = "?filter"
	}
	return &compiler{schema: s, options: o}
}

// fail notes a problem; params are name, value pairs.
func (c *compiler) fail(code string, params ...any) {
	c.problems.Add(c.options.Pointer, code, params...)
}

// failAt notes a problem that a field type found.
func (c *compiler) failAt(d *problem.Detail, params ...any) {
	c.fail(d.Code, params...)
	last := &c.problems[len(c.problems)-1]
	for name, value := range d.Params {
		if last.Params == nil {
			last.Params = map[string]any{}
		}
		last.Params[name] = value
	}
}

// count notes one condition, and tells whether there are too many.
func (c *compiler) count() bool {
	c.conditions++
	if c.conditions == maxConditions+1 {
		c.fail("too_many_conditions", "max", maxConditions)
	}
	return c.conditions <= maxConditions
}

// lookup gives a field that the caller may know of. Names with a "$" are those
// of policies alone.
func (c *compiler) lookup(entity, name string) (query.Field, *definition.Field, bool) {
	if strings.Contains(entity, "$") || strings.Contains(name, "$") {
		return query.Field{}, nil, false
	}
	q, ok := c.schema.Field(entity, name)
	if !ok || c.options.Visible != nil && !c.options.Visible(entity, name) {
		return q, nil, false
	}
	d, ok := c.schema.Definition(entity, name)
	return q, d, ok
}

// path is a field reached through relations.
type path struct {
	binds []query.Relation // outermost first; the variable of each is in vars
	vars  []int
	field query.Field
	def   *definition.Field
}

// follow goes on from the record a path's field points to, which becomes a
// variable of its own.
func (c *compiler) follow(p path) (path, string) {
	entity, _ := c.schema.Target(p.field.Entity, p.field.Name)
	c.variables++
	r := query.Relation{From: p.field.Var, Entity: entity, Field: p.field}
	p.binds = append(p.binds[:len(p.binds):len(p.binds)], r)
	p.vars = append(p.vars[:len(p.vars):len(p.vars)], c.variables)
	return p, entity
}

// variable is the one that the last relation of the path bound.
func (p path) variable(outer int) int {
	if len(p.vars) == 0 {
		return outer
	}
	return p.vars[len(p.vars)-1]
}

// wrap binds the relations of the path around a condition on its field.
func (p path) wrap(inner query.Predicate) query.Predicate {
	for i := len(p.binds) - 1; i >= 0; i-- {
		inner = query.Some{Var: p.vars[i], Relation: p.binds[i], P: inner}
	}
	return inner
}

// list tells whether the field holds several values.
func (p path) list() bool { return p.field.Type.Array }

// text tells whether the field holds texts that can be searched.
func (p path) text() bool { return p.field.Type.Kind == query.Text }

// allows tells whether the field's type understands an operator.
func (p path) allows(op fieldtype.Operator) bool {
	t, ok := fieldtype.Of(p.def)
	if !ok {
		return false
	}
	for _, o := range t.Operators() {
		if o == op {
			return true
		}
	}
	return false
}
