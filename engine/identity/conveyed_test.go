package identity_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/identity"
)

// createAs puts a record into an entity's table in somebody's name, or not at
// all.
func (b *bundle) createAs(t *testing.T, actor *identity.Principal, entity string, values map[string]any) (string, error) {
	t.Helper()
	ctx := t.Context()
	state, err := identity.Registered(b.registry).Refresh(ctx, b.Name)
	require.NoError(t, err)
	id := b.Insert(t, entity, values)
	err = pgx.BeginFunc(ctx, b.Pool, func(tx pgx.Tx) error {
		return identity.AfterWrite(ctx, tx, identity.Written{Workspace: b.Name, State: state, Actor: actor,
			Entity: b.Set.Entity(entity), Action: "create", Records: []string{id}})
	})
	if err != nil {
		b.exec(t, "DELETE FROM", "e_"+b.Set.Entity(entity).ID, "WHERE id = $1::uuid", id)
	}
	return id, err
}

func TestTeamsAreNoWayUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "root", "administrator")
	personnel := b.principal(t, b.user(t, "paula", "personnel"))
	anna := b.user(t, "anna")
	teams := map[string]string{}
	for _, role := range []string{"salesperson", "sales_manager", "founder"} {
		teams[role] = b.Insert(t, "team", map[string]any{"name": role})
		b.Insert(t, "team_role", map[string]any{"team": teams[role], "role": b.roles[role]})
	}
	_, err := b.createAs(t, personnel, "team_member", map[string]any{"team": teams["sales_manager"], "user": anna})
	requireCode(t, "role_not_held", err)
	member, err := b.createAs(t, personnel, "team_member", map[string]any{"team": teams["salesperson"], "user": anna})
	require.NoError(t, err)
	requireCode(t, "role_not_held", b.writeAs(t, personnel, "team_member", member, "team", teams["sales_manager"]))
	_, err = b.createAs(t, nil, "team_member", map[string]any{"team": teams["sales_manager"], "user": anna})
	require.NoError(t, err, "the system gives anything")
	board := b.Insert(t, "team_member", map[string]any{"team": teams["founder"], "user": anna})
	requireCode(t, "owner_role_not_held", b.writeAs(t, personnel, "team_member", board, "archived_at", "2026-01-01"))
	requireCode(t, "owner_role_not_held", b.writeAs(t, personnel, "team", teams["founder"], "archived_at", "2026-01-01"))
	require.NoError(t, b.writeAs(t, personnel, "team", teams["sales_manager"], "archived_at", "2026-01-01"))
	requireCode(t, "role_not_held", b.writeAs(t, personnel, "team", teams["sales_manager"], "archived_at", nil))
	require.NoError(t, b.writeAs(t, personnel, "team_member", member, "archived_at", "2026-01-01"))
}

func TestNewUsersGetTheRoleOfTheirDepartment(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.member(t, "root", "administrator")
	personnel := b.principal(t, b.user(t, "paula", "personnel"))
	sales := b.Insert(t, "department", map[string]any{"name": "Sales", "initial_role": b.roles["sales_manager"]})
	board := b.Insert(t, "department", map[string]any{"name": "Board", "initial_role": b.roles["founder"]})
	plain := b.Insert(t, "department", map[string]any{"name": "Plain"})
	user := func(name, department string) map[string]any {
		return map[string]any{"name": name, "email": name + "@example.com", "department": department}
	}
	anna, err := b.createAs(t, personnel, "user", user("anna", sales))
	require.NoError(t, err)
	require.Equal(t, []string{"everyone", "sales_manager", "salesperson"}, b.principal(t, anna).Roles)
	require.Equal(t, 1, b.count(t, "change", "entity = 'i5evw1umtx' AND actor = $1::uuid", personnel.UserID))
	_, err = b.createAs(t, personnel, "user", user("cleo", board))
	requireCode(t, "owner_role_not_held", err)
	bert, err := b.createAs(t, personnel, "user", user("bert", plain))
	require.NoError(t, err)
	require.Equal(t, []string{"everyone"}, b.principal(t, bert).Roles)
	require.NoError(t, b.writeAs(t, personnel, "user", bert, "department", sales))
	require.Equal(t, []string{"everyone"}, b.principal(t, bert).Roles, "who moves keeps what he has")
}

func TestIncompatibleRoles(t *testing.T) {
	t.Parallel()
	apart := strings.Replace(roles, `"title": "Salesperson"`, `"title": "Salesperson", "incompatible": ["auditor"]`, 1)
	apart = apart[:len(apart)-1] + `, {"name": "auditor", "x-id": "b000000002", "title": "Auditor"}, {"name": "chief_auditor", "x-id": "b000000003", "title": "Chief", "inherits": ["auditor"]}]`
	b := setupWith(t, append(workspacetest.Documents(t, "core"), workspacetest.Roles(t, []byte(apart))...))
	b.member(t, "root", "administrator")
	anna, bert := b.user(t, "anna", "sales_manager"), b.user(t, "bert", "chief_auditor")
	state, err := identity.Registered(b.registry).Refresh(t.Context(), b.Name)
	require.NoError(t, err)
	none, err := identity.Conflicts(t.Context(), b.Pool, b.Schema, state)
	require.NoError(t, err)
	require.Empty(t, none)

	refused := func(_ string, err error) {
		t.Helper()
		require.Error(t, err)
		requireCode(t, "roles_incompatible", err)
		require.Contains(t, err.Error(), "roles_incompatible")
	}
	refused(b.createAs(t, nil, "user_role", map[string]any{"user": anna, "role": b.roles["auditor"]}))
	refused(b.createAs(t, nil, "user_role", map[string]any{"user": anna, "role": b.roles["chief_auditor"]}))
	team := b.Insert(t, "team", map[string]any{"name": "audit"})
	_, err = b.createAs(t, nil, "team_role", map[string]any{"team": team, "role": b.roles["auditor"]})
	require.NoError(t, err)
	refused(b.createAs(t, nil, "team_member", map[string]any{"team": team, "user": anna}))
	_, err = b.createAs(t, nil, "team_member", map[string]any{"team": team, "user": bert})
	require.NoError(t, err)
	refused(b.createAs(t, nil, "team_role", map[string]any{"team": team, "role": b.roles["salesperson"]}))

	b.Insert(t, "user_role", map[string]any{"user": bert, "role": b.roles["salesperson"]})
	list, err := identity.Conflicts(t.Context(), b.Pool, b.Schema, identity.State{Set: state.Set})
	require.NoError(t, err)
	require.Equal(t, []identity.Conflict{{UserID: bert, UserName: "bert", Roles: [2]string{"auditor", "salesperson"}}}, list)
}
