package identity_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

const chosen = "a password of my own"

// invite makes an invitation as the administrator root.
func (b *bundle) invite(t *testing.T, root, user string) string {
	t.Helper()
	i, err := b.service.Invite(t.Context(), b.principal(t, root), user)
	require.NoError(t, err)
	return i.Token
}

func (b *bundle) accept(t *testing.T, token, password string) error {
	t.Helper()
	return b.service.AcceptInvitation(t.Context(), b.Name, token, password, "192.0.2.1")
}

func TestAnInvitationGivesAnAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root, anna := b.member(t, "root", "administrator"), b.user(t, "anna", "salesperson")
	token := b.invite(t, root, anna)
	who, err := b.service.InvitedBy(t.Context(), b.Name, token, "192.0.2.1")
	require.NoError(t, err)
	require.Equal(t, identity.Invited{Name: "anna", Email: "anna@example.com"}, who)
	requireCode(t, "password_too_short", b.accept(t, token, "short"))
	require.NoError(t, b.accept(t, token, chosen), "a password that is refused does not use it up")
	in, err := b.service.SignIn(t.Context(), b.attempt("anna", chosen, identity.KindCookie))
	require.NoError(t, err)
	require.False(t, in.Principal.MustChange)

	requireCode(t, "invitation_invalid", b.accept(t, token, "another good one"))
	_, err = b.service.InvitedBy(t.Context(), b.Name, token, "192.0.2.1")
	requireCode(t, "invitation_invalid", err)
	requireCode(t, "invitation_invalid", b.accept(t, b.Name+".guess", chosen))
	require.Equal(t, 1, b.count(t, "audit", "action = 'invitation.make' AND actor = $1::uuid AND object = $2", root, anna))
	require.Equal(t, 1, b.count(t, "audit", "action = 'invitation.accept' AND actor = $1::uuid", anna))
	require.Zero(t, b.count(t, "audit a", "position($1 in a::text) > 0", token))
}

func TestAnInvitationOfOneWhoForgotHisPassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root, anna := b.member(t, "root", "administrator"), b.member(t, "anna", "salesperson")
	in := b.signIn(t, "anna", identity.KindCookie)
	b.factor(t, in.Principal)
	token := b.invite(t, root, anna)
	_, err := b.service.Principal(t.Context(), in.Token)
	require.NoError(t, err, "nothing changes before it is used")
	require.NoError(t, b.accept(t, token, chosen))
	_, err = b.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated), "his sessions end")
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", good, identity.KindCookie))
	requireCode(t, "bad_credentials", err)
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", chosen, identity.KindCookie))
	requireCode(t, "second_factor_needed", err)
}

func TestWhatMakesAnInvitationInvalid(t *testing.T) {
	t.Parallel()
	for what, spoil := range map[string]func(t *testing.T, b *bundle, root, boss, anna string){
		"a newer one": func(t *testing.T, b *bundle, root, _, anna string) { b.invite(t, root, anna) },
		"time": func(t *testing.T, b *bundle, _, _, anna string) {
			b.exec(t, "UPDATE", "invitation", "SET expires_at = now() - interval '1 second' WHERE user_id = $1::uuid", anna)
		},
		"a password given by hand": func(t *testing.T, b *bundle, root, _, anna string) {
			require.NoError(t, b.service.SetPassword(t.Context(), b.principal(t, root), anna, "another good one"))
		},
		"a disabled account": func(t *testing.T, b *bundle, root, _, anna string) {
			require.NoError(t, b.service.DisableAccount(t.Context(), b.principal(t, root), anna, true))
		},
		"a disabled account that is opened again": func(t *testing.T, b *bundle, root, _, anna string) {
			for _, disabled := range []bool{true, false} {
				require.NoError(t, b.service.DisableAccount(t.Context(), b.principal(t, root), anna, disabled))
			}
		},
		"an archived user": func(t *testing.T, b *bundle, _, _, anna string) {
			require.NoError(t, b.write(t, "user", anna, "archived_at", "2026-01-01T00:00:00Z"))
		},
		"an inactive user": func(t *testing.T, b *bundle, _, _, anna string) {
			require.NoError(t, b.write(t, "user", anna, "active", false))
		},
		"a role that who invited does not have": func(t *testing.T, b *bundle, _, _, anna string) {
			b.give(t, anna, "sales_manager")
			b.bump(t)
		},
		"an archived administrator": func(t *testing.T, b *bundle, _, boss, _ string) {
			require.NoError(t, b.write(t, "user", boss, "archived_at", "2026-01-01T00:00:00Z"))
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			root, boss, anna := b.member(t, "root", "administrator"), b.member(t, "boss", "personnel", "salesperson"), b.member(t, "anna", "salesperson")
			token := b.invite(t, boss, anna)
			_, err := b.service.InvitedBy(t.Context(), b.Name, token, "192.0.2.1")
			require.NoError(t, err)
			spoil(t, b, root, boss, anna)
			_, err = b.service.InvitedBy(t.Context(), b.Name, token, "192.0.2.1")
			requireCode(t, "invitation_invalid", err)
			requireCode(t, "invitation_invalid", b.accept(t, token, chosen))
			_, err = b.service.SignIn(t.Context(), b.attempt("anna", chosen, identity.KindCookie))
			require.Error(t, err)
		})
	}
}

func TestWhoMayInvite(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root := b.member(t, "root", "administrator")
	sally := b.member(t, "sally", "salesperson")
	mark := b.member(t, "mark", "sales_manager")
	paula := b.member(t, "paula", "personnel")
	gone := b.user(t, "gone")
	require.NoError(t, b.write(t, "user", gone, "active", false))
	for _, s := range []struct{ does, actor, user, code string }{
		{"a salesperson invites a colleague", sally, mark, "permission_needed"},
		{"personnel invites who holds less", paula, b.user(t, "new"), ""},
		{"personnel invites who holds more", paula, mark, "role_not_held"},
		{"personnel invites an owner", paula, root, "role_not_held"},
		{"an administrator invites nobody", root, "00000000-0000-7000-8000-000000000000", "not_invitable"},
		{"an administrator invites who is inactive", root, gone, "not_invitable"},
		{"an administrator invites anybody", root, mark, ""},
	} {
		_, err := b.service.Invite(t.Context(), b.principal(t, s.actor), s.user)
		if s.code == "" {
			require.NoError(t, err, s.does)
			continue
		}
		requireCode(t, s.code, err)
		require.Zero(t, b.count(t, "invitation", "user_id = $1::uuid", s.user), s.does)
	}
}

func TestOfTwoWhoAcceptAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root, anna := b.member(t, "root", "administrator"), b.user(t, "anna")
	token := b.invite(t, root, anna)
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = b.accept(t, token, chosen) })
	}
	all.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		requireCode(t, "invitation_invalid", err)
	}
	require.Equal(t, 1, done)
}

func TestGuessingInvitationsIsLimited(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var err error
	for range 31 {
		_, err = b.service.InvitedBy(t.Context(), b.Name, b.Name+".guess", "192.0.2.1")
	}
	requireCode(t, "throttled", err)
}
