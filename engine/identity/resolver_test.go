package identity_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

func TestPrincipalHasEffectiveRolesAndAttributes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	boss := b.user(t, "boss")
	sales := b.Insert(t, "department", map[string]any{"name": "Sales"})
	anna := b.Insert(t, "user", map[string]any{"name": "Anna", "email": "anna@example.com", "department": sales, "manager": boss, "language": "zh-CN"})
	b.give(t, anna, "sales_manager")
	b.Update(t, "user_role", b.give(t, anna, "architect"), "archived_at", time.Now())

	p := b.principal(t, anna)
	require.Equal(t, []string{"everyone", "sales_manager", "salesperson"}, p.Roles)
	require.Empty(t, p.Permissions)
	require.False(t, p.Owner)
	require.Equal(t, "zh-CN", p.Language)
	require.Equal(t, anna, p.Attributes["id"])
	require.Equal(t, sales, p.Attributes["department"])
	require.Equal(t, boss, p.Attributes["manager"])
	require.Equal(t, []any{"everyone", "sales_manager", "salesperson"}, p.Attributes["roles"])
	require.NotContains(t, p.Attributes, "phone", "an empty value is an absent attribute")
	require.IsType(t, time.Time{}, p.Attributes["created_at"])
	require.Equal(t, int64(1), p.Attributes["version"])
}

func TestPrincipalOfAnOwner(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := b.principal(t, b.user(t, "root", "founder"))
	require.True(t, p.Owner, "inherited from administrator")
	require.True(t, p.Can("backup"))
	require.False(t, p.Can("fly"))
}

func TestUserWhoMayNotSignInIsNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	idle, gone := b.user(t, "idle"), b.user(t, "gone")
	b.Update(t, "user", idle, "active", false)
	b.Update(t, "user", gone, "archived_at", time.Now())
	for _, id := range []string{idle, gone, "00000000-0000-7000-8000-000000000000"} {
		_, err := b.service.PrincipalOf(t.Context(), b.Name, id)
		require.True(t, problem.Is(err, problem.Unauthenticated))
	}
}

func TestTokenIsStoredOnlyAsHash(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindToken)
	require.Empty(t, in.CSRF)
	hash := sha256.Sum256([]byte(in.Token))
	require.Equal(t, 1, b.count(t, "session", "token_hash = $1", hash[:]))
	require.WithinDuration(t, time.Now().Add(identity.TokenLife), in.ExpiresAt, time.Minute)
}

func TestForeignTokensAreNobody(t *testing.T) {
	t.Parallel()
	b, other := setup(t), setup(t)
	b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindToken)
	for name, token := range map[string]string{
		"empty":                      "",
		"random":                     "abc",
		"changed":                    in.Token[:len(in.Token)-1] + "!",
		"of an unknown workspace":    "nowhere" + in.Token[len(b.Name):],
		"moved to another workspace": other.Name + in.Token[len(b.Name):],
		"naming a database schema":   `x".epoch; --` + in.Token[len(b.Name):],
	} {
		_, err := b.service.Principal(t.Context(), token)
		require.True(t, problem.Is(err, problem.Unauthenticated), "%s: %v", name, err)
	}
}

func TestRememberedPrincipalNeedsNoSQL(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindCookie)
	pool, err := pgxpool.NewWithConfig(t.Context(), b.Pool.Config())
	require.NoError(t, err)
	service := identity.New(pool, identity.Registered(b.registry))
	first, err := service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	pool.Close()
	again, err := service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Same(t, first, again)
}

func TestRoleTakenAwayBindsOnAnotherProcess(t *testing.T) {
	t.Parallel()
	b := setup(t)
	anna := b.member(t, "anna", "salesperson")
	assignment := b.give(t, anna, "sales_manager")
	in := b.signIn(t, "anna", identity.KindCookie)
	other := start(b.Workspace)
	p, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Contains(t, p.Roles, "sales_manager")

	b.Update(t, "user_role", assignment, "archived_at", time.Now())
	b.bump(t)
	require.NoError(t, other.service.Refresh(t.Context(), in.Token)) // as after a statement that read another epoch
	now, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Equal(t, []string{"everyone", "salesperson"}, now.Roles)
	require.Greater(t, now.Epoch, p.Epoch)
	require.Contains(t, p.Roles, "sales_manager", "a request that holds the old one keeps it unchanged")
}

func TestSignOutBindsOnAnotherProcess(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindCookie)
	other := start(b.Workspace)
	_, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.NoError(t, b.service.SignOut(t.Context(), in.Principal))

	_, err = b.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated))
	require.NoError(t, other.service.Refresh(t.Context(), in.Token))
	_, err = other.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated))
}

func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	cookie, token := b.signIn(t, "anna", identity.KindCookie), b.signIn(t, "anna", identity.KindToken)
	b.exec(t, "UPDATE", "session", "SET expires_at = now() - interval '1 second'")
	fresh := start(b.Workspace)
	for _, in := range []*identity.SignedIn{cookie, token} {
		_, err := fresh.service.Principal(t.Context(), in.Token)
		require.True(t, problem.Is(err, problem.Unauthenticated))
	}
	require.NoError(t, b.service.Clean(t.Context(), b.Name))
	require.Zero(t, b.count(t, "session", "true"))
}

func TestCookieInUseIsExtendedAndTokenIsNot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	cookie, token := b.signIn(t, "anna", identity.KindCookie), b.signIn(t, "anna", identity.KindToken)
	b.exec(t, "UPDATE", "session", "SET seen_at = now() - interval '2 hours', expires_at = now() + interval '1 day'")
	fresh := start(b.Workspace)
	for _, in := range []*identity.SignedIn{cookie, token} {
		_, err := fresh.service.Principal(t.Context(), in.Token)
		require.NoError(t, err)
	}
	require.Equal(t, 1, b.count(t, "session", "kind = 'cookie' AND expires_at > now() + interval '13 days' AND seen_at > now() - interval '1 minute'"))
	require.Equal(t, 1, b.count(t, "session", "kind = 'token' AND expires_at < now() + interval '2 days'"))
}

func TestOwnSessions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	b.member(t, "bert")
	here, there, bert := b.signIn(t, "anna", identity.KindCookie), b.signIn(t, "anna", identity.KindToken), b.signIn(t, "bert", identity.KindCookie)

	list, err := b.service.Sessions(t.Context(), here.Principal)
	require.NoError(t, err)
	require.Len(t, list, 2)
	for _, s := range list {
		require.Empty(t, s.CSRF)
		require.Equal(t, s.ID == here.Principal.Session.ID, s.Current)
	}
	for _, id := range []string{bert.Principal.Session.ID, "zz", ""} {
		ended, err := b.service.Revoke(t.Context(), here.Principal, id)
		require.NoError(t, err)
		require.False(t, ended, "one ends only one's own")
	}
	ended, err := b.service.Revoke(t.Context(), here.Principal, there.Principal.Session.ID)
	require.NoError(t, err)
	require.True(t, ended)
	_, err = b.service.Principal(t.Context(), there.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated))
	_, err = b.service.Principal(t.Context(), here.Token)
	require.NoError(t, err)
}
