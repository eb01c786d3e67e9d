package identity_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
)

var root = identity.Administrator{Name: "Root", Email: "root@example.com", Password: good, Language: "en"}

func TestSetupLink(t *testing.T) {
	t.Parallel()
	b := setup(t)
	needed, err := b.service.SetupNeeded(t.Context(), b.Name)
	require.NoError(t, err)
	require.True(t, needed)
	expired, err := b.service.SetupToken(t.Context(), b.Name)
	require.NoError(t, err)
	b.exec(t, "UPDATE", "setup_link", "SET expires_at = now() - interval '1 second'")
	token, err := b.service.SetupToken(t.Context(), b.Name)
	require.NoError(t, err)
	require.Zero(t, b.count(t, "setup_link", "encode(token_hash, 'escape') = $1", token))

	requireCode(t, "setup_link_invalid", b.service.Setup(t.Context(), b.Name, "guess", root))
	requireCode(t, "setup_link_invalid", b.service.Setup(t.Context(), b.Name, expired, root))
	weak := root
	weak.Password = "password"
	requireCode(t, "password_too_short", b.service.Setup(t.Context(), b.Name, token, weak))
	for _, email := range []string{"", "root", "Root <root@example.com>"} {
		wrong := root
		wrong.Email = email
		requireCode(t, "email_invalid", b.service.Setup(t.Context(), b.Name, token, wrong))
	}
	require.NoError(t, b.service.Setup(t.Context(), b.Name, token, root), "a mistake does not spend the link")
	requireCode(t, "setup_done", b.service.Setup(t.Context(), b.Name, token, root))

	p := b.signIn(t, "root", identity.KindCookie).Principal
	require.True(t, p.Owner)
	require.True(t, p.Can("users"))
	require.Equal(t, "en", p.Language)
	require.Equal(t, 2, b.count(t, "change", "action = 'create' AND actor = $1::uuid AND after IS NOT NULL", p.UserID))
}

func TestProcessesThatStartAtOnceMakeOneAdministrator(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var made atomic.Int32
	var wait sync.WaitGroup
	for range 4 {
		p := start(b.Workspace)
		wait.Go(func() {
			ok, err := p.service.EnsureAdministrator(t.Context(), b.Name, root)
			if err != nil {
				t.Error(err)
			}
			if ok {
				made.Add(1)
			}
		})
	}
	wait.Wait()
	require.Equal(t, int32(1), made.Load())
	require.Equal(t, 1, b.count(t, "account", "true"))
	again, err := b.service.EnsureAdministrator(t.Context(), b.Name, identity.Administrator{Email: "other@example.com", Password: good})
	require.NoError(t, err)
	require.False(t, again, "an existing account is never touched")
}

func TestSetupBeforeAnyRoleIsPublished(t *testing.T) {
	t.Parallel()
	w := workspacetest.New(t)
	_, err := start(w).service.EnsureAdministrator(t.Context(), w.Name, root)
	requireCode(t, "no_owner_role", err)
}

func TestOwnLanguage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	anna := b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindCookie)
	requireCode(t, "not_an_option", b.service.ChangeProfile(t.Context(), in.Principal, identity.Profile{Language: new("tlh")}))
	require.NoError(t, b.service.ChangeProfile(t.Context(), in.Principal, identity.Profile{Language: new("zh-CN")}))
	p, err := b.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.Equal(t, "zh-CN", p.Language)
	require.Equal(t, int64(2), p.Attributes["version"])
	require.Equal(t, 1, b.count(t, "change", "record = $1::uuid AND action = 'update' AND before IS NOT NULL", anna))
}
