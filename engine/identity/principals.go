package identity

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/store"
)

// AllPrincipals gives the principals of all active users by the roles of a
// State, which may be one that has not been published: for questions about many
// users at once. They are as of now, in the order of their ids, and share their
// lists.
func (s *Service) AllPrincipals(ctx context.Context, workspace string, state State) ([]*Principal, error) {
	if entityByID(state.Set, userID) == nil {
		return nil, nil
	}
	rows, err := store.Principals(ctx, s.pool, store.SchemaName(workspace), shapeOf(state))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, nil
	}
	list, names := make([]*Principal, len(rows)), newRoleNames(rows[0].Roles, state)
	for i, row := range rows {
		slices.Sort(row.Assigned)
		row.Assigned = slices.Compact(row.Assigned)
		list[i] = names.principal(workspace, row)
	}
	return list, nil
}
