package check

import (
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/validation"
)

func (c *checker) layouts() {
	for _, f := range c.set.Forms {
		d := c.about(definition.KindForm, f.Name)
		if e := d.entity("/entity", f.Entity); e != nil {
			d.form(e, f)
		}
	}
	for _, v := range c.set.Views {
		d := c.about(definition.KindView, v.Name)
		if e := d.entity("/entity", v.Entity); e != nil {
			d.view(e, v)
		}
	}
	for _, m := range c.set.Menus {
		d := c.about(definition.KindMenu, m.Name)
		d.rolesOf("/roles", m.Roles)
		d.menuItems("/items", m.Items)
	}
}

func (d document) form(e *definition.Entity, f *definition.Form) {
	seen := map[string]bool{}
	for i, section := range f.Sections {
		d.section(at("/sections", i), e, section, seen)
	}
	begun := map[string]bool{}
	for i, action := range f.Actions {
		p := at("/actions", i) + "/create"
		d.related(p, e, action.Create)
		if begun[action.Create] {
			d.add(p, "field_twice", "name", action.Create)
		}
		begun[action.Create] = true
	}
	_, wrong := validation.One(d.schema, e.Name, f.When, "/when")
	d.addAll(wrong.Err())
	for i, role := range f.Roles {
		d.role(at("/roles", i), role)
	}
	if f.Stage == "" {
		return
	}
	if stage := d.field("/stage", e, f.Stage); stage != nil && stage.Type != "choice" {
		d.add("/stage", "wrong_field_type", "name", f.Stage, "want", "choice")
	}
}

// section checks one section of a form; seen is what others have drawn already.
func (d document) section(p string, e *definition.Entity, s definition.FormSection, seen map[string]bool) {
	_, wrong := validation.One(d.schema, e.Name, s.Visible, p+"/visible")
	d.addAll(wrong.Err())
	twice := func(pointer, name string) {
		if seen[name] {
			d.add(pointer, "field_twice", "name", name)
		}
		seen[name] = true
	}
	for j, name := range s.Fields {
		d.field(at(p+"/fields", j), e, name)
		twice(at(p+"/fields", j), name)
	}
	if s.Related != "" {
		d.related(p+"/related", e, s.Related)
		twice(p+"/related", s.Related)
	}
	given := 0
	for _, is := range []bool{s.Fields != nil, s.Text != nil, s.Related != ""} {
		if is {
			given++
		}
	}
	if given != 1 {
		d.add(p, "section_needs_one")
	}
	// A related list is headed by what it lists.
	if s.Collapsed && len(s.Title) == 0 && s.Related == "" {
		d.add(p+"/title", "collapsed_needs_title")
	}
}

// related checks that a field of an entity, as "entity.field", leads to e.
func (d document) related(pointer string, e *definition.Entity, name string) {
	far, field, _ := strings.Cut(name, ".")
	other := d.entity(pointer, far)
	if other == nil {
		return
	}
	if f := d.field(pointer, other, field); f != nil && !leadsTo(f, e.Name) {
		d.add(pointer, "wrong_field_type", "name", name, "want", "relation ("+e.Name+")")
	}
}

// leadsTo tells whether a field that users fill in holds records of an entity.
func leadsTo(f *definition.Field, entity string) bool {
	switch {
	case f.System, f.IsComputed(), f.Table():
		return false
	case fieldtype.Refers(f):
		return len(f.Entities) == 0 || slices.Contains(f.Entities, entity)
	}
	return f.Entity == entity
}

// filter checks a condition that is asked as lists are filtered; none is right.
func (d document) filter(pointer string, e *definition.Entity, src string) {
	if src == "" {
		return
	}
	_, err := filter.Parse(d.schema, e.Name, src, filter.Options{Now: time.Unix(0, 0), Pointer: pointer})
	d.addAll(err)
}
