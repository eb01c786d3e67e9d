package plan

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/validation"
)

// uniqueSteps gives the steps that make the unique rules of e, those of single
// fields first. A rule that names what is not there, or whose condition does not
// compile, has none: the check of the draft refuses it.
func (b *builder) uniqueSteps(e *definition.Entity) []store.AddUnique {
	var steps []store.AddUnique
	for _, f := range stored(e) {
		if f.Unique {
			steps = appendUnique(steps, e, []string{f.Name}, nil)
		}
	}
	for i, u := range e.Unique {
		where, wrong := validation.Unique(alone{e}, e, i)
		switch {
		case len(wrong) > 0:
		case where == nil:
			steps = appendUnique(steps, e, u.Fields, nil)
		default:
			steps = appendUnique(steps, e, u.Fields, where)
		}
	}
	return steps
}

func appendUnique(steps []store.AddUnique, e *definition.Entity, fields []string, where *validation.Condition) []store.AddUnique {
	step := store.AddUnique{Subject: about(e, nil), Table: store.EntityTable(e.ID), Fields: fields}
	step.Params = map[string]any{"fields": fields}
	if where != nil {
		step.Where, step.Params["where"] = where.P, where.Source
	}
	for _, name := range fields {
		if f := field(e, name); f != nil {
			step.Columns = append(step.Columns, store.FieldColumn(f))
		} else if store.SystemColumn(name) {
			step.Columns = append(step.Columns, name)
		}
	}
	if len(fields) == 0 || len(step.Columns) != len(fields) {
		return steps
	}
	step.Name = store.UniqueName(e, fields, step.Where)
	return append(steps, step)
}

// alone lets conditions be compiled about an entity that knows of no other.
type alone struct{ entity *definition.Entity }

// Definition implements filter.Schema.
func (a alone) Definition(entity, name string) (*definition.Field, bool) {
	if entity != a.entity.Name {
		return nil, false
	}
	f := a.entity.Field(name)
	return f, f != nil
}

// Field implements query.Schema.
func (a alone) Field(entity, name string) (query.Field, bool) {
	f, ok := a.Definition(entity, name)
	if !ok || !f.Stored() {
		return query.Field{}, false
	}
	q := fieldtype.QueryField(a.entity, f)
	q.Column = store.FieldColumn(f)
	return q, true
}

// Target implements query.Schema.
func (a alone) Target(entity, name string) (string, bool) {
	f, ok := a.Definition(entity, name)
	if !ok || !f.Stored() || f.Entity == "" {
		return "", false
	}
	return f.Entity, true
}

// Table implements query.Schema.
func (a alone) Table(entity string) (string, bool) {
	return store.EntityTable(a.entity.ID), entity == a.entity.Name
}

var _ filter.Schema = alone{}
