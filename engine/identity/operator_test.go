package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

func TestOperator(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "root", "administrator")
	anna := identity.NewUser{Name: "Anna", Email: "anna@example.com", Password: good}
	_, err := b.service.AddUser(t.Context(), b.Name, anna, "pilot")
	requireCode(t, "role_unknown", err)
	id, err := b.service.AddUser(t.Context(), b.Name, anna, "salesperson", "architect")
	require.NoError(t, err)
	in := b.signIn(t, "anna", identity.KindCookie)
	require.Equal(t, id, in.Principal.UserID)
	require.Equal(t, []string{"architect", "everyone", "salesperson"}, in.Principal.Roles)
	_, err = b.service.AddUser(t.Context(), b.Name, anna)
	requireCode(t, "email_taken", err)

	for range 5 {
		_, err := b.service.SignIn(t.Context(), b.attempt("anna", "wrong password", identity.KindCookie))
		requireCode(t, "bad_credentials", err)
	}
	requireCode(t, "not_found", b.service.ResetPassword(t.Context(), b.Name, "nobody@example.com", "another good one"))
	require.NoError(t, b.service.ResetPassword(t.Context(), b.Name, "ANNA@example.com", "another good one"))
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", "another good one", identity.KindCookie))
	require.NoError(t, err, "a reset also ends the waiting")

	require.NoError(t, b.service.CloseAccount(t.Context(), b.Name, "anna@example.com", true))
	_, err = b.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated))
	requireCode(t, "last_owner", b.service.CloseAccount(t.Context(), b.Name, "root@example.com", true))
}
