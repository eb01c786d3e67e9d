package publish

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// changedTrees gives the trees that a set designs and the one before it did
// not, and those that are no more.
func changedTrees(before, set *definition.Set) (grown, felled []store.Tree) {
	had := map[string]store.Tree{}
	for _, e := range before.Entities {
		if t, ok := identity.TreeOf(e); ok {
			had[t.ID] = t
		}
	}
	for _, e := range set.Entities {
		t, ok := identity.TreeOf(e)
		if !ok {
			continue
		}
		if _, kept := had[t.ID]; !kept {
			t.Field = "entity/" + e.Name + "/x-tree" // where a circle among the records is reported
			grown = append(grown, t)
		}
		delete(had, t.ID)
	}
	for _, e := range before.Entities {
		if t, ok := identity.TreeOf(e); ok && had[t.ID].ID != "" {
			felled = append(felled, t)
		}
	}
	return grown, felled
}
