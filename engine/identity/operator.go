package identity

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// What follows asks nobody: it is for the person at the server's command line,
// who holds the database anyway.

// AddUser makes a user with an account and roles, by name; it gives his id.
func (s *Service) AddUser(ctx context.Context, workspace string, u NewUser, roles ...string) (id string, err error) {
	if u, err = u.checked(); err != nil {
		return "", err
	}
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return "", err
	}
	if err := CheckCore(state.Set); err != nil {
		return "", problem.Wrap(problem.Unavailable, "core_needed", err)
	}
	hash, err := s.hasher.hash(ctx, u.Password)
	if err != nil {
		return "", err
	}
	err = s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		ids := make([]string, len(roles))
		for i, name := range roles {
			var ok bool
			if ids[i], ok, err = store.RoleID(ctx, tx, schema, coreTables, name); err != nil {
				return err
			}
			if !ok {
				return problem.InvalidAt("/roles", "role_unknown", map[string]any{"role": name})
			}
		}
		id, err = u.insert(ctx, tx, schema, state, hash, ids...)
		return err
	})
	return id, err
}

// ResetPassword gives the account of an e-mail a new password, which its user
// must change, and forgets failed tries.
func (s *Service) ResetPassword(ctx context.Context, workspace, email, password string) error {
	id, ok, err := s.UserByEmail(ctx, workspace, email)
	if err != nil {
		return err
	}
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	if err := s.PutAccount(ctx, workspace, id, password, true); err != nil {
		return err
	}
	schema := store.SchemaName(workspace)
	return newLimits(schema, cleanLogin(email), "").account.Clear(ctx, s.pool, schema)
}

// CloseAccount closes the account of an e-mail, or opens it again. All its
// sessions end.
func (s *Service) CloseAccount(ctx context.Context, workspace, email string, closed bool) error {
	id, ok, err := s.UserByEmail(ctx, workspace, email)
	if err != nil {
		return err
	}
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	return s.closeAccount(ctx, workspace, id, closed, bySystem(accountAction(closed), id))
}

// HandOverOf hands over what the user of an e-mail owns; successor is the
// e-mail of who takes over, or "" when h says it. It gives what it did.
func (s *Service) HandOverOf(ctx context.Context, workspace, email, successor string, h HandOver) (*HandedOver, error) {
	for _, who := range []struct {
		email string
		id    *string
	}{{email, &h.User}, {successor, &h.ToUser}} {
		if who.email == "" {
			continue
		}
		id, ok, err := s.UserByEmail(ctx, workspace, who.email)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, problem.New(problem.NotFound, "not_found")
		}
		*who.id = id
	}
	return s.handOver(ctx, workspace, h, bySystem("user.hand_over", h.User))
}

// RebuildTrees makes the closure of every tree of a workspace anew, as it is
// after records were changed in the database by hand.
func (s *Service) RebuildTrees(ctx context.Context, workspace string) error {
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		for _, e := range state.Set.Entities {
			if t, ok := TreeOf(e); ok {
				if err := t.Rebuild(ctx, tx, schema); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
