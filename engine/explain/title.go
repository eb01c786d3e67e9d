package explain

import (
	"slices"
	"strings"
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
	if rest, ok := strings.CutPrefix(id, "pool."); ok {
		for _, d := range set.Pools {
			if strings.HasPrefix(rest, d.Name+".") {
				return t.titleOf(d.Title, id)
			}
		}
	}
	return id
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
