package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// RoleHolding is a role that a user holds now, given to him or to a team of his.
type RoleHolding struct {
	UserID, UserName string
	Role             string // its name
}

// RoleHoldings gives who holds what of users who are not archived, sorted; of all
// when ids is nil.
func RoleHoldings(ctx context.Context, q Querier, schema string, t CoreTables, ids []string) ([]RoleHolding, error) {
	some := "h.holder = ANY ($1::uuid[])"
	if ids == nil {
		some = "$1::uuid[] IS NULL" // another text: statements are planned once
	}
	rows, err := q.Query(ctx, fmt.Sprintf(`SELECT DISTINCT u.id::text, coalesce(u.%s, ''), r.%s FROM (%s) h
		JOIN %s u ON u.id = h.holder AND u.archived_at IS NULL JOIN %s r ON r.id = h.role AND r.archived_at IS NULL
		WHERE %s AND r.%[2]s IS NOT NULL ORDER BY 1, 3`, Quote(t.UserName), Quote(t.RoleName), holdings(schema, t, "now()"),
		identityTable(schema, t.User), identityTable(schema, t.Role), some), ids)
	if err != nil {
		return nil, fmt.Errorf("read who holds which roles: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[RoleHolding])
	if err != nil {
		return nil, fmt.Errorf("read who holds which roles: %w", err)
	}
	return list, nil
}

// holdings is a query of holder and role: all that users hold, themselves or
// through a team, and that does not end until then ("'infinity'" for what never
// ends).
func holdings(schema string, t CoreTables, then string) string {
	return fmt.Sprintf(`SELECT ur.%s AS holder, ur.%s AS role FROM %s ur WHERE ur.archived_at IS NULL AND coalesce(ur.%s, 'infinity') %s %s
		UNION ALL SELECT m.%s, tr.%s FROM %s m JOIN %s t ON t.id = m.%s AND t.archived_at IS NULL
			JOIN %s tr ON tr.%s = t.id AND tr.archived_at IS NULL WHERE m.archived_at IS NULL`,
		Quote(t.AssignmentUser), Quote(t.AssignmentRole), identityTable(schema, t.Assignment), Quote(t.AssignmentUntil), endsAfter(then), then,
		Quote(t.MemberUser), Quote(t.TeamRoleRole), identityTable(schema, t.Member), identityTable(schema, t.Team), Quote(t.MemberTeam),
		identityTable(schema, t.TeamRole), Quote(t.TeamRoleTeam))
}

func endsAfter(then string) string {
	if then == "'infinity'" {
		return "="
	}
	return ">"
}

// CountHolders counts the users who can sign in and hold one of the roles, not
// only for a time.
func CountHolders(ctx context.Context, q Querier, schema string, t CoreTables, roles []string) (int, error) {
	sql := fmt.Sprintf(`SELECT count(DISTINCT u.id) FROM (%s) h JOIN %s r ON r.id = h.role AND r.archived_at IS NULL AND r.%s = ANY ($1)
		JOIN %s u ON u.id = h.holder AND u.archived_at IS NULL AND u.%s IS NOT FALSE
		JOIN %s a ON a.user_id = u.id AND a.disabled_at IS NULL`,
		holdings(schema, t, "'infinity'"), identityTable(schema, t.Role), Quote(t.RoleName),
		identityTable(schema, t.User), Quote(t.UserActive), identityTable(schema, "account"))
	var n int
	if err := q.QueryRow(ctx, sql, roles).Scan(&n); err != nil {
		return 0, fmt.Errorf("count the holders of a role: %w", err)
	}
	return n, nil
}

// Holder is what leads from a record to users whose roles it decides.
type Holder struct{ Table, Key, User string }

// UsersOf gives the users that records lead to: their column User, of the
// records whose column Key is one of keys.
func UsersOf(ctx context.Context, q Querier, schema string, h Holder, keys []string) ([]string, error) {
	return idsOf(ctx, q, fmt.Sprintf("SELECT DISTINCT %s::text FROM %s WHERE %s = ANY ($1::uuid[]) AND archived_at IS NULL AND %[1]s IS NOT NULL",
		Quote(h.User), identityTable(schema, h.Table), Quote(h.Key)), keys)
}

// TeamRolesOf gives the ids of the roles that teams have.
func TeamRolesOf(ctx context.Context, q Querier, schema string, t CoreTables, teams []string) ([]string, error) {
	return idsOf(ctx, q, fmt.Sprintf("SELECT DISTINCT %s::text FROM %s WHERE %s = ANY ($1::uuid[]) AND archived_at IS NULL AND %[1]s IS NOT NULL",
		Quote(t.TeamRoleRole), identityTable(schema, t.TeamRole), Quote(t.TeamRoleTeam)), teams)
}

// TeamsOf gives the teams of memberships, archived ones too.
func TeamsOf(ctx context.Context, q Querier, schema string, t CoreTables, memberships []string) ([]string, error) {
	return idsOf(ctx, q, fmt.Sprintf("SELECT DISTINCT %s::text FROM %s WHERE id = ANY ($1::uuid[]) AND %[1]s IS NOT NULL",
		Quote(t.MemberTeam), identityTable(schema, t.Member)), memberships)
}

func idsOf(ctx context.Context, q Querier, sql string, args ...any) ([]string, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read ids: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("read ids: %w", err)
	}
	return ids, nil
}

// InitialRoles gives the role that the department of each user has for its new
// users, by user; users without one are left out.
func InitialRoles(ctx context.Context, q Querier, schema string, t CoreTables, users []string) (map[string]string, error) {
	rows, err := q.Query(ctx, fmt.Sprintf(`SELECT u.id::text, r.id::text FROM %s u JOIN %s d ON d.id = u.%s AND d.archived_at IS NULL
		JOIN %s r ON r.id = d.%s AND r.archived_at IS NULL WHERE u.id = ANY ($1::uuid[])`,
		identityTable(schema, t.User), identityTable(schema, t.Department), Quote(t.UserDepartment),
		identityTable(schema, t.Role), Quote(t.DepartmentRole)), users)
	if err != nil {
		return nil, fmt.Errorf("read the roles of new users: %w", err)
	}
	roles := map[string]string{}
	var user, role string
	_, err = pgx.ForEachRow(rows, []any{&user, &role}, func() error { roles[user] = role; return nil })
	if err != nil {
		return nil, fmt.Errorf("read the roles of new users: %w", err)
	}
	return roles, nil
}
