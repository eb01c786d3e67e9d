package check

import (
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
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
		_, wrong := validation.One(d.schema, e.Name, section.Visible, at("/sections", i)+"/visible")
		d.addAll(wrong.Err())
		for j, name := range section.Fields {
			p := at(at("/sections", i)+"/fields", j)
			d.field(p, e, name)
			if seen[name] {
				d.add(p, "field_twice", "name", name)
			}
			seen[name] = true
		}
	}
	if f.Stage == "" {
		return
	}
	if stage := d.field("/stage", e, f.Stage); stage != nil && stage.Type != "choice" {
		d.add("/stage", "wrong_field_type", "name", f.Stage, "want", "choice")
	}
}

// filter checks a condition that is asked as lists are filtered; none is right.
func (d document) filter(pointer string, e *definition.Entity, src string) {
	if src == "" {
		return
	}
	_, err := filter.Parse(d.schema, e.Name, src, filter.Options{Now: time.Unix(0, 0), Pointer: pointer})
	d.addAll(err)
}
