package identity

import (
	"context"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/store"
)

// MakesOwner tells whether an assignment (kind role) or a membership of a team
// (kind team) gives a role that makes an owner.
func MakesOwner(ctx context.Context, q store.Querier, schema string, state State, kind, id string) (bool, error) {
	if kind != "role" && kind != "team" {
		return false, nil
	}
	names, err := store.RolesBy(ctx, q, schema, coreTables, kind == "team", id)
	if err != nil {
		return false, fmt.Errorf("ask what an assignment gives: %w", err)
	}
	owners := ownerRoles(state.Set)
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(owners, name) }), nil
}
