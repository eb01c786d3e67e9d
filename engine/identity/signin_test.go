package identity_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna", "salesperson")
	b.Update(t, "user", b.member(t, "idle"), "active", false)
	b.Update(t, "user", b.member(t, "gone"), "archived_at", time.Now())
	closed := b.member(t, "closed")
	b.exec(t, "UPDATE", "account", "SET disabled_at = now() WHERE user_id = $1::uuid", closed)

	scenarios := []struct {
		actor, login, password string
		ok                     bool
	}{
		{"member", "anna@example.com", good, true},
		{"member who types capitals and spaces", " Anna@Example.COM ", good, true},
		{"member with a wrong password", "anna@example.com", good + "!", false},
		{"member without a password", "anna@example.com", "", false},
		{"stranger", "nobody@example.com", good, false},
		{"nameless", "", "", false},
		{"vandal with a zero byte", "anna@example.com\x00", good, false},
		{"vandal with broken text", "\xff\xfe", good, false},
		{"vandal with a long password", "anna@example.com", string(make([]byte, 1<<20)), false},
		{"user who is not active", "idle@example.com", good, false},
		{"user who is archived", "gone@example.com", good, false},
		{"user with a closed account", "closed@example.com", good, false},
	}
	for _, s := range scenarios {
		t.Run(s.actor, func(t *testing.T) {
			t.Parallel()
			in, err := b.service.SignIn(t.Context(), identity.SignIn{Workspace: b.Name, Login: s.login, Password: s.password,
				Address: s.actor, Kind: identity.KindCookie})
			if s.ok {
				require.NoError(t, err)
				require.Equal(t, "anna", in.Principal.Name)
				require.Len(t, in.CSRF, 43)
				return
			}
			require.Nil(t, in)
			require.Equal(t, problem.New(problem.Unauthenticated, "bad_credentials"), problem.As(err), "all refusals are the same")
		})
	}
}

func TestHashesCostWhatTheyShould(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cheap := start(b.Workspace)
	cheap.service.HashCheaply()
	anna, bert := b.user(t, "anna", "salesperson"), b.user(t, "bert", "salesperson")
	require.NoError(t, b.service.PutAccount(t.Context(), b.Name, anna, good, false))
	require.NoError(t, cheap.service.PutAccount(t.Context(), b.Name, bert, good, false))
	require.Equal(t, 1, b.count(t, "account", "user_id = $1::uuid AND password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'", anna))
	require.Equal(t, 1, b.count(t, "account", "user_id = $1::uuid AND password_hash LIKE '$argon2id$v=19$m=64,t=1,p=1$%'", bert))
	for _, name := range []string{"anna", "bert"} {
		for _, service := range []*identity.Service{b.service, cheap.service} {
			_, err := service.SignIn(t.Context(), b.attempt(name, good, identity.KindCookie))
			require.NoError(t, err, "a hash of any cost is compared with")
			_, err = service.SignIn(t.Context(), b.attempt(name, good+"!", identity.KindCookie))
			requireCode(t, "bad_credentials", err)
		}
	}
}

func TestWrongNameTakesAsLongAsWrongPassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	// The quickest of several is what the work takes; the rest is what else the
	// machine does. In turns, so that both meet the same machine.
	quickest := map[string]time.Duration{"anna": time.Hour, "nobody": time.Hour}
	for i := range 10 {
		for login := range quickest {
			b.exec(t, "DELETE FROM", "throttle", "")
			in := b.attempt(login, "wrong password", identity.KindCookie)
			in.Address = fmt.Sprint(login, i)
			start := time.Now()
			_, err := b.service.SignIn(t.Context(), in)
			quickest[login] = min(quickest[login], time.Since(start))
			requireCode(t, "bad_credentials", err)
		}
	}
	// Without a hash to compare with, a wrong name would be ten times as quick.
	require.Less(t, quickest["anna"], 3*quickest["nobody"])
	require.Less(t, quickest["nobody"], 3*quickest["anna"])
}

func TestGuessesAreLimitedPerAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	b.member(t, "bert")
	other := start(b.Workspace)
	for i := range 5 {
		in := b.attempt("anna", "wrong password", identity.KindCookie)
		in.Address = fmt.Sprint("bot ", i) // a new address each time does not help
		_, err := []*process{b.process, other}[i%2].service.SignIn(t.Context(), in)
		requireCode(t, "bad_credentials", err)
	}
	_, err := other.service.SignIn(t.Context(), b.attempt("anna", good, identity.KindCookie))
	requireCode(t, "throttled", err)
	require.Equal(t, problem.Throttled, problem.As(err).Kind)
	require.Positive(t, problem.As(err).Params["retry_after"])
	b.signIn(t, "bert", identity.KindCookie) // others are not in the way

	b.exec(t, "UPDATE", "throttle", "SET until = now() - interval '1 second' WHERE key LIKE 'account:%'") // time passes
	b.signIn(t, "anna", identity.KindCookie)
	b.signIn(t, "anna", identity.KindCookie) // and all is forgotten
}

func TestWaitDoublesUpToALimit(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var waits []int
	for range 18 {
		_, err := b.service.SignIn(t.Context(), b.attempt("anna", "wrong password", identity.KindCookie))
		requireCode(t, "bad_credentials", err)
		var wait float64
		require.NoError(t, b.Pool.QueryRow(t.Context(), "SELECT extract(epoch FROM until - updated_at) FROM "+b.Schema+".throttle WHERE key LIKE 'account:%'").Scan(&wait))
		waits = append(waits, int(wait))
		b.exec(t, "UPDATE", "throttle", "SET until = now() - interval '1 second'")
	}
	require.Equal(t, []int{0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900}, waits)

	b.exec(t, "UPDATE", "throttle", "SET updated_at = now() - interval '2 hours'")
	_, err := b.service.SignIn(t.Context(), b.attempt("anna", "wrong password", identity.KindCookie))
	requireCode(t, "bad_credentials", err)
	require.Equal(t, 1, b.count(t, "throttle", "key LIKE 'account:%' AND failures = 1"), "an hour of peace starts anew")
}

func TestGuessesAtOnceDoNotSlipThrough(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	var judged atomic.Int32
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			in := b.attempt("anna", "wrong password", identity.KindCookie)
			in.Address = fmt.Sprint(i)
			_, err := b.service.SignIn(t.Context(), in)
			if problem.Is(err, problem.Unauthenticated) {
				judged.Add(1)
			}
		})
	}
	wait.Wait()
	require.LessOrEqual(t, judged.Load(), int32(6))
}

func TestGuessesAreLimitedPerAddress(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	b.signIn(t, "anna", identity.KindCookie)
	b.exec(t, "UPDATE", "throttle", "SET failures = 29 WHERE key LIKE 'address:%'")
	_, err := b.service.SignIn(t.Context(), b.attempt("somebody", "wrong password", identity.KindCookie))
	requireCode(t, "bad_credentials", err)
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", good, identity.KindCookie))
	requireCode(t, "throttled", err)
}
