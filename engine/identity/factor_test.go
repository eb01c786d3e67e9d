package identity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
)

// factor gives a user a second factor that counts.
func (b *bundle) factor(t *testing.T, p *identity.Principal) (secret string, recovery []string) {
	t.Helper()
	e, err := b.service.SetUpSecondFactor(t.Context(), p)
	require.NoError(t, err)
	recovery, err = b.service.ConfirmSecondFactor(t.Context(), p, code(t, e.Secret, -1))
	require.NoError(t, err)
	return e.Secret, recovery
}

// code makes the code of now, or of some steps later.
func code(t *testing.T, secret string, steps int) string {
	t.Helper()
	text, err := totp.GenerateCode(secret, time.Now().Add(time.Duration(steps)*30*time.Second))
	require.NoError(t, err)
	return text
}

func (b *bundle) with(name, code string) identity.SignIn {
	in := b.attempt(name, good, identity.KindCookie)
	in.Code = code
	return in
}

func TestSecondFactorAtSignIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	here := b.signIn(t, "anna", identity.KindCookie).Principal
	require.Zero(t, here.Session.VerifiedAt)
	e, err := b.service.SetUpSecondFactor(t.Context(), here)
	require.NoError(t, err)
	require.Contains(t, e.URL, "otpauth://totp/")
	b.signIn(t, "anna", identity.KindCookie) // set up is not confirmed
	require.Zero(t, b.count(t, "second_factor", "position($1::bytea in secret) > 0", []byte(e.Secret)), "the secret is sealed")

	secret, recovery := b.factor(t, here)
	_, err = b.service.SignIn(t.Context(), b.with("anna", ""))
	requireCode(t, "second_factor_needed", err)
	_, err = b.service.SignIn(t.Context(), b.with("anna", "000000x"))
	requireCode(t, "second_factor_wrong", err)
	now := code(t, secret, 0)
	in, err := b.service.SignIn(t.Context(), b.with("anna", now))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), in.Principal.Session.VerifiedAt, time.Minute)
	_, err = b.service.SignIn(t.Context(), b.with("anna", now))
	requireCode(t, "second_factor_wrong", err)
	for _, form := range []string{recovery[0], strings.ToLower(strings.ReplaceAll(recovery[1], "-", " "))} {
		_, err = b.service.SignIn(t.Context(), b.with("anna", form))
		require.NoError(t, err, form)
	}
	_, err = b.service.SignIn(t.Context(), b.with("anna", recovery[0]))
	requireCode(t, "second_factor_wrong", err)
	_, err = b.service.SetUpSecondFactor(t.Context(), here)
	requireCode(t, "second_factor_present", err)
}

func TestGuessingCodesIsLimited(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	here := b.signIn(t, "anna", identity.KindCookie).Principal
	secret, _ := b.factor(t, here)
	for range 5 {
		_, err := b.service.SignIn(t.Context(), b.with("anna", "12"))
		requireCode(t, "second_factor_wrong", err)
	}
	_, err := b.service.SignIn(t.Context(), b.with("anna", code(t, secret, 0)))
	requireCode(t, "throttled", err)
	requireCode(t, "throttled", b.service.VerifySecondFactor(t.Context(), here, code(t, secret, 0)))
}

func TestShowingTheSecondFactorBindsOnAnotherProcess(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindCookie)
	_, recovery := b.factor(t, in.Principal)
	b.exec(t, "UPDATE", "session", "SET verified_at = NULL")
	b.bump(t)
	other := start(b.Workspace)
	p, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Zero(t, p.Session.VerifiedAt)
	require.NoError(t, b.service.VerifySecondFactor(t.Context(), p, recovery[0]))
	require.NoError(t, other.service.Refresh(t.Context(), in.Token))
	p, err = other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), p.Session.VerifiedAt, time.Minute)
	requireCode(t, "second_factor_wrong", b.service.DisableSecondFactor(t.Context(), p, recovery[0]))
	require.NoError(t, b.service.DisableSecondFactor(t.Context(), p, recovery[1]))
	b.signIn(t, "anna", identity.KindCookie)
	require.Zero(t, b.count(t, "session", "verified_at IS NOT NULL"))
}

func TestResettingAnothersSecondFactor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root, sally := b.member(t, "root", "administrator"), b.member(t, "sally", "sales_manager")
	personnel := b.principal(t, b.member(t, "paula", "personnel"))
	b.factor(t, b.signIn(t, "sally", identity.KindCookie).Principal)
	requireCode(t, "role_not_held", b.service.ResetSecondFactor(t.Context(), personnel, sally))
	require.NoError(t, b.service.ResetSecondFactor(t.Context(), b.principal(t, root), sally))
	b.signIn(t, "sally", identity.KindCookie)
	requireCode(t, "not_found", b.service.ResetSecondFactor(t.Context(), b.principal(t, root), sally))
}

func TestSignInsAreAudited(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root, anna := b.member(t, "root", "administrator"), b.member(t, "anna")
	rows := func(action, result, where string, args ...any) int {
		t.Helper()
		return b.count(t, "audit", "action = '"+action+"' AND result = '"+result+"' AND "+where, args...)
	}
	in := b.signIn(t, "anna", identity.KindCookie)
	b.signIn(t, "anna", identity.KindToken)
	require.Equal(t, 1, rows("session.create", "ok", "actor = $1::uuid AND address = '192.0.2.1' AND channel = 'web'", anna))
	require.Equal(t, 1, rows("token.create", "ok", "actor = $1::uuid AND channel = 'api'", anna))
	for _, login := range []string{"nobody", "my secret password"} {
		attempt := b.attempt("x", "wrong", identity.KindCookie)
		attempt.Login = login + map[bool]string{true: "@example.com"}[login == "nobody"]
		_, err := b.service.SignIn(t.Context(), attempt)
		requireCode(t, "bad_credentials", err)
	}
	require.Equal(t, 1, rows("session.create", "failed", "actor IS NULL AND object = 'nobody@example.com'"))
	require.Equal(t, 1, rows("session.create", "failed", "actor IS NULL AND object = ''"), "what may be a password is not kept")
	for range 8 {
		_, err := b.service.SignIn(t.Context(), b.attempt("anna", "wrong", identity.KindCookie))
		require.Error(t, err)
	}
	require.Equal(t, 5, rows("session.create", "failed", "actor = $1::uuid", anna))
	require.Equal(t, 1, rows("session.create", "locked", "true"), "one row tells of many tries")
	ctx := identity.From(t.Context(), "192.0.2.7")
	require.NoError(t, b.service.SignOut(ctx, in.Principal))
	require.Equal(t, 1, rows("session.delete", "ok", "actor = $1::uuid AND address = '192.0.2.7'", anna))
	require.NoError(t, b.service.SetPassword(ctx, b.principal(t, root), anna, "another good one"))
	require.Equal(t, 1, rows("password.set", "ok", "actor = $1::uuid AND object = $2", root, anna))
}
