package identity

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// SetupLife is how long a link for making the first administrator works.
const SetupLife = 24 * time.Hour

// Administrator is the first user of a workspace.
type Administrator struct {
	Name, Email, Password string
	Language              string // zh-CN, en; "" for none
}

// SetupNeeded tells whether the workspace waits for its first administrator.
func (s *Service) SetupNeeded(ctx context.Context, workspace string) (bool, error) {
	some, err := store.HasAccounts(ctx, s.pool, store.SchemaName(workspace))
	return !some, err
}

// SetupToken makes the secret of a setup link: it works once, for a day, and
// only while there is no account.
func (s *Service) SetupToken(ctx context.Context, workspace string) (string, error) {
	token := newToken(workspace)
	hash := hashToken(token)
	return token, store.InsertSetupLink(ctx, s.pool, store.SchemaName(workspace), hash[:], time.Now().Add(SetupLife))
}

// Setup makes the first administrator with the secret of a setup link.
func (s *Service) Setup(ctx context.Context, workspace, token string, a Administrator) error {
	return s.firstAdministrator(ctx, workspace, a, func(tx pgx.Tx, schema string) error {
		hash := hashToken(token)
		ok, err := store.UseSetupLink(ctx, tx, schema, hash[:])
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.Forbidden, "setup_link_invalid")
		}
		return nil
	})
}

// EnsureAdministrator makes the first administrator when there is no account
// yet, as the environment of the process says; it tells whether it did.
func (s *Service) EnsureAdministrator(ctx context.Context, workspace string, a Administrator) (bool, error) {
	if needed, err := s.SetupNeeded(ctx, workspace); err != nil || !needed {
		return false, err
	}
	err := s.firstAdministrator(ctx, workspace, a, func(pgx.Tx, string) error { return nil })
	if problem.Is(err, problem.Conflict) {
		return false, nil // another process was faster
	}
	return err == nil, err
}

// firstAdministrator makes a user with an owner role and an account, once per
// workspace.
func (s *Service) firstAdministrator(ctx context.Context, workspace string, a Administrator, permit func(tx pgx.Tx, schema string) error) error {
	u, err := NewUser(a).checked()
	if err != nil {
		return err
	}
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, u.Password)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		some, err := store.HasAccounts(ctx, tx, schema)
		if err != nil {
			return err
		}
		if some {
			return problem.New(problem.Conflict, "setup_done")
		}
		if err := permit(tx, schema); err != nil {
			return err
		}
		role, err := ownerRole(ctx, tx, schema, state)
		if err != nil {
			return err
		}
		_, err = u.insert(ctx, tx, schema, state, hash, role)
		return err
	})
}

// ownerRole finds the record of a role that makes its holder an owner.
func ownerRole(ctx context.Context, tx pgx.Tx, schema string, state State) (string, error) {
	for _, name := range ownerRoles(state.Set) {
		id, ok, err := store.RoleID(ctx, tx, schema, coreTables, name)
		if err != nil || ok {
			return id, err
		}
	}
	return "", problem.New(problem.Unavailable, "no_owner_role")
}
