package identity

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// ActiveField names the field of the user entity that says whether the user
// may sign in; false for another entity.
func ActiveField(e *definition.Entity) (string, bool) {
	if e.ID != userID {
		return "", false
	}
	name := fieldName(e, userActive)
	return name, name != ""
}

// MayAct refuses work in the name of a user whose account is closed. A user
// without an account may be acted for.
func (s *Service) MayAct(ctx context.Context, workspace, user string) error {
	a, ok, err := store.AccountByUser(ctx, s.pool, store.SchemaName(workspace), coreTables, user)
	if err == nil && ok && !a.Enabled {
		err = errUnauthenticated()
	}
	return err
}
