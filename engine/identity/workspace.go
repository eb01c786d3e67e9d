package identity

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// Snapshot is what identity asks of a published revision; a compiled Snapshot
// of the catalog answers it.
type Snapshot interface {
	query.Schema
	// EffectiveRoles adds what roles inherit, and "everyone"; sorted. Roles
	// that are not defined are left out.
	EffectiveRoles(roles []string) []string
	// Permissions gives the system permissions of effective roles, and whether
	// one of them is an owner role.
	Permissions(roles []string) (permissions map[string]bool, owner bool)
}

// State is what this process knows of a workspace: the epoch it last saw, and
// the revision that was published then.
type State struct {
	Epoch    int64
	Revision int64
	Set      *definition.Set
	Snapshot Snapshot
}

// Workspaces gives the State of workspaces by name.
type Workspaces interface {
	// Current gives what is known, from memory; a problem of kind NotFound for
	// a workspace that does not exist.
	Current(ctx context.Context, workspace string) (State, error)
	// Refresh looks at the database first.
	Refresh(ctx context.Context, workspace string) (State, error)
}
