package identity

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Service signs users in and out and looks after their accounts.
type Service struct {
	*Resolver
	pool       *pgxpool.Pool
	workspaces Workspaces
	hasher     *hasher
}

// New makes a Service on a database.
func New(pool *pgxpool.Pool, workspaces Workspaces) *Service {
	return &Service{Resolver: NewResolver(pool, workspaces), pool: pool, workspaces: workspaces, hasher: newHasher()}
}

// Clean removes expired sessions, setup links and forgotten throttles of a
// workspace. Nothing depends on when it runs; once an hour is plenty.
func (s *Service) Clean(ctx context.Context, workspace string) error {
	return store.DeleteExpired(ctx, s.pool, store.SchemaName(workspace))
}

// SignIn is an attempt to sign in.
type SignIn struct {
	Workspace string
	Login     string // the account's e-mail
	Password  string
	Code      string        // of the second factor, or a recovery code; "" when not asked for yet
	Address   string        // the caller's network address
	Kind      string        // KindCookie or KindToken
	Name      string        // what the session is shown as in lists
	Life      time.Duration // of a token; 0 for TokenLife, which is also the longest
	Scopes    Scopes        // of a token
}

// SignedIn is a new session. Token is told once and stored nowhere.
type SignedIn struct {
	Token     string
	CSRF      string
	ExpiresAt time.Time
	Principal *Principal
}

// badCredentials is the one answer to a wrong name, a wrong password and an
// account that is closed.
func badCredentials() error { return problem.New(problem.Unauthenticated, "bad_credentials") }

// SignIn checks a name and a password, and the second factor of who has one,
// and opens a session. A wrong name and a wrong password answer alike and take
// the same time; tries are limited per account and per address, before anything
// is looked up.
func (s *Service) SignIn(ctx context.Context, in SignIn) (*SignedIn, error) {
	ctx = From(ctx, in.Address)
	schema := store.SchemaName(in.Workspace)
	in.Login = cleanLogin(in.Login)
	limit := newLimits(schema, in.Login, in.Address)
	if err := limit.take(ctx, s.pool); err != nil {
		return nil, s.refuse(ctx, in, "", "locked", err)
	}
	account, known, err := store.AccountByEmail(ctx, s.pool, schema, coreTables, in.Login)
	if err != nil {
		return nil, err
	}
	matches, err := s.hasher.matches(ctx, in.Password, account.PasswordHash)
	if err != nil {
		return nil, err
	}
	if !known || !matches || !account.Enabled {
		return nil, s.refuse(ctx, in, account.UserID, "failed", badCredentials())
	}
	if err := limit.succeed(ctx, s.pool); err != nil {
		return nil, err
	}
	verified, err := s.passSecondFactor(ctx, in.Workspace, account.UserID, in.Code)
	if problem.Is(err, problem.Throttled) {
		return nil, s.refuse(ctx, in, account.UserID, "locked", err)
	}
	if problem.Is(err, problem.Unauthenticated) && in.Code != "" {
		return nil, s.refuse(ctx, in, account.UserID, "failed", err)
	}
	if err != nil {
		return nil, err
	}
	return s.open(ctx, in, account.UserID, verified)
}

// longestEmail is that of RFC 5321.
const longestEmail = 254

// cleanLogin makes a typed name comparable. What can be no account's name
// becomes the empty one, which is nobody's.
func cleanLogin(login string) string {
	login = strings.TrimSpace(login)
	if len(login) > longestEmail || !utf8.ValidString(login) || strings.ContainsRune(login, 0) {
		return ""
	}
	return login
}

// open stores a new session of a user. A new session is in nobody's memory, so
// the epoch stays.
func (s *Service) open(ctx context.Context, in SignIn, userID string, verified bool) (*SignedIn, error) {
	now := time.Now()
	out := &SignedIn{Token: newToken(in.Workspace), CSRF: randomText(), ExpiresAt: now.Add(CookieLife)}
	if in.Kind == KindToken {
		out.CSRF, out.ExpiresAt = "", now.Add(tokenLife(in.Life))
	}
	hash := hashToken(out.Token)
	session := store.Session{TokenHash: hash[:], UserID: userID, Kind: in.Kind, CSRF: out.CSRF, Name: in.Name,
		CreatedAt: now, SeenAt: now, ExpiresAt: out.ExpiresAt, Address: in.Address, Scopes: in.Scopes}
	if verified {
		session.VerifiedAt = now
	}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := store.InsertSession(ctx, tx, store.SchemaName(in.Workspace), session); err != nil {
			return err
		}
		return note(ctx, tx, in.Workspace, store.AuditRow{Actor: userID, Channel: channelOf(in.Kind), Action: sessionAction(in.Kind)})
	})
	if err != nil {
		return nil, err
	}
	out.Principal, err = s.Principal(ctx, out.Token)
	return out, err
}

// IssueToken opens a session for a program in the name of a signed-in user. A
// session that is itself a token can only give what it has.
func (s *Service) IssueToken(ctx context.Context, p *Principal, name, address string, life time.Duration, scopes Scopes) (*SignedIn, error) {
	if !scopes.Within(p.Session.Scopes) {
		return nil, problem.New(problem.Forbidden, "scope_not_held")
	}
	in := SignIn{Workspace: p.Workspace, Address: address, Kind: KindToken, Name: name, Life: life, Scopes: scopes}
	return s.open(From(ctx, address), in, p.UserID, !p.Session.VerifiedAt.IsZero())
}

func tokenLife(asked time.Duration) time.Duration {
	if asked <= 0 || asked > TokenLife {
		return TokenLife
	}
	return asked
}

// SignOut ends the session of a principal.
func (s *Service) SignOut(ctx context.Context, p *Principal) error {
	_, err := s.end(ctx, p, p.Session.ID, "session.delete")
	return err
}

// inEpoch runs a change of who may do what: in one transaction with the new
// epoch, so that it binds at the next statement of every process. Changes wait
// for each other.
func (s *Service) inEpoch(ctx context.Context, workspace string, change func(tx pgx.Tx, schema string) error) error {
	schema := store.SchemaName(workspace)
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := store.BumpEpoch(ctx, tx, schema); err != nil {
			return err
		}
		return change(tx, schema)
	})
	if err != nil {
		return err
	}
	_, err = s.workspaces.Refresh(ctx, workspace)
	return err
}
