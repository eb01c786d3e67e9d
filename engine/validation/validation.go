package validation

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Set is what one entity says of its values. It is immutable.
type Set struct {
	Rules  []Rule
	Fields map[string]Field // those that have a condition, by name
	// Checks is what Rules and Fields demand of a record as it will be.
	Checks []Check
	// Locks are the conditions under which a field keeps the value that it has.
	Locks []Lock
	// Defaults are the values of new records; Autofills those that come along
	// with others, each after those that it is made of.
	Defaults, Autofills []Fill
	// Unique are the conditions of the entity's unique rules, by their order; nil
	// for one that holds for all records.
	Unique []*Condition
	// Reminders are the conditions of the entity's reminders, by their order; nil
	// for one of all records.
	Reminders []*Condition
}

// Condition is an expression that is true or false of a record. Relative dates
// in it are parameters (filter.Day).
type Condition struct {
	Source string
	P      query.Predicate
}

// Rule is one x-validations rule; nil conditions are not given.
type Rule struct {
	When, Holds *Condition
	Require     []string
	At          string
	Message     definition.Text
}

// Field is where a field is required, locked and shown; nil is not said.
type Field struct{ Required, ReadOnly, Visible *Condition }

// Check is one thing that must be true of a record as it will be.
type Check struct {
	At      string // the field where its problem stands; "" for the whole record
	Code    string
	Message definition.Text // the designer's; empty for that of Code
	Holds   query.Predicate
	// Reads are the fields of the record that the check is about. A change of
	// others does not ask it.
	Reads []string
}

// Lock is where a field cannot be given another value, by the record as it was.
type Lock struct {
	Field string
	Where query.Predicate
}

// The codes of what is wrong with values.
const (
	CodeFailed        = "validation_failed"
	CodeRequired      = "required"
	CodeNotApplicable = "not_applicable"
	CodeLocked        = "field_locked"
)

// Compile reads the expressions of an entity. The problems point into its
// document, with line and column; with problems, the Set is not to be used.
func Compile(s filter.Schema, e *definition.Entity) (*Set, problem.List) {
	c := &compiler{schema: s, entity: e, set: &Set{Fields: map[string]Field{}}}
	for _, f := range e.Fields {
		c.field(f)
		c.fills(f)
	}
	c.order()
	for i := range e.Validations {
		c.rule(i, &e.Validations[i])
	}
	for i := range e.Unique {
		where, wrong := Unique(s, e, i)
		c.set.Unique, c.problems = append(c.set.Unique, where), append(c.problems, wrong...)
	}
	for i := range e.Reminders {
		when, wrong := Reminder(s, e, i)
		c.set.Reminders, c.problems = append(c.set.Reminders, when), append(c.problems, wrong...)
	}
	return c.set, c.problems
}

// None tells whether the set says nothing.
func (s *Set) None() bool { return len(s.Checks) == 0 && len(s.Locks) == 0 }
