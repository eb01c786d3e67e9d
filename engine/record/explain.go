package record

import (
	"errors"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// explain turns a constraint of the table into a problem at the fields that
// broke it.
func (w *writer) explain(err error) error {
	var told *problem.Error
	if errors.As(err, &told) {
		return err // a row of a table has been explained
	}
	var c *store.ConstraintError
	if !errors.As(err, &c) {
		return slow(err)
	}
	if c.Kind == store.ForeignKeyConstraint {
		return problem.Wrap(problem.Conflict, "referenced_record_gone", err)
	}
	e := problem.Wrap(problem.Conflict, "not_unique", err)
	for _, u := range uniqueRules(w.entity.Definition) {
		if store.UniqueName(w.entity.Definition, u.Fields) != c.Name {
			continue
		}
		e.Details = append(e.Details, w.notUnique(u)...)
	}
	return e
}

func (w *writer) notUnique(u definition.Unique) problem.List {
	var l problem.List
	for _, name := range u.Fields {
		l = append(l, problem.Detail{Pointer: "/" + name, Code: "not_unique", Message: u.Message.In(w.caller.Language)})
	}
	return l
}

// uniqueRules gives all unique rules of an entity, those of single fields too.
func uniqueRules(d *definition.Entity) []definition.Unique {
	rules := d.Unique
	for _, f := range d.Fields {
		if f.Unique {
			rules = append(rules[:len(rules):len(rules)], definition.Unique{Fields: []string{f.Name}})
		}
	}
	return rules
}
