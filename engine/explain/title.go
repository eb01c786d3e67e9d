package explain

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// title is what people call a grant, restriction or mask.
func (t *teller) title(id string) string {
	set := t.snapshot.Set
	for _, d := range set.Grants {
		if d.Name == id {
			return t.titleOf(d.Title, id)
		}
	}
	for _, d := range set.Restrictions {
		if d.Name == id {
			return t.titleOf(d.Title, id)
		}
	}
	for _, d := range set.Masks {
		if d.Name == id {
			return t.titleOf(d.Title, id)
		}
	}
	for _, d := range set.Obligations {
		if d.Name == id {
			return t.titleOf(d.Title, id)
		}
	}
	return t.derived(set, id)
}

// derived is the title of what is not drawn itself, but follows from another
// definition.
func (t *teller) derived(set *definition.Set, id string) string {
	if parent, ok := strings.CutPrefix(id, "parent."); ok {
		return t.say("parent", "entity", t.entityTitle(parentOf(t, parent)))
	}
	for _, d := range set.Sharings {
		if d.Name == id {
			return t.titleOf(d.Title, id)
		}
	}
	if rest, ok := strings.CutPrefix(id, "pool."); ok {
		for _, d := range set.Pools {
			if strings.HasPrefix(rest, d.Name+".") {
				return t.titleOf(d.Title, id)
			}
		}
	}
	return id
}

// parentOf gives the entity that records of an entity belong to.
func parentOf(t *teller, entity string) string {
	e, ok := t.snapshot.Entity(entity)
	if !ok {
		return entity
	}
	if target, ok := t.snapshot.Target(entity, e.Definition.Parent); ok {
		return target
	}
	return entity
}

// roleOf finds the role by which a user has a grant, "" when none is known.
func (t *teller) roleOf(of *subject, id string) string {
	for _, g := range t.snapshot.Set.Grants {
		if g.Name == id && slices.Contains(of.principal.Roles, g.Role) {
			return g.Role
		}
	}
	rest, ok := strings.CutPrefix(id, "pool.")
	if !ok {
		return ""
	}
	for _, d := range t.snapshot.Set.Pools {
		if !strings.HasPrefix(rest, d.Name+".") {
			continue
		}
		roles := d.Members
		if strings.HasSuffix(rest, ".admin") {
			roles = d.Admins
		}
		for _, role := range roles {
			if slices.Contains(of.principal.Roles, role) {
				return role
			}
		}
	}
	return ""
}
