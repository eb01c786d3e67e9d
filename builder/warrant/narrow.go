package warrant

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// restrictionNarrows tells whether a change of a restriction refuses all that
// it refused before.
func restrictionNarrows(before, after *definition.Restriction) bool {
	if before == nil {
		return true
	}
	return after != nil && after.Entity == before.Entity && contains(after.Actions, before.Actions) && (after.When == before.When) &&
		contains(before.Except, after.Except) && channelsCover(after.Channels, before.Channels) && quotaNarrows(before.Quota, after.Quota)
}

// quotaNarrows: no quota refuses everything.
func quotaNarrows(before, after *definition.Quota) bool {
	return after == nil || before != nil && after.Records <= before.Records
}

func maskNarrows(before, after *definition.Mask) bool {
	if before == nil {
		return true
	}
	return after != nil && after.Entity == before.Entity && contains(after.Fields, before.Fields) && (after.When == "" || after.When == before.When) &&
		(after.Show == before.Show || after.Show == "all") && contains(before.Except, after.Except)
}

func obligationNarrows(before, after *definition.Obligation) bool {
	if before == nil {
		return true
	}
	return after != nil && after.Entity == before.Entity && contains(after.Actions, before.Actions) && (after.When == "" || after.When == before.When) &&
		contains(before.Except, after.Except) && after.Needs == before.Needs && after.By == before.By
}

// channelsCover tells whether a list of channels has all of another; an empty
// one stands for all.
func channelsCover(all, some []string) bool {
	return len(all) == 0 || len(some) > 0 && contains(all, some)
}

// scopeCovers tells whether each part of a scope is a kind of some part of
// another.
func scopeCovers(all, some definition.Scope) bool {
	return !slices.ContainsFunc(some, func(p definition.ScopePart) bool {
		return p.Kind != definition.ScopeNone && !slices.ContainsFunc(all, func(q definition.ScopePart) bool { return partCovers(q, p) })
	})
}

func partCovers(all, some definition.ScopePart) bool {
	switch {
	case all.Kind == definition.ScopeAll || same(all, some):
		return true
	case some.Kind == definition.ScopeOwn:
		return all.Kind == definition.ScopeTeam || all.Kind == definition.ScopeSubordinates || all.Kind == definition.ScopeDepartment
	case all.Kind != some.Kind:
		return false
	case all.Kind == definition.ScopePool:
		return all.Pool == ""
	case all.Kind == definition.ScopeDepartment:
		return all.Below
	case all.Kind == definition.ScopePartition:
		return all.Below && all.Field == some.Field && all.Attribute == some.Attribute
	}
	return false
}
