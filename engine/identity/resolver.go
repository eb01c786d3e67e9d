package identity

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// The lives of sessions. A cookie's end moves while it is in use, at most
// once in touchEvery; a token's does not.
const (
	CookieLife = 14 * 24 * time.Hour
	TokenLife  = 90 * 24 * time.Hour
	touchEvery = time.Hour
)

// maxLoads bounds how often a principal is read anew because the epoch moved
// in the meantime.
const maxLoads = 10

// Resolver finds the principal that a token stands for.
type Resolver struct {
	db         store.Querier
	workspaces Workspaces
	cache      cache
}

// NewResolver makes a Resolver with an empty memory.
func NewResolver(db store.Querier, workspaces Workspaces) *Resolver {
	return &Resolver{db: db, workspaces: workspaces}
}

// errUnauthenticated says that nobody is signed in: the token is unknown,
// expired or ended, or its user may no longer sign in.
func errUnauthenticated() error { return problem.New(problem.Unauthenticated, "unauthenticated") }

// Principal gives the principal of a token as of the epoch that this process
// last saw in the workspace. A caller that then reads another epoch with its
// data has the workspace refreshed and asks again.
func (r *Resolver) Principal(ctx context.Context, token string) (*Principal, error) {
	workspace, ok := WorkspaceOf(token)
	if !ok {
		return nil, errUnauthenticated()
	}
	state, err := r.workspaces.Current(ctx, workspace)
	if err != nil {
		return nil, unknownWorkspace(err)
	}
	key := hashToken(token)
	if e := r.cache.get(workspace, key); e != nil && e.principal.Epoch == state.Epoch {
		now := time.Now()
		if now.Before(e.expires()) && e.principal.valid(now) {
			return e.principal, r.touch(ctx, workspace, key, e, now)
		}
	}
	return r.load(ctx, workspace, key, state)
}

// Refresh has a token's workspace looked at in the database, so that Principal
// answers as of now.
func (r *Resolver) Refresh(ctx context.Context, token string) error {
	workspace, ok := WorkspaceOf(token)
	if !ok {
		return errUnauthenticated()
	}
	_, err := r.workspaces.Refresh(ctx, workspace)
	return unknownWorkspace(err)
}

// PrincipalOf gives the principal for work in a user's name without a session:
// jobs, webhooks, previews.
func (r *Resolver) PrincipalOf(ctx context.Context, workspace, userID string) (*Principal, error) {
	state, err := r.workspaces.Current(ctx, workspace)
	if err != nil {
		return nil, unknownWorkspace(err)
	}
	p, err := r.settle(ctx, workspace, state, func(s State) (*store.PrincipalRow, bool, error) {
		return store.PrincipalByUser(ctx, r.db, store.SchemaName(workspace), shapeOf(s), userID)
	})
	return p, err
}

// Invalidate forgets what is remembered of a workspace's sessions.
func (r *Resolver) Invalidate(workspace string) { r.cache.forget(workspace) }

func (r *Resolver) load(ctx context.Context, workspace string, key tokenHash, state State) (*Principal, error) {
	p, err := r.settle(ctx, workspace, state, func(s State) (*store.PrincipalRow, bool, error) {
		return store.PrincipalByToken(ctx, r.db, store.SchemaName(workspace), shapeOf(s), key[:])
	})
	if err != nil {
		return nil, err
	}
	e := newEntry(p)
	r.cache.put(workspace, key, e)
	return p, r.touch(ctx, workspace, key, e, time.Now())
}

// settle reads until the row and the State are of the same epoch: then the
// roles are explained by the revision that was published with them.
func (r *Resolver) settle(ctx context.Context, workspace string, state State,
	read func(State) (*store.PrincipalRow, bool, error),
) (*Principal, error) {
	for range maxLoads {
		if entityByID(state.Set, userID) == nil {
			return nil, errUnauthenticated() // before package core is published nobody can be a user
		}
		row, ok, err := read(state)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, errUnauthenticated()
		}
		if row.Epoch == state.Epoch {
			return newRoleNames(row.Roles, state).principal(workspace, row), nil
		}
		if state, err = r.workspaces.Refresh(ctx, workspace); err != nil {
			return nil, err
		}
	}
	return nil, problem.New(problem.Unavailable, "definitions_changing")
}

// touch moves the end of a cookie's session that is in use. One of several
// requests at once does it.
func (r *Resolver) touch(ctx context.Context, workspace string, key tokenHash, e *entry, now time.Time) error {
	if e.principal.Session.Kind != KindCookie {
		return nil
	}
	seen := e.seen.Load()
	if now.UnixNano()-seen < int64(touchEvery) || !e.seen.CompareAndSwap(seen, now.UnixNano()) {
		return nil
	}
	expires := now.Add(CookieLife)
	if err := store.TouchSession(ctx, r.db, store.SchemaName(workspace), key[:], now, expires); err != nil {
		return err
	}
	e.end.Store(expires.UnixNano())
	return nil
}

// unknownWorkspace answers for a token of a workspace that is gone as for any
// other unknown token.
func unknownWorkspace(err error) error {
	if problem.Is(err, problem.NotFound) {
		return errUnauthenticated()
	}
	return err
}

func newSession(s store.Session) Session {
	return Session{ID: hex.EncodeToString(s.TokenHash), Kind: s.Kind, CSRF: s.CSRF, Name: s.Name,
		CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, ExpiresAt: s.ExpiresAt, VerifiedAt: s.VerifiedAt, Scopes: s.Scopes}
}
