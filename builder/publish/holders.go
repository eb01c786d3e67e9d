package publish

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxConflicts is how many users with incompatible roles are told of at once.
const maxConflicts = 50

// heldTogether finds the users who hold roles that a set makes incompatible: it
// cannot be published before they are given up.
func heldTogether(ctx context.Context, db *store.DB, workspace string, set *definition.Set) error {
	list, err := identity.Conflicts(ctx, db.Pool(), store.SchemaName(workspace), identity.State{Set: set})
	if err != nil {
		return err
	}
	var wrong problem.List
	for _, c := range list[:min(len(list), maxConflicts)] {
		wrong.Add("/role/"+c.Roles[0]+"/incompatible", "roles_held_together", "user", c.UserName, "role", c.Roles[0], "other", c.Roles[1])
	}
	return wrong.Err()
}
