package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// HolderQuestion asks who holds one of Roles at a time; with Everyone, all
// active users do.
type HolderQuestion struct {
	Roles    []string
	Everyone bool
	At       time.Time
}

// RoleHolders gives the ids of the active users who hold one of some roles by
// name, assigned or through a team. Inheritance is the caller's to expand. What
// is archived, the role, the team or what joins them, gives nothing.
func RoleHolders(ctx context.Context, q Querier, schema string, t CoreTables, ask HolderQuestion) ([]string, error) {
	sql := fmt.Sprintf(`SELECT u.id::text FROM %s u WHERE u.archived_at IS NULL AND u.%s IS NOT FALSE AND ($3 OR u.id IN
			(SELECT h.holder FROM (%s) h JOIN %s r ON r.id = h.role AND r.archived_at IS NULL AND r.%s = ANY ($1))) ORDER BY u.id`,
		identityTable(schema, t.User), Quote(t.UserActive), holdings(schema, t, "$2"), identityTable(schema, t.Role), Quote(t.RoleName))
	if ask.Roles == nil {
		ask.Roles = []string{}
	}
	rows, err := q.Query(ctx, sql, ask.Roles, ask.At, ask.Everyone)
	if err != nil {
		return nil, fmt.Errorf("find the holders of a role: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// UserLanguages gives the language of each user of some ids who is not
// archived; "" for one who has not chosen.
func UserLanguages(ctx context.Context, q Querier, schema string, t CoreTables, ids []string) (map[string]string, error) {
	rows, err := q.Query(ctx, fmt.Sprintf("SELECT id::text, coalesce(%s, '') FROM %s WHERE id = ANY ($1::uuid[]) AND archived_at IS NULL",
		Quote(t.UserLanguage), identityTable(schema, t.User)), ids)
	if err != nil {
		return nil, fmt.Errorf("read the languages of users: %w", err)
	}
	languages := map[string]string{}
	var id, language string
	_, err = pgx.ForEachRow(rows, []any{&id, &language}, func() error { languages[id] = language; return nil })
	return languages, err
}

// UserName gives the name of a user, archived or not; "" for one who is gone.
func UserName(ctx context.Context, q Querier, schema string, t CoreTables, id string) (string, error) {
	var name string
	err := q.QueryRow(ctx, "SELECT coalesce("+Quote(t.UserName)+", '') FROM "+identityTable(schema, t.User)+" WHERE id = $1::uuid", id).Scan(&name)
	if _, err := found(err); err != nil {
		return "", fmt.Errorf("read the name of a user: %w", err)
	}
	return name, nil
}

// RolesBy names the roles that an assignment gives, or a membership of a team.
func RolesBy(ctx context.Context, q Querier, schema string, t CoreTables, team bool, id string) ([]string, error) {
	sql := fmt.Sprintf("SELECT o.%s FROM %s a JOIN %s o ON o.id = a.%s WHERE a.id = $1::uuid",
		Quote(t.RoleName), identityTable(schema, t.Assignment), identityTable(schema, t.Role), Quote(t.AssignmentRole))
	if team {
		sql = fmt.Sprintf("SELECT o.%s FROM %s m JOIN %s tr ON tr.%s = m.%s AND tr.archived_at IS NULL JOIN %s o ON o.id = tr.%s WHERE m.id = $1::uuid",
			Quote(t.RoleName), identityTable(schema, t.Member), identityTable(schema, t.TeamRole), Quote(t.TeamRoleTeam), Quote(t.MemberTeam),
			identityTable(schema, t.Role), Quote(t.TeamRoleRole))
	}
	rows, err := q.Query(ctx, sql, id)
	if err != nil {
		return nil, fmt.Errorf("read the roles of an assignment: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
