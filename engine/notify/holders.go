package notify

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// teamTables names the roles of teams and their members, and when an
// assignment ends, by the x-ids of package core.
var teamTables = store.TeamTables{
	Role: "e_d1reosfhyp", RoleTeam: "f_i0gshyl5sn", RoleRole: "f_opkzjli4uf",
	Member: "e_txx0bzn1ki", MemberTeam: "f_oll9tzql8i", MemberUser: "f_x1n2fvu0i3",
	AssignmentUntil: "f_hav7nb6ig7",
}

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
	return store.RoleHolders(ctx, q, store.SchemaName(workspace), identity.CoreTables(), teamTables, store.HolderQuestion{Roles: above, Everyone: everyone, At: now})
}
