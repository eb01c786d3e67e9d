package warrant

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// levels are the actions that a share gives, as far as grants of scope shared
// name them.
var levels = map[definition.Level][]string{
	definition.LevelRead:  {"read"},
	definition.LevelWrite: {"read", "update", "comment"},
	definition.LevelFull:  {"read", "update", "comment", "archive", "restore", "transfer", "share", "release", "print", "export"},
}

// sharing asks that who shares records may himself do with all of them what
// the level gives. The fields are for the grants of scope shared to say.
func (c *check) sharing(k definition.Key, after *definition.Sharing) {
	if after == nil || c.before.Entity(after.Entity) == nil {
		return
	}
	for _, action := range levels[after.Level] {
		shown := slices.ContainsFunc(c.held(after.Entity), func(g *definition.Grant) bool {
			return slices.Contains(g.Actions, action) && scopeCovers(g.Of(action), definition.ScopeOf(definition.ScopeAll)) &&
				(g.When == "" || g.When == after.When) && len(g.Channels) == 0
		})
		if !shown {
			c.lacks(k, "publish_grant_lacked", "action", action, "entity", after.Entity)
		}
	}
}

// pool asks that who makes a pool holds what it gives its members and admins,
// and that a changed one gives no more than before.
func (c *check) pool(k definition.Key, before, after *definition.Pool) {
	if after == nil || c.before.Entity(after.Entity) == nil {
		return
	}
	if before != nil && !poolNarrows(before, after) {
		c.needsOwner(k)
		return
	}
	where := definition.Scope{{Kind: definition.ScopePool, Pool: after.Name}}
	members := &definition.Grant{Entity: after.Entity, Actions: []string{"read", "claim"}, Scope: where, When: after.When,
		Read: definition.FieldSet{Except: append([]string{}, after.Hidden...)}}
	c.given(k, members, nil)
	if len(after.Admins) > 0 {
		c.given(k, &definition.Grant{Entity: after.Entity, Actions: []string{"read", "assign", "release"}, Scope: definition.ScopeOf(definition.ScopeAll),
			When: after.When, To: definition.ScopeOf(definition.ScopeAll), Read: definition.FieldSet{All: true}}, nil)
	}
}

// poolNarrows tells whether a change of a pool shows no more of its records
// and lets nobody take more of them.
func poolNarrows(before, after *definition.Pool) bool {
	masks := func(p *definition.Pool) (list []string) {
		for _, m := range p.Masked {
			list = append(list, m.Field+" "+m.Show)
		}
		return list
	}
	limit := func(was, is int) bool { return was == 0 || is > 0 && is <= was }
	return before.Entity == after.Entity && before.When == after.When && contains(after.Hidden, before.Hidden) && contains(masks(after), masks(before)) &&
		limit(before.Claim.PerDay, after.Claim.PerDay) && limit(before.Claim.Holds, after.Claim.Holds) && before.Claim.Except == after.Claim.Except &&
		after.Claim.CoolDown >= before.Claim.CoolDown && after.Claim.EntryHours >= before.Claim.EntryHours && (after.Reason || !before.Reason) &&
		same(before.Return, after.Return)
}

// entity lets designers add entities and fields; what changes how far existing
// grants reach is for owners.
func (c *check) entity(k definition.Key, before, after *definition.Entity) {
	if after == nil {
		return // with its records, that grants nothing
	}
	if before == nil {
		if slices.ContainsFunc(c.before.Entities, func(e *definition.Entity) bool { return e.ID == after.ID }) && !c.renamed(after) {
			c.needsOwner(k)
		}
		return
	}
	if before.ID != after.ID || before.Access != after.Access && !tighter(before.Access, after.Access) || before.Parent != after.Parent && before.Parent != "" ||
		before.Owner != after.Owner && before.Owner != "" || before.Team != after.Team && before.Team != "" || before.Tree != after.Tree && before.Tree != "" ||
		grade(after.Grade) < grade(before.Grade) || c.takesOver(before, after) {
		c.needsOwner(k)
	}
}

// renamed tells whether an entity has merely another name: nothing published
// speaks of the new one.
func (c *check) renamed(after *definition.Entity) bool {
	return !slices.ContainsFunc(c.before.Grants, func(g *definition.Grant) bool { return g.Entity == after.Name })
}

// takesOver tells whether a field goes by a name that stood for another one,
// or has become less delicate: grants that name it, or all, would reach it.
func (c *check) takesOver(before, after *definition.Entity) bool {
	return slices.ContainsFunc(after.Fields, func(f *definition.Field) bool {
		if named := before.Field(f.Name); named != nil && named.ID != f.ID {
			return slices.ContainsFunc(before.Fields, func(old *definition.Field) bool { return old.ID == f.ID })
		}
		i := slices.IndexFunc(before.Fields, func(old *definition.Field) bool { return old.ID == f.ID })
		return i >= 0 && (grade(f.Grade) < grade(before.Fields[i].Grade) || before.Fields[i].SetOnce && !f.SetOnce)
	})
}

// tighter tells whether what everyone may do becomes less.
func tighter(before, after string) bool {
	order := []string{"private", "readable", "writable"}
	rank := func(s string) int { return max(slices.Index(order, s), 0) }
	return rank(after) <= rank(before)
}
