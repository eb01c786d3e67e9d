package identity

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"
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
	a.Email, a.Name = strings.TrimSpace(a.Email), strings.TrimSpace(a.Name)
	if err := a.check(); err != nil {
		return err
	}
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, a.Password)
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
		return a.insert(ctx, tx, schema, state, hash)
	})
}

// check tells all that is wrong with what was entered.
func (a *Administrator) check() error {
	var wrong problem.List
	if a.Name == "" {
		a.Name, _, _ = strings.Cut(a.Email, "@")
	}
	if len([]rune(a.Name)) > 64 {
		wrong.Add("/name", "too_long", "longest", 64)
	}
	if parsed, err := mail.ParseAddress(a.Email); err != nil || parsed.Address != a.Email || len(a.Email) > longestEmail {
		wrong.Add("/email", "email_invalid")
	}
	if err := checkPassword("/password", a.Password, a.Email); err != nil {
		wrong = append(wrong, problem.As(err).Details...)
	}
	return wrong.Err()
}

// insert writes the user, his role and his account.
func (a *Administrator) insert(ctx context.Context, tx pgx.Tx, schema string, state State, hash string) error {
	user, role := newID(), ""
	for _, name := range ownerRoles(state) {
		id, ok, err := store.RoleID(ctx, tx, schema, coreTables, name)
		if err != nil {
			return err
		}
		if ok {
			role = id
			break
		}
	}
	if role == "" {
		return problem.New(problem.Unavailable, "no_owner_role")
	}
	var language any
	if a.Language == "zh-CN" || a.Language == "en" {
		language = a.Language
	}
	writes := []store.SystemWrite{
		{Table: coreTables.User, ID: user, Actor: user, Values: []store.SystemValue{
			{Column: coreTables.UserName, Cast: "text", Value: a.Name}, {Column: coreTables.UserEmail, Cast: "text", Value: a.Email},
			{Column: coreTables.UserLanguage, Cast: "text", Value: language}, {Column: coreTables.UserActive, Cast: "boolean", Value: true}}},
		{Table: coreTables.Assignment, ID: newID(), Actor: user, Values: []store.SystemValue{
			{Column: coreTables.AssignmentUser, Cast: "uuid", Value: user}, {Column: coreTables.AssignmentRole, Cast: "uuid", Value: role}}},
	}
	for _, w := range writes {
		if err := w.Insert(ctx, tx, schema); err != nil {
			return taken(err)
		}
	}
	return store.PutAccount(ctx, tx, schema, store.Account{UserID: user, Email: a.Email, PasswordHash: hash})
}

// newID makes a record id.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
