package warrant

import (
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Publisher is who wants to publish.
type Publisher struct {
	Roles       []string // effective, with "grant:<name>" for what he was given directly
	Permissions map[string]bool
	Owner       bool
}

// Change is one document that is to be published; the Body of a removed one is
// nil.
type Change struct {
	definition.Document
	Added bool
}

// check is one comparison.
type check struct {
	by            Publisher
	before, after *definition.Set
	ask           string // roles whose holders may publish all
	wrong         problem.List
}

// Check refuses changes that lead beyond what their publisher has. published
// is what the changes are made to.
func Check(by Publisher, published []definition.Document, wanted []definition.Document, changes []Change) error {
	if by.Owner {
		return nil
	}
	c := &check{by: by}
	published, known := align(published, wanted)
	// What can't be read is refused by publishing itself; here it gives nothing.
	c.before, _ = definition.ParseSet(published)
	c.after, _ = definition.ParseSet(wanted)
	c.ask = owners(c.before)
	touches := false
	if !known {
		for _, change := range changes {
			c.needsOwner(change.Key)
		}
	}
	for _, change := range changes {
		touches = touches || publish.IsAccess(change.Kind)
	}
	if touches && !by.Permissions["roles"] {
		return problem.New(problem.Forbidden, "permission_needed").With("permission", "roles")
	}
	for _, change := range changes {
		c.change(change)
	}
	if len(c.wrong) == 0 {
		return nil
	}
	return &problem.Error{Kind: problem.Forbidden, Code: "publish_gives_more", Params: map[string]any{"ask": c.ask}, Details: c.wrong}
}

// owners names the roles whose holders may publish everything.
func owners(s *definition.Set) string {
	names := ""
	for _, r := range s.Roles {
		if !r.Owner {
			continue
		}
		if names != "" {
			names += ", "
		}
		names += r.Name
	}
	return names
}

// lacks notes what is missing for a document.
func (c *check) lacks(k definition.Key, code string, params ...any) {
	c.wrong.Add("/"+string(k.Kind)+"/"+k.Name, code, append(params, "ask", c.ask)...)
}

// needsOwner notes that a document is for owners to publish.
func (c *check) needsOwner(k definition.Key) { c.lacks(k, "publish_for_owners") }

func (c *check) change(ch Change) {
	k := ch.Key
	switch k.Kind {
	case definition.KindRole:
		c.role(k, named(c.before.Roles, k.Name), named(c.after.Roles, k.Name))
	case definition.KindGrant:
		c.grant(k, named(c.before.Grants, k.Name), named(c.after.Grants, k.Name))
	case definition.KindRestriction:
		c.taking(k, restrictionNarrows(named(c.before.Restrictions, k.Name), named(c.after.Restrictions, k.Name)))
	case definition.KindMask:
		c.taking(k, maskNarrows(named(c.before.Masks, k.Name), named(c.after.Masks, k.Name)))
	case definition.KindObligation:
		c.taking(k, obligationNarrows(named(c.before.Obligations, k.Name), named(c.after.Obligations, k.Name)))
	case definition.KindSharing:
		c.sharing(k, named(c.after.Sharings, k.Name))
	case definition.KindPool:
		c.pool(k, named(c.before.Pools, k.Name), named(c.after.Pools, k.Name))
	case definition.KindAlert:
		if !ch.Added && !c.by.Permissions["audit"] {
			c.needsOwner(k)
		}
	case definition.KindRego:
		c.rego(k, named(c.before.Regos, k.Name), named(c.after.Regos, k.Name))
	case definition.KindEntity:
		if before, after := c.before.Entity(k.Name), c.after.Entity(k.Name); before != nil || after != nil {
			c.entity(k, before, after)
		}
	}
}

// taking lets what takes something away be added and tightened, and nothing
// else.
func (c *check) taking(k definition.Key, narrows bool) {
	if !narrows {
		c.needsOwner(k)
	}
}

func (c *check) role(k definition.Key, before, after *definition.Role) {
	if before != nil && (owner(c.before, before.Name) || after != nil && before.ID != after.ID) {
		c.needsOwner(k)
		return
	}
	if after == nil {
		return
	}
	if before == nil {
		before = &definition.Role{}
	}
	if after.Owner {
		c.needsOwner(k)
	}
	for _, p := range after.Permissions {
		if !slices.Contains(before.Permissions, p) && !c.by.Permissions[p] {
			c.lacks(k, "publish_permission_lacked", "permission", p)
		}
	}
	for _, r := range after.Inherits {
		if !slices.Contains(before.Inherits, r) && !slices.Contains(c.by.Roles, r) {
			c.lacks(k, "publish_role_lacked", "role", r)
		}
	}
	if !contains(after.Incompatible, before.Incompatible) {
		c.needsOwner(k)
	}
}

// owner tells whether a role makes its holder an owner.
func owner(s *definition.Set, name string) bool {
	seen := map[string]bool{}
	var makes func(name string) bool
	makes = func(name string) bool {
		r := named(s.Roles, name)
		if r == nil || seen[name] {
			return false
		}
		seen[name] = true
		return r.Owner || slices.ContainsFunc(r.Inherits, makes)
	}
	return makes(name)
}

// rego lets holders of the permission access write what can only take away.
func (c *check) rego(k definition.Key, before, after *definition.Rego) {
	if before != nil && before.Grants || after != nil && after.Grants {
		c.needsOwner(k)
		return
	}
	if !c.by.Permissions["access"] {
		c.lacks(k, "publish_permission_lacked", "permission", "access")
	}
}

// named finds a definition by name, nil if there is none.
func named[T any](list []*T, name string) *T {
	for _, v := range list {
		if nameOf(v) == name {
			return v
		}
	}
	return nil
}

func nameOf(v any) string {
	switch v := v.(type) {
	case *definition.Role:
		return v.Name
	case *definition.Grant:
		return v.Name
	case *definition.Restriction:
		return v.Name
	case *definition.Mask:
		return v.Name
	case *definition.Obligation:
		return v.Name
	case *definition.Sharing:
		return v.Name
	case *definition.Pool:
		return v.Name
	case *definition.Rego:
		return v.Name
	}
	return ""
}

// contains tells whether a list has all of another.
func contains(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// same compares definitions by what they say.
func same(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}

// Touches tells whether changes alter who may do what.
func Touches(published, wanted []definition.Document, changes []Change) bool {
	c := &check{}
	c.before, _ = definition.ParseSet(published)
	c.after, _ = definition.ParseSet(wanted)
	for _, ch := range changes {
		if publish.IsAccess(ch.Kind) {
			return true
		}
		if ch.Kind == definition.KindEntity {
			c.entity(ch.Key, c.before.Entity(ch.Name), c.after.Entity(ch.Name))
		}
	}
	return len(c.wrong) > 0
}
