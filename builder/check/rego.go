package check

import (
	"github.com/mortise-crm/mortise/engine/definition"
)

// regos checks what policies written by hand say about themselves; their
// modules are read by others.
func (c *checker) regos() {
	for _, r := range c.set.Regos {
		d := c.about(definition.KindRego, r.Name)
		for i, name := range r.Entities {
			d.entity(at("/entities", i), name)
		}
		for i, id := range r.Ids {
			d.regoID(at("/ids", i), r, id)
		}
	}
}

func (d document) regoID(pointer string, r *definition.Rego, id definition.RegoID) {
	if id.Role != "" {
		d.role(pointer+"/role", id.Role)
	}
	switch {
	case id.By != "":
		d.role(pointer+"/by", id.By)
	case id.Needs == "approval" || id.Needs == "report":
		d.add(pointer+"/by", "required")
	}
	for i, name := range id.Fields {
		for _, entity := range r.Entities {
			if e := d.set.Entity(entity); e != nil {
				d.shows(at(pointer+"/fields", i), e, name, id.Show)
			}
		}
	}
}
