package check

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

func (c *checker) roles() {
	ids := map[string]bool{}
	byName := map[string]*definition.Role{}
	for _, r := range c.set.Roles {
		byName[r.Name] = r
	}
	for _, r := range c.set.Roles {
		d := c.about(definition.KindRole, r.Name)
		if ids[r.ID] {
			d.add("/x-id", "duplicate_id", "id", r.ID)
		}
		ids[r.ID] = true
		for i, name := range r.Inherits {
			d.role(at("/inherits", i), name)
			if held(byName, name)[r.Name] {
				d.add(at("/inherits", i), "inheritance_cycle", "name", name)
			}
		}
		for i, name := range r.Incompatible {
			d.role(at("/incompatible", i), name)
			if other := byName[name]; other != nil && !slices.Contains(other.Incompatible, r.Name) {
				d.add(at("/incompatible", i), "incompatible_one_sided", "name", name)
			}
		}
		d.together(r, held(byName, r.Name), byName)
	}
}

// together refuses a role with which one would hold two that must not meet.
func (d document) together(r *definition.Role, roles map[string]bool, byName map[string]*definition.Role) {
	for name := range roles {
		for _, other := range byName[name].Incompatible {
			if roles[other] {
				d.add("", "incompatible_together", "name", max(name, other), "other", min(name, other))
			}
		}
	}
}

// held are a role and all that it inherits from.
func held(byName map[string]*definition.Role, name string) map[string]bool {
	seen := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		r := byName[name]
		if r == nil || seen[name] {
			return
		}
		seen[name] = true
		for _, below := range r.Inherits {
			add(below)
		}
	}
	add(name)
	return seen
}
