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

// HeldBy lists by user how the users of ids, or all for nil, have their roles
// and permissions now.
func HeldBy(ctx context.Context, q store.Querier, workspace string, ids []string) (map[string][]Held, error) {
	rows, err := store.HeldRoles(ctx, q, store.SchemaName(workspace), coreTables, ids)
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
