package check

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

func (c *checker) roles() {
	ids := map[string]bool{}
	below := map[string][]string{}
	for _, r := range c.set.Roles {
		below[r.Name] = r.Inherits
	}
	for _, r := range c.set.Roles {
		d := c.about(definition.KindRole, r.Name)
		if ids[r.ID] {
			d.add("/x-id", "duplicate_id", "id", r.ID)
		}
		ids[r.ID] = true
		for i, name := range r.Inherits {
			d.role(at("/inherits", i), name)
			if reaches(below, name, r.Name, map[string]bool{}) {
				d.add(at("/inherits", i), "inheritance_cycle", "name", name)
			}
		}
	}
}

// reaches tells whether a role is, or inherits from, another.
func reaches(below map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(below[from], func(next string) bool { return reaches(below, next, to, seen) })
}

func (c *checker) access() {
	for _, g := range c.set.Grants {
		d := c.about(definition.KindGrant, g.Name)
		d.role("/role", g.Role)
		if e := d.entity("/entity", g.Entity); e != nil {
			d.grant(e, g)
		}
	}
	for _, r := range c.set.Restrictions {
		d := c.about(definition.KindRestriction, r.Name)
		d.entity("/entity", r.Entity)
		d.exempt(r.Except)
	}
	for _, m := range c.set.Masks {
		d := c.about(definition.KindMask, m.Name)
		d.exempt(m.Except)
		if e := d.entity("/entity", m.Entity); e != nil {
			d.mask(e, m)
		}
	}
}

func (d document) exempt(roles []string) {
	for i, name := range roles {
		d.role(at("/except", i), name)
	}
}

func (d document) grant(e *definition.Entity, g *definition.Grant) {
	if k := g.Scope[0].Kind; (k == definition.ScopeOwn || k == definition.ScopePool) && e.Owner == "" {
		d.add("/scope", "scope_without_owner", "scope", string(k), "entity", e.Name)
	}
	d.fields("/read", e, g.Read)
	d.fields("/write", e, g.Write)
	for i, name := range g.Write.Only {
		if f := e.Field(name); f != nil && (f.System || f.ReadOnly) {
			d.add(at("/write/only", i), "not_writable", "name", name)
		}
	}
}

func (d document) fields(pointer string, e *definition.Entity, s definition.FieldSet) {
	for i, name := range s.Only {
		d.field(at(pointer+"/only", i), e, name)
	}
	for i, name := range s.Except {
		d.field(at(pointer+"/except", i), e, name)
	}
}

func (d document) mask(e *definition.Entity, m *definition.Mask) {
	for i, name := range m.Fields {
		f := d.field(at("/fields", i), e, name)
		if f != nil && !fits(m.Show, f) {
			d.add(at("/fields", i), "mask_does_not_fit", "show", m.Show, "name", name)
		}
	}
}

// fits tells whether a pattern can show part of a field.
func fits(show string, f *definition.Field) bool {
	text := kind(f) == query.Type{Kind: query.Text}
	switch show {
	case "phone":
		return f.Type == "phone" || f.Type == "text"
	case "email":
		return f.Type == "email" || f.Type == "text"
	case "tail":
		return text
	}
	return f.Name != "id"
}

func (c *checker) packages() {
	for _, p := range c.set.Packages {
		d := c.about(definition.KindPackage, p.Name)
		for i, name := range p.Requires {
			if name != corePackage && !c.named[definition.Key{Kind: definition.KindPackage, Name: name}] {
				d.add(at("/requires", i), "unknown_package", "name", name)
			}
		}
	}
}

// corePackage is in every workspace from the start.
const corePackage = "core"
