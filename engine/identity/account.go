package identity

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// ChangePassword gives the principal a new password, if he knows the current
// one. All his other sessions end.
func (s *Service) ChangePassword(ctx context.Context, p *Principal, current, password, address string) error {
	schema := store.SchemaName(p.Workspace)
	if err := checkPassword("/new", password, p.Email); err != nil {
		return err
	}
	account, ok, err := store.AccountByUser(ctx, s.pool, schema, coreTables, p.UserID)
	if err != nil {
		return err
	}
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	limit := newLimits(schema, account.Email, address)
	if err := limit.take(ctx, s.pool); err != nil {
		return err
	}
	if err := s.knows(ctx, p, current, account.PasswordHash); err != nil {
		return err
	}
	if err := limit.succeed(ctx, s.pool); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, p.Workspace, func(tx pgx.Tx, schema string) error {
		ok, err := store.SetPasswordHash(ctx, tx, schema, p.UserID, account.PasswordHash, hash)
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.Conflict, "password_changed_meanwhile")
		}
		if err := store.DeleteSessions(ctx, tx, schema, p.UserID, sessionHash(p)); err != nil {
			return err
		}
		return note(ctx, tx, p.Workspace, p.audited("password.change", ""))
	})
}

// knows demands the principal's current password, and enters a wrong one into
// the audit.
func (s *Service) knows(ctx context.Context, p *Principal, password, hash string) error {
	matches, err := s.hasher.matches(ctx, password, hash)
	if err != nil || matches {
		return err
	}
	wrong := p.audited("password.change", "")
	wrong.Result = "failed"
	if err := note(ctx, s.pool, p.Workspace, wrong); err != nil {
		return err
	}
	return problem.InvalidAt("/current", "wrong_password", nil)
}

// SetPassword gives another user an account, or its account a new password,
// which he must change when he signs in. It needs the system permission users
// and every role of that user: else it would be a way up. All the user's
// sessions end.
func (s *Service) SetPassword(ctx context.Context, p *Principal, userID, password string) error {
	if err := s.mayManage(ctx, p, userID); err != nil {
		return err
	}
	return s.putAccount(ctx, p.Workspace, userID, password, true, p.audited("password.set", userID))
}

// DisableAccount closes another user's account or opens it again, under the
// conditions of SetPassword. The last owner's stays open.
func (s *Service) DisableAccount(ctx context.Context, p *Principal, userID string, disabled bool) error {
	if err := s.mayManage(ctx, p, userID); err != nil {
		return err
	}
	return s.closeAccount(ctx, p.Workspace, userID, disabled, p.audited(accountAction(disabled), userID))
}

func accountAction(disabled bool) string {
	if disabled {
		return "account.disable"
	}
	return "account.enable"
}

// closeAccount closes an account, or opens it again; row goes into the audit.
func (s *Service) closeAccount(ctx context.Context, workspace, userID string, disabled bool, row store.AuditRow) error {
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		ok, err := store.DisableAccount(ctx, tx, schema, userID, disabled)
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.NotFound, "not_found")
		}
		if err := ownerLeft(ctx, tx, schema, state); err != nil {
			return err
		}
		if err := store.DeleteSessions(ctx, tx, schema, userID, nil); err != nil {
			return err
		}
		if err := store.DeleteInvitation(ctx, tx, schema, userID); err != nil {
			return err
		}
		return note(ctx, tx, workspace, row)
	})
}

// PutAccount gives a user an account with a password, asking nobody: for the
// first administrator, the command line and demo data. The sign-in name is the
// user's e-mail.
func (s *Service) PutAccount(ctx context.Context, workspace, userID, password string, mustChange bool) error {
	return s.putAccount(ctx, workspace, userID, password, mustChange, bySystem("password.set", userID))
}

func (s *Service) putAccount(ctx context.Context, workspace, userID, password string, mustChange bool, row store.AuditRow) error {
	email, ok, err := store.UserEmail(ctx, s.pool, store.SchemaName(workspace), coreTables, userID)
	if err != nil {
		return err
	}
	if !ok || email == "" {
		return problem.New(problem.NotFound, "not_found")
	}
	if err := checkPassword("/password", password, email); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		return putPassword(ctx, tx, workspace, store.Account{UserID: userID, Email: email, PasswordHash: hash, MustChange: mustChange}, row)
	})
}

// putPassword makes an account, or gives it a password: the user's sessions and
// his invitation end. row goes into the audit.
func putPassword(ctx context.Context, tx pgx.Tx, workspace string, a store.Account, row store.AuditRow) error {
	schema := store.SchemaName(workspace)
	if err := store.PutAccount(ctx, tx, schema, a); err != nil {
		return taken(err)
	}
	if err := store.DeleteSessions(ctx, tx, schema, a.UserID, nil); err != nil {
		return err
	}
	if err := store.DeleteInvitation(ctx, tx, schema, a.UserID); err != nil {
		return err
	}
	return note(ctx, tx, workspace, row)
}

// UserByEmail finds the user who signs in with an e-mail, for the command line.
func (s *Service) UserByEmail(ctx context.Context, workspace, email string) (id string, ok bool, err error) {
	a, ok, err := store.AccountByEmail(ctx, s.pool, store.SchemaName(workspace), coreTables, cleanLogin(email))
	return a.UserID, ok, err
}

// mayManage demands the permission and, except of an owner, every role of the
// user whose account is to change.
func (s *Service) mayManage(ctx context.Context, p *Principal, userID string) error {
	if !p.Can("users") {
		return forbidden("users")
	}
	if len(userID) != 36 || uuid.Validate(userID) != nil {
		return problem.New(problem.NotFound, "not_found")
	}
	if p.Owner {
		return nil
	}
	other, err := s.PrincipalOf(ctx, p.Workspace, userID)
	if problem.Is(err, problem.Unauthenticated) {
		return problem.New(problem.NotFound, "not_found")
	}
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for _, r := range p.Roles {
		held[r] = true
	}
	for _, r := range other.Roles {
		if !held[r] {
			return problem.New(problem.Forbidden, "role_not_held").With("role", r)
		}
	}
	return nil
}

// taken turns a second account with one e-mail into a public problem.
func taken(err error) error {
	var c *store.ConstraintError
	if errors.As(err, &c) && c.Kind == store.UniqueConstraint {
		return problem.Wrap(problem.Conflict, "email_taken", err)
	}
	return err
}
