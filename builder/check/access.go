package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

func (c *checker) access() {
	for _, g := range c.set.Grants {
		d := c.about(definition.KindGrant, g.Name)
		d.unreserved("pool.", "default.")
		if g.Role != "" {
			d.role("/role", g.Role)
		}
		if e := d.entity("/entity", g.Entity); e != nil {
			d.grant(e, g)
		}
	}
	for _, r := range c.set.Restrictions {
		d := c.about(definition.KindRestriction, r.Name)
		d.unreserved("parent.")
		d.entity("/entity", r.Entity)
		d.rolesOf("/except", r.Except)
	}
	for _, m := range c.set.Masks {
		d := c.about(definition.KindMask, m.Name)
		d.unreserved("pool.")
		d.rolesOf("/except", m.Except)
		if e := d.entity("/entity", m.Entity); e != nil {
			d.mask(e, m)
		}
	}
	for _, s := range c.set.Sharings {
		d := c.about(definition.KindSharing, s.Name)
		d.entity("/entity", s.Entity)
		d.rolesOf("/to/roles", s.To.Roles)
	}
}

// unreserved refuses names that begin as those of generated rules do.
func (d document) unreserved(prefixes ...string) {
	for _, p := range prefixes {
		if strings.HasPrefix(d.key.Name, p) {
			d.add("/name", "reserved_name", "name", d.key.Name)
		}
	}
}

func (d document) rolesOf(pointer string, roles []string) {
	for i, name := range roles {
		d.role(at(pointer, i), name)
	}
}

// ownerActions are the actions that change who owns a record.
var ownerActions = []string{"transfer", "assign", "claim", "release"}

func (d document) grant(e *definition.Entity, g *definition.Grant) {
	for i, action := range g.Actions {
		if slices.Contains(ownerActions, action) && e.Owner == "" && e.Team == "" {
			d.add(at("/actions", i), "action_without_owner", "action", action, "entity", e.Name)
		}
	}
	gives := slices.Contains(g.Actions, "transfer") || slices.Contains(g.Actions, "assign")
	if gives && !slices.ContainsFunc(g.To, func(p definition.ScopePart) bool { return p.Kind != definition.ScopeNone }) {
		d.add("/to", "required")
	}
	for action := range g.Scopes {
		if !slices.Contains(g.Actions, action) {
			d.add("/scopes/"+action, "action_not_among", "action", action)
		}
	}
	for i, name := range g.Write.Only {
		if f := e.Field(name); f != nil && (f.System || f.ReadOnly) {
			d.add(at("/write/only", i), "not_writable", "name", name)
		}
	}
}

func (d document) mask(e *definition.Entity, m *definition.Mask) {
	for i, name := range m.Fields {
		d.shows(at("/fields", i), e, name, m.Show)
	}
}

// shows reports a field that does not exist or that a pattern cannot show part
// of.
func (d document) shows(pointer string, e *definition.Entity, name, show string) {
	f := d.field(pointer, e, name)
	if f != nil && !fits(show, f) {
		d.add(pointer, "mask_does_not_fit", "show", show, "name", name)
	}
}

// fits tells whether a pattern can show part of a field.
func fits(show string, f *definition.Field) bool {
	t, ok := fieldtype.Get(f.Type)
	return ok && f.Name != "id" && slices.Contains(t.Masks(), show)
}

func (c *checker) packages() {
	versions := map[string]string{}
	for _, p := range c.set.Packages {
		versions[p.Name] = p.Version
	}
	for _, p := range c.set.Packages {
		d := c.about(definition.KindPackage, p.Name)
		for _, name := range slices.Sorted(maps.Keys(p.Requires)) {
			version, there := versions[name]
			if !there {
				if name != corePackage {
					d.add("/requires/"+name, "unknown_package", "name", name)
				}
				continue
			}
			if fits, err := definition.InRange(version, p.Requires[name]); err != nil || !fits {
				d.add("/requires/"+name, "package_version", "package", name, "have", version, "want", p.Requires[name])
			}
		}
	}
}

// corePackage is in every workspace from the start.
const corePackage = "core"
