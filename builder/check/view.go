package check

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/validation"
)

func (d document) view(e *definition.Entity, v *definition.View) {
	seen := map[string]bool{}
	for i, column := range v.Columns {
		d.column(at("/columns", i), e, column)
		if seen[column.Field] {
			d.add(at("/columns", i)+"/field", "field_twice", "name", column.Field)
		}
		seen[column.Field] = true
	}
	for i, key := range v.Sort {
		name := strings.TrimPrefix(key, "-")
		f := d.field(at("/sort", i), e, name)
		if f == nil {
			continue
		}
		if t, ok := fieldtype.Of(f); ok && !t.Sortable() {
			d.add(at("/sort", i), "not_sortable", "name", name)
		}
	}
	d.filter("/filter", e, v.Filter)
	d.kind(e, v)
	for i, rule := range v.Colors {
		_, wrong := validation.One(d.schema, e.Name, rule.When, at("/colors", i)+"/when")
		d.addAll(wrong.Err())
	}
	for i, role := range v.DefaultFor {
		d.role(at("/default_for", i), role)
	}
}

// column checks one column of a view.
func (d document) column(p string, e *definition.Entity, c definition.ViewColumn) {
	f, ok := d.path(e, c.Field)
	if !ok {
		d.add(p+"/field", "unknown_field", "name", c.Field)
	}
	if f == nil || c.Aggregate == "" || c.Aggregate == "count" {
		return
	}
	t, ok := fieldtype.Of(f)
	if ok && !(fieldtype.Compares(f) && fieldtype.Measures(c.Aggregate, t.Kind().Kind)) {
		d.add(p+"/aggregate", "field_not_measurable", "name", c.Field, "fn", c.Aggregate)
	}
}

// viewMember is a member of a view that names a field.
type viewMember struct {
	name, value string
	kinds       []definition.ViewKind // in which it counts
	needed      bool                  // in kinds other than a table
}

// kind checks the members of a view that only some kinds have.
func (d document) kind(e *definition.Entity, v *definition.View) {
	kind := v.KindOrTable()
	for _, m := range []viewMember{
		{"group", v.Group, []definition.ViewKind{definition.ViewTable, definition.ViewKanban}, true},
		{"start", v.Start, []definition.ViewKind{definition.ViewCalendar}, true},
		{"end", v.End, []definition.ViewKind{definition.ViewCalendar}, false},
		{"parent", v.Parent, []definition.ViewKind{definition.ViewTree}, true},
		{"cover", v.Cover, []definition.ViewKind{definition.ViewGallery}, true},
	} {
		switch counts := slices.Contains(m.kinds, kind); {
		case m.value == "" && counts && m.needed && kind != definition.ViewTable:
			d.add("/"+m.name, "view_member_needed", "kind", kind, "name", m.name)
		case m.value != "" && !counts:
			d.add("/"+m.name, "view_member_unused", "kind", kind, "name", m.name)
		case m.value != "":
			d.viewField("/"+m.name, e, m.value, kind)
		}
	}
}

// viewField checks that a field is of a type that a kind of view can draw.
func (d document) viewField(pointer string, e *definition.Entity, name string, kind definition.ViewKind) {
	f := d.field(pointer, e, name)
	if f == nil {
		return
	}
	if kind == definition.ViewTable {
		if t, ok := fieldtype.Of(f); ok && !(fieldtype.Compares(f) && t.Sortable()) {
			d.add(pointer, "field_not_groupable", "name", name)
		}
		return
	}
	if want := lacks(e, f, kind); want != "" {
		d.add(pointer, "wrong_field_type", "name", name, "want", want)
	}
}

// lacks says which types a kind of view wants instead of a field's; "" when the
// field serves.
func lacks(e *definition.Entity, f *definition.Field, kind definition.ViewKind) string {
	shown := f
	if f.Shown != nil {
		shown = f.Shown
	}
	switch kind {
	case definition.ViewKanban: // cards are moved, so the field is written
		if !slices.Contains([]string{"choice", "boolean"}, f.Type) && (f.IsComputed() || f.ToOne() == "") {
			return "choice, relation, user, department, boolean"
		}
	case definition.ViewCalendar:
		if !slices.Contains([]string{"date", "datetime"}, shown.Type) {
			return "date, datetime"
		}
	case definition.ViewTree:
		if f.IsComputed() || f.ToOne() != e.Name {
			return "relation (" + e.Name + ")"
		}
	case definition.ViewGallery:
		if f.Type != "image" {
			return "image"
		}
	}
	return ""
}

// path finds the field that a dotted name leads to through relations; false
// where there is none. Where it leads to an entity that does not parse, nothing
// can be said: nil and true.
func (d document) path(e *definition.Entity, name string) (*definition.Field, bool) {
	steps := strings.Split(name, ".")
	for i, step := range steps {
		f := e.Field(step)
		if f == nil {
			return nil, false
		}
		if i == len(steps)-1 {
			return f, true
		}
		if f.ToOne() == "" {
			return nil, false
		}
		if e = d.set.Entity(f.ToOne()); e == nil {
			return nil, true
		}
	}
	return nil, true
}
