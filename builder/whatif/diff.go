package whatif

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

func compare(x, y string) int { return cmp.Compare(x, y) }

func mentions(text, name string) bool { return strings.Contains(text, name) }

// diff gives what two lists do not have in common.
func diff(before, after []string) Diff {
	d := Diff{Gained: []string{}, Lost: []string{}}
	for _, x := range after {
		if !slices.Contains(before, x) {
			d.Gained = append(d.Gained, x)
		}
	}
	for _, x := range before {
		if !slices.Contains(after, x) {
			d.Lost = append(d.Lost, x)
		}
	}
	slices.Sort(d.Gained)
	slices.Sort(d.Lost)
	return d
}

func held(set map[string]bool) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if set[name] {
			list = append(list, name)
		}
	}
	return list
}

func samePermissions(p *person) bool {
	return slices.Equal(held(p.before.Permissions), held(p.after.Permissions))
}

// holds tells whether a user has one of some roles, before or after.
func (p *person) holds(roles []string) bool {
	return slices.ContainsFunc(roles, func(r string) bool {
		return slices.Contains(p.before.Roles, r) || slices.Contains(p.after.Roles, r)
	})
}

// given tells whether a plan allows its action on any record.
func given(p *access.Plan) bool { return p != nil && p.Row != nil && p.Row != query.Const(false) }

// rules are the plans of one combination of roles on one side, by action.
type rules map[string]*access.Plan

// actions lists what the rules allow on some record.
func (r rules) actions() []string {
	var list []string
	for action, p := range r {
		if given(p) {
			list = append(list, action)
		}
	}
	return list
}

// state says how a field shows by the rules.
func (r rules) state(field string) string {
	read, update := r["read"], r["update"]
	if !given(read) {
		return "hidden"
	}
	cell, ok := read.Fields[field]
	switch {
	case !ok || cell.Readable == query.Const(false):
		return "hidden"
	case cell.Masked == query.Const(true):
		return "masked"
	case update != nil && given(update) && len(update.Writable[field]) > 0:
		return "write"
	case cell.Masked != nil && cell.Masked != query.Const(false), cell.Readable != query.Const(true):
		return "partly"
	}
	return "read"
}

// static tells what differs without looking at records.
func static(change *EntityChange, e *entity, before, after rules) {
	change.Actions = diff(before.actions(), after.actions())
	switch seen, sees := given(before["read"]), given(after["read"]); {
	case sees && !seen:
		change.Visible = "gained"
	case seen && !sees:
		change.Visible = "lost"
	}
	for _, f := range fields(e) {
		was, will := "hidden", "hidden"
		if e.before != nil {
			was = before.state(name(e.before, f))
		}
		if e.after != nil {
			will = after.state(name(e.after, f))
		}
		if was != will {
			change.Fields = append(change.Fields, FieldChange{Name: f.Name, Before: was, After: will})
		}
	}
}

// fields lists the fields of both sides once, by what they are stored in.
func fields(e *entity) []*definition.Field {
	var list []*definition.Field
	known := map[string]bool{}
	for _, side := range []*catalog.Entity{e.after, e.before} {
		if side == nil {
			continue
		}
		for _, f := range side.Definition.Fields {
			if !known[f.Column] {
				known[f.Column] = true
				list = append(list, f)
			}
		}
	}
	return list
}

// name is what a side calls a field, "" when it has none.
func name(side *catalog.Entity, f *definition.Field) string {
	for _, other := range side.Definition.Fields {
		if other.Column == f.Column {
			return other.Name
		}
	}
	return ""
}
