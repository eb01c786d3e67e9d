package identity

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// InvitationLife is how long an invitation can be used.
const InvitationLife = 7 * 24 * time.Hour

// Invitation is the secret with which a user chooses a password, once.
type Invitation struct {
	Token   string    `json:"token"`
	Expires time.Time `json:"expires_at"`
}

// Invited is whom an invitation is for.
type Invited struct {
	Name  string `json:"name"`
	Email string `json:"email"` // with which he signs in
}

// Invite makes an invitation for a user, who may have an account already, under
// the conditions of SetPassword. It takes the place of an older one. His
// password and sessions stay until he uses it.
func (s *Service) Invite(ctx context.Context, p *Principal, userID string) (Invitation, error) {
	if err := s.mayManage(ctx, p, userID); err != nil {
		return Invitation{}, err
	}
	i := Invitation{newToken(p.Workspace), time.Now().Add(InvitationLife).UTC().Truncate(time.Second)}
	hash := hashToken(i.Token)
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		schema := store.SchemaName(p.Workspace)
		if err := store.PutInvitation(ctx, tx, schema, userID, p.UserID, hash[:], i.Expires); err != nil {
			return err
		}
		_, ok, err := store.InvitationOf(ctx, tx, schema, coreTables, hash[:])
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.Invalid, "not_invitable")
		}
		return note(ctx, tx, p.Workspace, p.audited("invitation.make", userID))
	})
	if err != nil {
		return Invitation{}, err
	}
	return i, nil
}

// InvitedBy tells whom an invitation is for.
func (s *Service) InvitedBy(ctx context.Context, workspace, token, address string) (Invited, error) {
	i, err := s.invitation(ctx, workspace, token, address)
	return Invited{i.Name, i.Email}, err
}

// AcceptInvitation gives the user of an invitation the password that he has
// chosen, and an account if he had none. His sessions end; a second factor
// stays.
func (s *Service) AcceptInvitation(ctx context.Context, workspace, token, password, address string) error {
	i, err := s.invitation(ctx, workspace, token, address)
	if err != nil {
		return err
	}
	if err := checkPassword("/password", password, i.Email); err != nil {
		return err
	}
	hashed, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	hash := hashToken(token)
	return s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		now, ok, err := store.InvitationOf(ctx, tx, schema, coreTables, hash[:]) // as it is for who comes first
		if err != nil {
			return err
		}
		if !ok || now != i {
			return invitationInvalid()
		}
		account := store.Account{UserID: i.UserID, Email: i.Email, PasswordHash: hashed}
		return putPassword(ctx, tx, workspace, account, store.AuditRow{Actor: i.UserID, Channel: "web", Action: "invitation.accept"})
	})
}

// invitation reads an invitation that can be used: by a user who could not be
// managed any more by him who made it, it would be a way up.
func (s *Service) invitation(ctx context.Context, workspace, token, address string) (store.Invitation, error) {
	schema := store.SchemaName(workspace)
	limit := newLimits(schema, "", address)
	if err := limit.takeOne(ctx, s.pool, limit.address); err != nil {
		return store.Invitation{}, err
	}
	hash := hashToken(token)
	i, ok, err := store.InvitationOf(ctx, s.pool, schema, coreTables, hash[:])
	if err != nil {
		return i, err
	}
	if !ok {
		return store.Invitation{}, invitationInvalid()
	}
	maker, err := s.PrincipalOf(ctx, workspace, i.CreatedBy)
	if err == nil {
		err = s.mayManage(ctx, maker, i.UserID)
	}
	if problem.Is(err, problem.Unauthenticated) || problem.Is(err, problem.Forbidden) || problem.Is(err, problem.NotFound) {
		return store.Invitation{}, invitationInvalid()
	}
	if err != nil {
		return store.Invitation{}, err
	}
	return i, limit.address.Forgive(ctx, s.pool, schema)
}

func invitationInvalid() error { return problem.New(problem.Forbidden, "invitation_invalid") }
