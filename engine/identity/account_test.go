package identity_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

func TestPasswordRules(t *testing.T) {
	t.Parallel()
	b := setup(t)
	anna := b.user(t, "anna.example.long")
	for password, code := range map[string]string{
		"":                              "password_too_short",
		"ninechars":                     "password_too_short",
		"九个汉字还是太短了":                     "password_too_short",
		"anna.example.long":             "password_is_email",
		"Anna.Example.Long@example.com": "password_is_email",
		"Password123":                   "password_common",
		"1234567890":                    "password_common",
		"aaaaaaaaaaaa":                  "password_common",
		"ababababababab":                "password_common",
		strings.Repeat("long", 65):      "password_too_long",
		"zero\x00zero\x00zero":          "password_characters",
		"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6": "password_characters",
	} {
		requireCode(t, code, b.service.PutAccount(t.Context(), b.Name, anna, password, false))
	}
	require.NoError(t, b.service.PutAccount(t.Context(), b.Name, anna, "十个汉字就已经足够长了", false))
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	here, there := b.signIn(t, "anna", identity.KindCookie), b.signIn(t, "anna", identity.KindToken)
	change := func(current, password string) error {
		return b.service.ChangePassword(t.Context(), here.Principal, current, password, "192.0.2.1")
	}
	requireCode(t, "wrong_password", change("wrong", "another good one"))
	requireCode(t, "password_too_short", change(good, "short"))
	require.NoError(t, change(good, "another good one"))

	_, err := b.service.Principal(t.Context(), here.Token)
	require.NoError(t, err, "this session goes on")
	_, err = b.service.Principal(t.Context(), there.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated), "the others end")
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", good, identity.KindCookie))
	requireCode(t, "bad_credentials", err)
	_, err = b.service.SignIn(t.Context(), b.attempt("anna", "another good one", identity.KindCookie))
	require.NoError(t, err)
}

func TestGuessingTheCurrentPasswordIsLimited(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "anna")
	in := b.signIn(t, "anna", identity.KindCookie)
	for range 5 {
		requireCode(t, "wrong_password", b.service.ChangePassword(t.Context(), in.Principal, "wrong", "another good one", "192.0.2.1"))
	}
	requireCode(t, "throttled", b.service.ChangePassword(t.Context(), in.Principal, good, "another good one", "192.0.2.1"))
}

func TestSettingAnothersPassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root := b.member(t, "root", "administrator")
	sally := b.member(t, "sally", "salesperson")
	mark := b.member(t, "mark", "sales_manager")
	paula := b.member(t, "paula", "personnel")
	scenarios := []struct {
		does        string
		actor, user string
		code        string
	}{
		{"salesperson sets a colleague's", sally, mark, "permission_needed"},
		{"salesperson sets his own without knowing it", sally, sally, "permission_needed"},
		{"personnel sets that of who holds less", paula, sally, ""},
		{"personnel sets that of who holds more", paula, mark, "role_not_held"},
		{"personnel sets an owner's", paula, root, "role_not_held"},
		{"personnel sets that of nobody", paula, "00000000-0000-7000-8000-000000000000", "not_found"},
		{"administrator sets anybody's", root, mark, ""},
	}
	for _, s := range scenarios {
		err := b.service.SetPassword(t.Context(), b.principal(t, s.actor), s.user, "another good one")
		if s.code == "" {
			require.NoError(t, err, s.does)
			continue
		}
		requireCode(t, s.code, err)
	}
	in, err := b.service.SignIn(t.Context(), b.attempt("sally", "another good one", identity.KindCookie))
	require.NoError(t, err)
	require.True(t, in.Principal.MustChange)
}

func TestClosingAnAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root, sally := b.member(t, "root", "administrator"), b.member(t, "sally", "salesperson")
	in := b.signIn(t, "sally", identity.KindCookie)
	require.NoError(t, b.service.DisableAccount(t.Context(), b.principal(t, root), sally, true))
	_, err := b.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated))
	requireCode(t, "last_owner", b.service.DisableAccount(t.Context(), b.principal(t, root), root, true))
	require.NoError(t, b.service.DisableAccount(t.Context(), b.principal(t, root), sally, false))
	b.signIn(t, "sally", identity.KindCookie)
}

// write changes a record and completes it as the record service does.
func (b *bundle) write(t *testing.T, entity, id, field string, value any) error {
	t.Helper()
	return b.writeAs(t, nil, entity, id, field, value)
}

// writeAs is write in somebody's name.
func (b *bundle) writeAs(t *testing.T, actor *identity.Principal, entity, id, field string, value any) error {
	t.Helper()
	ctx := t.Context()
	action := "update"
	if field == "archived_at" {
		action = map[bool]string{true: "restore", false: "archive"}[value == nil]
	}
	state, err := identity.Registered(b.registry).Refresh(ctx, b.Name)
	require.NoError(t, err)
	e := b.Set.Entity(entity)
	return pgx.BeginFunc(ctx, b.Pool, func(tx pgx.Tx) error {
		column := field
		for _, f := range e.Fields {
			if f.Name == field {
				column = f.Column
			}
		}
		if _, err := tx.Exec(ctx, "UPDATE "+b.Schema+".e_"+e.ID+" SET "+column+" = $2 WHERE id = $1::uuid", id, value); err != nil {
			return err
		}
		return identity.AfterWrite(ctx, tx, identity.Written{Workspace: b.Name, State: state, Actor: actor, Entity: e, Action: action,
			Records: []string{id}, Fields: []string{field}})
	})
}

func TestAfterWriteEndsTheSessionsOfWhoMayNotSignIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "root", "administrator")
	anna := b.member(t, "anna", "salesperson")
	in := b.signIn(t, "anna", identity.KindCookie)
	other := start(b.Workspace)
	_, err := other.service.Principal(t.Context(), in.Token)
	require.NoError(t, err)
	require.NoError(t, b.write(t, "user", anna, "active", false))
	require.Zero(t, b.count(t, "session", "user_id = $1::uuid", anna))
	require.NoError(t, other.service.Refresh(t.Context(), in.Token))
	_, err = other.service.Principal(t.Context(), in.Token)
	require.True(t, problem.Is(err, problem.Unauthenticated))
}

func TestAfterWriteKeepsTheSignInNameEqualToTheEmail(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "root", "administrator")
	anna := b.member(t, "anna")
	require.NoError(t, b.write(t, "user", anna, "email", "new@example.com"))
	b.signIn(t, "new", identity.KindCookie)
	_, err := b.service.SignIn(t.Context(), b.attempt("anna", good, identity.KindCookie))
	requireCode(t, "bad_credentials", err)
	requireCode(t, "email_taken", b.write(t, "user", anna, "email", "ROOT@example.com"))
}

func TestLastOwnerStays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root := b.member(t, "root")
	assignment := b.give(t, root, "administrator")
	b.user(t, "ghost", "administrator") // holds the role but has no account
	for what, err := range map[string]error{
		"role taken away": b.write(t, "user_role", assignment, "archived_at", "2026-01-01"),
		"role handed on":  b.write(t, "user_role", assignment, "user", b.user(t, "heir")),
		"role exchanged":  b.write(t, "user_role", assignment, "role", b.roles["salesperson"]),
		"user archived":   b.write(t, "user", root, "archived_at", "2026-01-01"),
		"user inactive":   b.write(t, "user", root, "active", false),
		"role archived":   b.write(t, "role", b.roles["administrator"], "archived_at", "2026-01-01"),
	} {
		require.Error(t, err, what)
		requireCode(t, "last_owner", err)
	}
	requireCode(t, "last_owner", b.write(t, "user_role", assignment, "until", "2999-01-01"))
	b.Update(t, "user_role", b.give(t, b.member(t, "deputy"), "administrator"), "until", "2999-01-01")
	requireCode(t, "last_owner", b.write(t, "user_role", assignment, "archived_at", "2026-01-01")) // one for a time is none for good
	b.member(t, "second", "founder")
	require.NoError(t, b.write(t, "user_role", assignment, "archived_at", "2026-01-01"))
}

func TestTheLastOwnerMayBeOneThroughATeam(t *testing.T) {
	t.Parallel()
	b := setup(t)
	root := b.member(t, "root")
	assignment := b.give(t, root, "administrator")
	team := b.Insert(t, "team", map[string]any{"name": "board"})
	role := b.Insert(t, "team_role", map[string]any{"team": team, "role": b.roles["founder"]})
	requireCode(t, "last_owner", b.write(t, "user_role", assignment, "archived_at", "2026-01-01"))
	member := b.Insert(t, "team_member", map[string]any{"team": team, "user": b.member(t, "second")})
	require.NoError(t, b.write(t, "user_role", assignment, "archived_at", "2026-01-01"))
	requireCode(t, "last_owner", b.write(t, "team_role", role, "archived_at", "2026-01-01"))
	requireCode(t, "last_owner", b.write(t, "team_member", member, "archived_at", "2026-01-01"))
	requireCode(t, "last_owner", b.write(t, "team", team, "archived_at", "2026-01-01"))
}

func TestTwoOwnersWhoRemoveEachOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	assignments := []string{b.give(t, b.member(t, "one"), "administrator"), b.give(t, b.member(t, "two"), "administrator")}
	errs := make([]error, 2)
	var wait sync.WaitGroup
	for i, a := range assignments {
		wait.Go(func() { errs[i] = b.write(t, "user_role", a, "archived_at", "2026-01-01") })
	}
	wait.Wait()
	require.True(t, (errs[0] == nil) != (errs[1] == nil), "exactly one wins: %v, %v", errs[0], errs[1])
}
