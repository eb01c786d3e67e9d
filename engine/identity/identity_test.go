package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// roles are defined beside those of package core.
const roles = `[
	{"name": "salesperson", "x-id": "a000000001", "title": "Salesperson"},
	{"name": "sales_manager", "x-id": "a000000002", "title": "Sales manager", "inherits": ["salesperson"]},
	{"name": "personnel", "x-id": "a000000003", "title": "Personnel", "permissions": ["users"], "inherits": ["salesperson"]},
	{"name": "architect", "x-id": "a000000004", "title": "Architect", "permissions": ["roles", "design"]},
	{"name": "founder", "x-id": "a000000005", "title": "Founder", "inherits": ["administrator"]}
]`

// good is a password that the rules accept.
const good = "correct horse battery"

// bundle is a workspace with one process that serves it.
type bundle struct {
	*workspacetest.Workspace
	*process
	roles map[string]string // ids of role records
}

// process is one engine process: its own memory, the same database.
type process struct {
	service  *identity.Service
	registry *catalog.Registry
}

func setup(t testing.TB) *bundle {
	t.Helper()
	return setupWith(t, append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(roles))...))
}

func setupWith(t testing.TB, docs []definition.Document) *bundle {
	t.Helper()
	w := workspacetest.With(t, docs)
	b := &bundle{Workspace: w, process: start(w), roles: map[string]string{}}
	role := w.Set.Entity("role")
	rows, err := w.Pool.Query(t.Context(), "SELECT id::text, f_x8fknhrfro FROM "+store.Quote(w.Schema)+"."+store.Quote("e_"+role.ID))
	require.NoError(t, err)
	var id, name string
	for rows.Next() {
		require.NoError(t, rows.Scan(&id, &name))
		b.roles[name] = id
	}
	require.NoError(t, rows.Err())
	return b
}

// start is another engine process on the workspace.
func start(w *workspacetest.Workspace) *process {
	p := &process{registry: w.NewRegistry()}
	p.service = identity.New(w.Pool, identity.Registered(p.registry))
	return p
}

// user makes a user with roles, and no account.
func (b *bundle) user(t testing.TB, name string, roles ...string) string {
	t.Helper()
	id := b.Insert(t, "user", map[string]any{"name": name, "email": name + "@example.com", "active": true})
	for _, r := range roles {
		b.give(t, id, r)
	}
	return id
}

// member makes a user with roles and an account with the good password.
func (b *bundle) member(t testing.TB, name string, roles ...string) string {
	t.Helper()
	id := b.user(t, name, roles...)
	require.NoError(t, b.service.PutAccount(t.Context(), b.Name, id, good, false))
	return id
}

func (b *bundle) give(t testing.TB, user, role string) string {
	t.Helper()
	require.NotEmpty(t, b.roles[role], role)
	return b.Insert(t, "user_role", map[string]any{"user": user, "role": b.roles[role]})
}

// principal loads a user's principal.
func (b *bundle) principal(t testing.TB, user string) *identity.Principal {
	t.Helper()
	p, err := b.service.PrincipalOf(t.Context(), b.Name, user)
	require.NoError(t, err)
	return p
}

// signIn opens a session with the good password.
func (b *bundle) signIn(t testing.TB, name, kind string) *identity.SignedIn {
	t.Helper()
	in, err := b.service.SignIn(t.Context(), b.attempt(name, good, kind))
	require.NoError(t, err)
	return in
}

func (b *bundle) attempt(name, password, kind string) identity.SignIn {
	return identity.SignIn{Workspace: b.Name, Login: name + "@example.com", Password: password, Address: "192.0.2.1", Kind: kind}
}

// count counts rows of a table of the workspace.
func (b *bundle) count(t testing.TB, table, where string, args ...any) int {
	t.Helper()
	var n int
	sql := "SELECT count(*) FROM " + store.Quote(b.Schema) + "." + table + " WHERE " + where
	require.NoError(t, b.Pool.QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

func (b *bundle) exec(t testing.TB, verb, table, rest string, args ...any) {
	t.Helper()
	_, err := b.Pool.Exec(t.Context(), verb+" "+store.Quote(b.Schema)+"."+table+" "+rest, args...)
	require.NoError(t, err)
}

// bump raises the epoch, as each write that changes rights does.
func (b *bundle) bump(t testing.TB) {
	t.Helper()
	require.NoError(t, store.BumpEpoch(t.Context(), b.Pool, b.Schema))
}

func requireCode(t testing.TB, code string, err error) {
	t.Helper()
	require.Error(t, err)
	p := problem.As(err)
	got := p.Code
	if len(p.Details) > 0 {
		got = p.Details[0].Code
	}
	require.Equal(t, code, got, err.Error())
}
