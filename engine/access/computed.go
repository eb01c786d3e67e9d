package access

import (
	"context"
	"maps"
	"reflect"

	"github.com/mortise-crm/mortise/engine/query"
)

// maxInputs bounds how far computed fields are followed. The catalog refuses
// circles; whoever comes this far anyway is told nothing.
const maxInputs = 40

// computes tells whether a field that some grant includes is computed.
func (u *Unit) computes() bool {
	for _, name := range u.fields {
		if f, ok := u.schema.Field(u.entity, name); ok && f.Computed != nil {
			return true
		}
	}
	return false
}

// lookedUp lists the entities whose records the computed fields are made of.
func (u *Unit) lookedUp() []string {
	set := map[string]bool{}
	for _, name := range u.fields {
		f, ok := u.schema.Field(u.entity, name)
		if !ok || f.Computed == nil {
			continue
		}
		query.Walk(query.Expand(query.Present{X: f}), func(p query.Predicate) bool {
			if some, ok := p.(query.Some); ok {
				set[some.Relation.Entity] = true
			}
			return true
		})
	}
	return held(set)
}

// withComputed gives a base plan with its computed cells as they are: a value
// may be had where its grant gives it and all that it is made of may be had.
func (u *Unit) withComputed(ctx context.Context, base *Plan, r Request) *Plan {
	p := *base
	p.Fields = maps.Clone(base.Fields)
	for name, cell := range base.Fields {
		f, ok := u.schema.Field(u.entity, name)
		if !ok || f.Computed == nil {
			continue
		}
		if cell, ok = u.computedCell(ctx, base, r, f, cell); ok {
			p.Fields[name] = cell
		} else {
			delete(p.Fields, name)
		}
	}
	return &p
}

// computedCell narrows the cell of a computed field to where its inputs may be
// had; false when that is nowhere.
func (u *Unit) computedCell(ctx context.Context, base *Plan, r Request, f query.Field, cell Cell) (Cell, bool) {
	in := inputs{ctx: ctx, request: r, home: u, base: base, discloses: f.Computed.Discloses}
	whole := query.Simplify(in.operand(f.Computed.X, map[int]string{0: u.entity}))
	in.finding = true
	found := query.Simplify(in.operand(f.Computed.X, map[int]string{0: u.entity}))
	cell.Readable = query.Simplify(query.And{cell.Readable, whole})
	cell.Findable = query.Simplify(query.And{cell.Findable, found})
	return cell, cell.Readable != query.Const(false)
}

// inputs derives the condition under which all that a computed value is made of
// may be had: read whole or, when finding, also found by.
type inputs struct {
	ctx       context.Context
	request   Request
	home      *Unit // whose field is computed
	base      *Plan // of home
	discloses bool
	finding   bool
	depth     int
}

// operand is the condition for an operand; entities names those of the records
// bound to variables.
func (in inputs) operand(x query.Operand, entities map[int]string) query.Predicate {
	switch x := x.(type) {
	case query.Field:
		return in.field(x)
	case query.Compute:
		all := query.And{}
		for _, arg := range x.Args {
			all = append(all, in.operand(arg, entities))
		}
		return all
	case query.Choose:
		return query.And{in.predicate(x.If, entities), in.operand(x.Then, entities), in.operand(x.Else, entities)}
	case query.Gather:
		some := query.Some{Var: x.Var, Relation: x.Relation, P: query.And{}}
		return in.relation(some, entities, func(entities map[int]string) query.Predicate {
			all := query.And{}
			if x.P != nil {
				all = append(all, in.predicate(x.P, entities))
			}
			if x.X != nil {
				all = append(all, in.operand(x.X, entities))
			}
			return all
		})
	case query.Value, query.Param:
		return query.Const(true)
	}
	return query.Const(false)
}

// predicate is the condition for all that a condition reads.
func (in inputs) predicate(p query.Predicate, entities map[int]string) query.Predicate {
	all := query.And{}
	switch p := p.(type) {
	case query.And:
		for _, q := range p {
			all = append(all, in.predicate(q, entities))
		}
		return all
	case query.Or:
		for _, q := range p {
			all = append(all, in.predicate(q, entities))
		}
		return all
	case query.Not:
		return in.predicate(p.P, entities)
	case query.Some:
		return in.relation(p, entities, func(entities map[int]string) query.Predicate { return in.predicate(p.P, entities) })
	}
	for _, x := range query.Operands(p) {
		all = append(all, in.operand(x, entities))
	}
	return all
}

// relation is the condition for what is read over a relation. Where it leads to
// one record, that record must be readable; where it leads to many, all records
// there are must always be, for the value tells of those that are not there.
func (in inputs) relation(s query.Some, entities map[int]string, inner func(map[int]string) query.Predicate) query.Predicate {
	within := maps.Clone(entities)
	within[s.Var] = s.Relation.Entity
	row := in.row(s.Relation.Entity)
	field := s.Relation.Field
	if s.Relation.Reverse || field.Links != "" {
		if in.discloses {
			return query.Const(true)
		}
		if field.Var = s.Relation.From; s.Relation.Reverse {
			field.Var, row = s.Var, in.given(row, s.Relation, entities[s.Relation.From])
		}
		if query.Simplify(query.And{row, in.field(field), inner(within)}) != query.Const(true) {
			return query.Const(false)
		}
		return query.Const(true)
	}
	field.Var = s.Relation.From
	far := query.Simplify(query.And{query.Shift(row, s.Var), inner(within)})
	switch far {
	case query.Const(true):
		return in.field(field)
	case query.Const(false):
		return far
	}
	// Of an empty relation there is nothing to tell.
	leads := query.Some{Var: s.Var, Relation: s.Relation, P: query.Const(true)}
	s.P = far
	return query.And{in.field(field), query.Or{query.Not{P: leads}, s}}
}

// given is a condition of reading records, of those alone that a relation leads
// back from: the record of entity near that they point to is readable, or
// nothing would be asked of it. So parts of a whole need not be told anew.
func (in inputs) given(row query.Predicate, back query.Relation, near string) query.Predicate {
	whole := in.row(near)
	return knowing(row, func(s query.Some) bool {
		if s.Relation.Reverse || s.Relation.From != 0 || s.Relation.Field.Name != back.Field.Name || s.Relation.Entity != near {
			return false
		}
		return s.P == query.Const(true) || reflect.DeepEqual(s.P, query.Shift(whole, s.Var))
	})
}

// knowing gives a condition with what is known to be true of it left out.
func knowing(p query.Predicate, known func(query.Some) bool) query.Predicate {
	each := func(list []query.Predicate) []query.Predicate {
		out := make([]query.Predicate, len(list))
		for i, q := range list {
			out[i] = knowing(q, known)
		}
		return out
	}
	switch p := p.(type) {
	case query.And:
		return query.Simplify(query.And(each(p)))
	case query.Or:
		return query.Simplify(query.Or(each(p)))
	case query.Not:
		return query.Simplify(query.Not{P: knowing(p.P, known)})
	case query.Some:
		if known(p) {
			return query.Const(true)
		}
	}
	return p
}

// field is the condition for a cell of the record bound to the field's variable.
func (in inputs) field(f query.Field) query.Predicate {
	if f.Name == "id" || f.Name == "archived_at" {
		return query.Const(true) // whether there is such a record is not of its cells
	}
	cell, ok := in.cell(f)
	if !ok {
		return query.Const(false)
	}
	all := query.And{cell.Readable, query.Not{P: cell.Masked}}
	if in.finding {
		all = query.And{cell.Findable}
	}
	return query.Shift(query.Simplify(all), f.Var)
}

func (in inputs) cell(f query.Field) (Cell, bool) {
	unit, base := in.home, in.base
	if f.Var != 0 {
		if unit, base = in.of(f.Entity); unit == nil {
			return Cell{}, false
		}
	}
	cell, ok := base.Fields[f.Name]
	if !ok || f.Computed == nil {
		return cell, ok
	}
	if in.depth >= maxInputs {
		return Cell{}, false
	}
	next := inputs{ctx: in.ctx, request: in.request, home: unit, base: base, discloses: f.Computed.Discloses, finding: in.finding, depth: in.depth + 1}
	about := next.operand(f.Computed.X, map[int]string{0: unit.entity})
	if in.finding {
		cell.Findable = query.And{cell.Findable, about}
	} else {
		cell.Readable = query.And{cell.Readable, about}
	}
	return cell, true
}

// row is which records of an entity the caller may read.
func (in inputs) row(entity string) query.Predicate {
	if _, base := in.of(entity); base != nil {
		return base.Row
	}
	return query.Const(false)
}

// of gives the access to read another entity; nil when there is none.
func (in inputs) of(entity string) (*Unit, *Plan) {
	if in.home.related == nil {
		return nil, nil
	}
	unit, err := in.home.related(in.ctx, entity)
	if err != nil || unit == nil {
		return nil, nil
	}
	r := in.request
	r.Action = "read"
	p, err := unit.nestedPlan(in.ctx, r)
	if err != nil {
		return nil, nil
	}
	return unit, p
}
