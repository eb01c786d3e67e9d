package access

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/query"
)

// compose derives from the conditions by id what the store and the record
// service ask for.
func (u *Unit) compose(p *Plan) {
	granted := anyOf(p.Grants, func(string) bool { return true })
	effective := granted
	if p.Action == "create" {
		effective = createdBy(p)
	}
	p.Row = query.Simplify(query.And{effective, query.Not{P: anyOf(p.Restrictions, func(string) bool { return true })}})
	p.fields = map[string]query.Field{}
	p.Fields, p.Writable, p.Once = map[string]Cell{}, map[string][]string{}, map[string][]string{}
	for _, field := range u.fields {
		if cell, ok := u.cell(p, field, granted); ok {
			p.Fields[field] = cell
		}
		if ids := u.writers(p, field); len(ids) > 0 {
			p.Writable[field] = ids
			once := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(u.grants[id].Once, field) })
			if len(once) > 0 {
				p.Once[field] = once
				p.fields[field], _ = u.schema.Field(u.entity, field)
			}
		}
	}
}

// createdBy is true where one grant covers a new record in both ways.
func createdBy(p *Plan) query.Predicate {
	var list query.Or
	for _, id := range slices.Sorted(maps.Keys(p.Grants)) {
		if result, ok := p.Results[id]; ok {
			list = append(list, query.And{p.Grants[id], result})
		}
	}
	return query.Simplify(list)
}

// cell is the rule of one field: a grant that includes it must allow the row.
func (u *Unit) cell(p *Plan, field string, granted query.Predicate) (Cell, bool) {
	readable := anyOf(p.Grants, func(id string) bool { return u.grants[id].Read[field] })
	if readable == query.Const(false) {
		return Cell{}, false
	}
	findable := anyOf(p.Grants, func(id string) bool { return u.grants[id].Read[field] && u.grants[id].finds(field) })
	if query.String(findable) == query.String(readable) || u.defect == residual.FindIsRead {
		findable = query.Const(true)
	}
	if query.String(readable) == query.String(granted) || u.defect == residual.RowIsCell {
		readable = query.Const(true)
	}
	cell := Cell{Readable: readable, Findable: findable}
	covers := func(id string) bool { return slices.Contains(u.masks[id].Fields, field) }
	cell.Masked = anyOf(p.Masks, covers)
	for _, id := range slices.Sorted(maps.Keys(p.Masks)) {
		if !covers(id) {
			continue
		}
		show := u.masks[id].Show
		if cell.Show != "" && cell.Show != show {
			// Masks that disagree hide the whole value.
			show = "all"
		}
		cell.Show = show
	}
	return cell, true
}

// finds tells whether one may find records by a field that the grant lets read.
func (g Grant) finds(field string) bool { return g.Find == nil || g.Find[field] }

func (u *Unit) writers(p *Plan, field string) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(p.Grants)) {
		if u.grants[id].Write[field] {
			ids = append(ids, id)
		}
	}
	return ids
}

// anyOf is true where one of the chosen conditions is.
func anyOf(conditions map[string]query.Predicate, chosen func(id string) bool) query.Predicate {
	var list query.Or
	for _, id := range slices.Sorted(maps.Keys(conditions)) {
		if chosen(id) {
			list = append(list, conditions[id])
		}
	}
	return query.Simplify(list)
}
