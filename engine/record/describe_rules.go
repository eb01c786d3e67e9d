package record

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/validation"
)

// ConditionDescription is a designer's condition: its source, and the tree that
// a client evaluates without a parser (docs/rules.md). A condition that names
// what the caller may not know of is not told, and enforced none the less; one
// that looks at what only the server knows has no tree.
type ConditionDescription struct {
	Source string          `json:"source"`
	Tree   json.RawMessage `json:"tree,omitempty"`
}

// RuleDescription describes a validation rule of an entity.
type RuleDescription struct {
	When    *ConditionDescription `json:"when,omitempty"`
	Holds   *ConditionDescription `json:"holds,omitempty"`
	Require []string              `json:"require,omitempty"`
	At      string                `json:"at,omitempty"`
	Message string                `json:"message,omitempty"`
}

// KeyDescription describes a unique rule, by whose fields records are found when
// they are upserted or imported; Where it does not hold for all records.
type KeyDescription struct {
	Fields []string              `json:"fields"`
	Where  *ConditionDescription `json:"where,omitempty"`
}

// teller tells a caller the conditions of an entity.
type teller struct {
	ctx     context.Context
	service *Service
	caller  *Caller
	reader  *reader
}

// rules describes the validation rules that the caller may know all of, and
// gives fields their conditions. Where they do not compile every write is
// refused, and there is nothing to tell.
func (t *teller) rules(d *EntityDescription) {
	set, err := t.reader.entity.Values()
	if err != nil {
		return
	}
	t.fields(d, set)
	t.keys(d, set)
	for i := range set.Rules {
		r := &set.Rules[i]
		one := RuleDescription{When: t.condition(r.When), Holds: t.condition(r.Holds), Message: r.Message.In(t.caller.Language), At: t.reader.known(r.At)}
		if (one.When == nil) != (r.When == nil) || (one.Holds == nil) != (r.Holds == nil) {
			continue
		}
		for _, name := range r.Require {
			if t.reader.known(name) != "" {
				one.Require = append(one.Require, name)
			}
		}
		if one.Holds != nil || len(one.Require) > 0 {
			d.Rules = append(d.Rules, one)
		}
	}
}

// keys describes the unique rules that the caller may know all of.
func (t *teller) keys(d *EntityDescription, set *validation.Set) {
	known := func(names []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return t.reader.known(name) == "" })
	}
	def := t.reader.entity.Definition
	for i, u := range def.Unique {
		where := t.condition(set.Unique[i])
		if known(u.Fields) && (where == nil) == (set.Unique[i] == nil) {
			d.Keys = append(d.Keys, KeyDescription{Fields: u.Fields, Where: where})
		}
	}
	for _, f := range def.Fields {
		if f.Unique && known([]string{f.Name}) {
			d.Keys = append(d.Keys, KeyDescription{Fields: []string{f.Name}})
		}
	}
}

// fields gives fields what is said of them.
func (t *teller) fields(d *EntityDescription, set *validation.Set) {
	for i := range d.Fields {
		f := &d.Fields[i]
		said := set.Fields[f.Name]
		f.RequiredIf, f.ReadOnlyIf, f.VisibleIf = t.condition(said.Required), t.condition(said.ReadOnly), t.condition(said.Visible)
	}
	for _, fill := range set.Defaults {
		if f := d.field(fill.Field); f != nil {
			f.Defaulted = true
		}
	}
	for _, fill := range set.Autofills {
		f := d.field(fill.Field)
		for _, name := range fill.Reads {
			if f != nil && t.reader.known(name) != "" {
				f.Autofill = append(f.Autofill, name)
			}
		}
	}
}

func (d *EntityDescription) field(name string) *FieldDescription {
	i := slices.IndexFunc(d.Fields, func(f FieldDescription) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &d.Fields[i]
}

// condition describes a condition, or is nil for none, and for one that the
// caller may not know of.
func (t *teller) condition(k *validation.Condition) *ConditionDescription {
	if k == nil || !t.knows(k.P) {
		return nil
	}
	d := &ConditionDescription{Source: k.Source}
	if tree, ok := validation.Tree(k.P, t.caller.bind(nil)); ok {
		d.Tree = tree
	}
	return d
}

// knows tells whether the caller may know of all that a condition names, his
// own attributes included.
func (t *teller) knows(p query.Predicate) bool {
	for _, f := range query.Fields(query.Expand(p)) {
		if !t.knowsField(f.Entity, f.Name) {
			return false
		}
	}
	for _, x := range query.Params(p) {
		name, attribute := strings.CutPrefix(x.Name, "user.")
		if user, ok := t.caller.State.Snapshot.Entity("user"); attribute && ok && defines(user, name) && !t.knowsField("user", name) {
			return false
		}
	}
	return true
}

func (t *teller) knowsField(entity, name string) bool {
	r := t.reader
	if entity != r.entity.Name() {
		var err error
		if r, err = t.service.read(t.ctx, t.caller, entity); err != nil {
			return false
		}
	}
	return r.known(name) != ""
}

func defines(e *catalog.Entity, name string) bool {
	f, ok := e.Field(name)
	return ok && !f.System
}
