package record

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// reached is a field of a record, or of one that relations to one lead to.
type reached struct {
	cell       store.Cell // over the variable of its record
	definition *definition.Field
}

// value is the field where the caller may find by it, and empty elsewhere.
func (x *reached) value() query.Operand {
	w := finds(x.cell)
	if w == nil {
		return x.cell.Field
	}
	t := x.cell.Field.Type
	return query.Choose{If: w, Then: x.cell.Field, Else: query.Value{Type: t}, Type: t}
}

// present is the condition that value is not empty.
func (x *reached) present() query.Predicate {
	p := query.Present{X: x.cell.Field}
	if w := finds(x.cell); w != nil {
		return query.And{w, p}
	}
	return p
}

// maxSteps is how many relations a path may follow.
const maxSteps = 4

// reach finds the field at a dotted path; what the caller may not find by
// anywhere on the way answers as what does not exist.
func (b *aggregationBuilder) reach(pointer, path string) (*reached, bool) {
	steps := strings.Split(path, ".")
	if len(steps) > maxSteps+1 {
		b.problems.Add(pointer, "path_too_long", "max", maxSteps)
		return nil, false
	}
	r, variable := b.reader, 0
	for i, name := range steps {
		cell, ok := r.findable(name)
		if !ok {
			break
		}
		cell = at(cell, variable)
		f, _ := r.entity.Field(cell.Name)
		if i == len(steps)-1 {
			return &reached{cell, f}, true
		}
		if r, variable, ok = b.follow(r, cell, f); !ok {
			break
		}
	}
	b.problems.Add(pointer, "unknown_field", "name", path)
	return nil, false
}

// follow joins the record that a relation leads to.
func (b *aggregationBuilder) follow(r *reader, near store.Cell, f *definition.Field) (*reader, int, bool) {
	target, ok := b.caller.State.Snapshot.Target(r.entity.Name(), near.Name)
	if !ok || f.ToOne() == "" {
		return nil, 0, false
	}
	far, err := b.service.read(b.ctx, b.caller, target)
	if err != nil {
		return nil, 0, false
	}
	joins := &b.out.statement.Joins
	for i := range *joins {
		if j := &(*joins)[i]; j.Near == near.Field {
			return far, j.Var, true
		}
	}
	variable := joinSpacing * (len(*joins) + 1)
	on := query.And{notArchived(target, variable)}
	if w := finds(near); w != nil {
		on = append(on, w)
	}
	if far.plan.Row != query.Const(true) {
		on = append(on, query.Shift(far.plan.Row, variable))
	}
	*joins = append(*joins, store.FarRecord{Var: variable, Entity: target, Near: near.Field, On: on})
	return far, variable, true
}
