package identity

import (
	"context"
	"encoding/hex"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// AfterWrite completes a write to an entity of package core, in its
// transaction and after the record has changed. It raises the epoch, keeps the
// sign-in name equal to the user's e-mail, ends the sessions of a user who may
// no longer sign in, and refuses what would leave the workspace without an
// owner. record is the record's id.
func AfterWrite(ctx context.Context, tx store.Querier, workspace string, state State, e *definition.Entity, record string) error {
	if !BumpsEpoch(e) {
		return nil
	}
	schema := store.SchemaName(workspace)
	// First, because it holds other changes back: of two owners who remove each
	// other, the second sees that he is the last.
	if err := store.BumpEpoch(ctx, tx, schema); err != nil {
		return err
	}
	if e.ID == userID {
		if err := afterUser(ctx, tx, schema, record); err != nil {
			return err
		}
	}
	if e.ID == departmentID {
		return nil
	}
	return ownerLeft(ctx, tx, schema, state)
}

func afterUser(ctx context.Context, tx store.Querier, schema, record string) error {
	account, ok, err := store.AccountByUser(ctx, tx, schema, coreTables, record)
	if err != nil || !ok {
		return err
	}
	if !account.Enabled {
		return store.DeleteSessions(ctx, tx, schema, record, nil)
	}
	email, ok, err := store.UserEmail(ctx, tx, schema, coreTables, record)
	if err != nil || !ok || email == "" || email == account.Email {
		return err
	}
	return taken(store.SetAccountEmail(ctx, tx, schema, record, email))
}

// ownerLeft demands that somebody who can sign in holds an owner role, once
// the workspace has accounts at all.
func ownerLeft(ctx context.Context, tx store.Querier, schema string, state State) error {
	some, err := store.HasAccounts(ctx, tx, schema)
	if err != nil || !some {
		return err
	}
	n, err := store.CountHolders(ctx, tx, schema, coreTables, ownerRoles(state.Set))
	if err != nil {
		return err
	}
	if n == 0 {
		return problem.New(problem.Conflict, "last_owner")
	}
	return nil
}

// sessionHash gives the key of the principal's session in the database; nil
// when he has none.
func sessionHash(p *Principal) []byte {
	hash, err := hex.DecodeString(p.Session.ID)
	if err != nil || len(hash) == 0 {
		return nil
	}
	return hash
}
