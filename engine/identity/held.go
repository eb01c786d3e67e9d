package identity

import (
	"context"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// Held is one way in which a user has a role before inheritance, or a
// permission of his own.
type Held struct {
	Role   string    // "" for a permission of his own
	Grant  string    // name of the grant then
	Team   string    // id of the team that brings the role; "" when given to the user himself
	Until  time.Time // zero for no end
	Reason string
}

var heldTables = store.HeldTables{
	AssignmentUntil: "f_hav7nb6ig7", AssignmentReason: "f_ej4fwecept",
	Member: "e_txx0bzn1ki", MemberTeam: "f_oll9tzql8i", MemberUser: "f_x1n2fvu0i3",
	TeamRole: "e_d1reosfhyp", TeamRoleTeam: "f_i0gshyl5sn", TeamRoleRole: "f_opkzjli4uf",
	Direct: "e_bmsaur44na", DirectUser: "f_g3nwk0do4u", DirectGrant: "f_ve11rb4pvp", DirectUntil: "f_s7ibbtdd0g", DirectCause: "f_obn880pzcy",
}

// HeldBy lists by user how the users of ids, or all for nil, have their roles
// and permissions now.
func HeldBy(ctx context.Context, q store.Querier, workspace string, ids []string) (map[string][]Held, error) {
	rows, err := store.HeldRoles(ctx, q, store.SchemaName(workspace), coreTables, heldTables, ids)
	if err != nil {
		return nil, err
	}
	held := map[string][]Held{}
	for _, r := range rows {
		h := Held{Role: r.Role, Team: r.Team, Until: r.Until, Reason: r.Reason}
		if grant, ok := strings.CutPrefix(r.Role, "grant:"); ok {
			h.Role, h.Grant = "", grant
		}
		held[r.User] = append(held[r.User], h)
	}
	return held, nil
}
