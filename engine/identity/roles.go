package identity

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// ownerRoles names the roles that make their holder an owner, also by
// inheritance; sorted.
func ownerRoles(set *definition.Set) []string {
	above := map[string][]string{}
	var names, next []string
	for _, r := range set.Roles {
		for _, below := range r.Inherits {
			above[below] = append(above[below], r.Name)
		}
		if r.Owner {
			next = append(next, r.Name)
		}
	}
	seen := map[string]bool{}
	for len(next) > 0 {
		name := next[len(next)-1]
		next = next[:len(next)-1]
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
			next = append(next, above[name]...)
		}
	}
	slices.Sort(names)
	return names
}

// grant gives a grant by name, or nil. Grants of a set are sorted by name.
func grant(set *definition.Set, name string) *definition.Grant {
	i, ok := slices.BinarySearchFunc(set.Grants, name, func(g *definition.Grant, name string) int { return strings.Compare(g.Name, name) })
	if !ok {
		return nil
	}
	return set.Grants[i]
}

// direct tells whether a grant may be given to single users.
func direct(set *definition.Set, name string) bool {
	g := grant(set, name)
	return g != nil && (g.Direct || g.Role == "")
}
