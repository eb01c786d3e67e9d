package notify

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// Holders lists the active users who hold a role now: assigned or through a
// team, itself or by a role that inherits it. Sorted by id.
func Holders(ctx context.Context, q store.Querier, workspace string, state identity.State, role string) ([]string, error) {
	return HoldersAt(ctx, q, workspace, state, role, time.Now())
}

// HoldersAt lists those who hold a role at a time.
func HoldersAt(ctx context.Context, q store.Querier, workspace string, state identity.State, role string, now time.Time) ([]string, error) {
	var above []string
	for _, r := range state.Set.Roles {
		if slices.Contains(state.Snapshot.EffectiveRoles([]string{r.Name}), role) {
			above = append(above, r.Name)
		}
	}
	everyone := slices.Contains(state.Snapshot.EffectiveRoles(nil), role)
	return store.RoleHolders(ctx, q, store.SchemaName(workspace), identity.CoreTables(), store.HolderQuestion{Roles: above, Everyone: everyone, At: now})
}
