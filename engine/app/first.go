package app

import (
	"context"

	"github.com/mortise-crm/mortise/engine/identity"
)

// first is what came of asking for a first administrator: the user's id when
// he was made now, or the secret of a setup link when nobody is known.
type first struct{ userID, setupToken string }

// firstAdministrator makes the first administrator of a workspace that has
// none, or, without an e-mail, a link with which somebody can.
func (a *App) firstAdministrator(ctx context.Context, workspace string, who identity.Administrator) (first, error) {
	needed, err := a.Identity.SetupNeeded(ctx, workspace)
	if err != nil || !needed {
		return first{}, err
	}
	if who.Email == "" {
		token, err := a.Identity.SetupToken(ctx, workspace)
		return first{setupToken: token}, err
	}
	made, err := a.Identity.EnsureAdministrator(ctx, workspace, who)
	if err != nil || !made {
		return first{}, err
	}
	id, _, err := a.Identity.UserByEmail(ctx, workspace, who.Email)
	return first{userID: id}, err
}
