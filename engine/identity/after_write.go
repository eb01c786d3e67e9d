package identity

import (
	"context"
	"encoding/hex"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Written is a write that has been done, in the transaction that goes on.
type Written struct {
	Workspace string
	State     State
	Actor     *Principal // nil for the system, which may give anything
	Entity    *definition.Entity
	Action    string // create, update, archive, restore
	Records   []string
	Before    map[string]any // the one record of an update as it was, as far as the actor may read it
	Fields    []string       // that were set; nil for every one
}

// Follows tells whether AfterWrite has something to do after a write of some
// fields of an entity.
func Follows(e *definition.Entity, action string, fields []string) bool {
	_, tree := Written{Entity: e, Action: action, Fields: fields}.tree()
	return tree || BumpsEpoch(e)
}

// AfterWrite completes writes in their transaction, after the records have
// changed. It keeps the closure of trees; on entities of package core it raises
// the epoch, gives new users their first role, keeps the sign-in name equal to
// the user's e-mail, and ends the sessions of a user who may no longer sign in.
// It refuses what gives a role through a team that the actor lacks, what gives
// somebody incompatible roles, and what would leave the workspace without an
// owner.
func AfterWrite(ctx context.Context, tx store.Querier, w Written) error {
	schema := store.SchemaName(w.Workspace)
	// The epoch first, because it holds other changes back: of two owners who
	// remove each other, the second sees that he is the last.
	if w.bumps() {
		if err := store.BumpEpoch(ctx, tx, schema); err != nil {
			return err
		}
	}
	if err := w.grow(ctx, tx, schema); err != nil {
		return err
	}
	for _, step := range []func(context.Context, store.Querier, string) error{w.conveyed, w.users, w.compatible, w.owned} {
		if err := step(ctx, tx, schema); err != nil {
			return err
		}
	}
	return nil
}

// owned refuses to leave the workspace without an owner.
func (w Written) owned(ctx context.Context, tx store.Querier, schema string) error {
	if !mayEndOwners[w.Entity.ID] || w.Action == "create" {
		return nil
	}
	return ownerLeft(ctx, tx, schema, w.State)
}

// users completes writes to users.
func (w Written) users(ctx context.Context, tx store.Querier, schema string) error {
	if w.Entity.ID != userID {
		return nil
	}
	if w.Action == "create" {
		return w.giveInitialRoles(ctx, tx, schema)
	}
	for _, id := range w.Records {
		if err := afterUser(ctx, tx, schema, id); err != nil {
			return err
		}
	}
	return nil
}

// mayEndOwners has the entities by whose records somebody is an owner.
var mayEndOwners = map[string]bool{userID: true, roleID: true, assignmentID: true, teamID: true, memberID: true, teamRoleID: true}

// tree gives the tree that the write has changed, if it has.
func (w Written) tree() (store.Tree, bool) {
	t, ok := TreeOf(w.Entity)
	if !ok || w.Action == "create" {
		return t, ok
	}
	return t, w.Action == "update" && (w.Fields == nil || slices.Contains(w.Fields, t.Field))
}

// bumps tells whether the write may have changed what somebody may do. Beside
// the entities of package core, that is a tree in which users have a place.
func (w Written) bumps() bool {
	if BumpsEpoch(w.Entity) {
		return true
	}
	if _, ok := w.tree(); !ok {
		return false
	}
	user := entityByID(w.State.Set, userID)
	return user != nil && slices.ContainsFunc(partitions(user), func(f *definition.Field) bool { return f.Entity == w.Entity.Name })
}

// grow keeps the closure of the tree equal to its relation.
func (w Written) grow(ctx context.Context, tx store.Querier, schema string) error {
	t, ok := w.tree()
	if !ok {
		return nil
	}
	if w.Action == "create" {
		return t.Enter(ctx, tx, schema, w.Records)
	}
	return t.Move(ctx, tx, schema, w.Records)
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
