package record

import (
	"errors"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
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
	for _, u := range uniqueRules(w.entity) {
		if store.UniqueName(w.entity.Definition, u.Fields, u.where) != c.Name {
			continue
		}
		e.Details = append(e.Details, w.notUnique(u)...)
	}
	return e
}

func (w *writer) notUnique(u uniqueRule) problem.List {
	var l problem.List
	for _, name := range u.Fields {
		l = append(l, problem.Detail{Pointer: "/" + name, Code: "not_unique", Message: u.Message.In(w.caller.Language)})
	}
	return l
}

// uniqueRule is a unique rule of an entity, and the condition of the records
// that it holds for; nil for all.
type uniqueRule struct {
	definition.Unique
	where query.Predicate
}

// reads are the fields of a record that the rule looks at.
func (u uniqueRule) reads() []string {
	names := slices.Clone(u.Fields)
	for _, f := range query.Fields(u.where) {
		names = append(names, f.Name)
	}
	return names
}

// uniqueRules gives all unique rules of an entity, those of single fields too.
// A condition that does not compile, for which every write fails, holds for no
// record.
func uniqueRules(e *catalog.Entity) []uniqueRule {
	var rules []uniqueRule
	set, err := e.Values()
	for i, u := range e.Definition.Unique {
		rule := uniqueRule{Unique: u}
		switch {
		case u.Where == "":
		case err != nil:
			rule.where = query.Const(false)
		default:
			rule.where = set.Unique[i].P
		}
		rules = append(rules, rule)
	}
	for _, f := range e.Definition.Fields {
		if f.Unique {
			rules = append(rules, uniqueRule{Unique: definition.Unique{Fields: []string{f.Name}}})
		}
	}
	return rules
}
