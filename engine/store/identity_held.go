package store

import (
	"context"
	"fmt"
	"time"
)

// HeldRow is one way in which a user has a role, or a permission of his own
// (Role is "grant:<name>" then).
type HeldRow struct {
	User, Role string
	Team       string    // id of the team that brings it; "" when given to the user himself
	Until      time.Time // zero for no end
	Reason     string
}

// HeldRoles lists how users have what they have: of the users of ids, or of
// all when ids is nil. What has ended or is archived is left out, and so is who
// is archived.
func HeldRoles(ctx context.Context, q Querier, schema string, t CoreTables, ids []string) ([]HeldRow, error) {
	in := func(table string) string { return identityTable(schema, table) }
	some := "u.archived_at IS NULL AND ($1::uuid[] IS NULL OR u.id = ANY ($1::uuid[]))"
	sql := fmt.Sprintf(`SELECT u.id::text, r.%s, '', a.%s, coalesce(a.%s, '') FROM %s a JOIN %s u ON u.id = a.%s JOIN %s r ON r.id = a.%s AND r.archived_at IS NULL
		WHERE a.archived_at IS NULL AND (a.%[2]s IS NULL OR a.%[2]s > now()) AND %[9]s`,
		Quote(t.RoleName), Quote(t.AssignmentUntil), Quote(t.AssignmentReason), in(t.Assignment), in(t.User), Quote(t.AssignmentUser), in(t.Role), Quote(t.AssignmentRole), some)
	sql += fmt.Sprintf(` UNION ALL SELECT u.id::text, r.%s, t.id::text, NULL, '' FROM %s m JOIN %s u ON u.id = m.%s JOIN %s t ON t.id = m.%s AND t.archived_at IS NULL
		JOIN %s tr ON tr.%s = t.id AND tr.archived_at IS NULL JOIN %s r ON r.id = tr.%s AND r.archived_at IS NULL WHERE m.archived_at IS NULL AND %s`,
		Quote(t.RoleName), in(t.Member), in(t.User), Quote(t.MemberUser), in(t.Team), Quote(t.MemberTeam),
		in(t.TeamRole), Quote(t.TeamRoleTeam), in(t.Role), Quote(t.TeamRoleRole), some)
	sql += fmt.Sprintf(` UNION ALL SELECT u.id::text, 'grant:' || g.%s, '', g.%s, coalesce(g.%s, '') FROM %s g JOIN %s u ON u.id = g.%s
		WHERE g.archived_at IS NULL AND (g.%[2]s IS NULL OR g.%[2]s > now()) AND %[7]s ORDER BY 1, 2, 3`,
		Quote(t.GrantName), Quote(t.GrantUntil), Quote(t.GrantReason), in(t.Grant), in(t.User), Quote(t.GrantUser), some)
	rows, err := q.Query(ctx, sql, ids)
	if err != nil {
		return nil, fmt.Errorf("list the roles of users: %w", err)
	}
	defer rows.Close()
	var list []HeldRow
	for rows.Next() {
		var r HeldRow
		var until *time.Time
		var name *string
		if err := rows.Scan(&r.User, &name, &r.Team, &until, &r.Reason); err != nil {
			return nil, fmt.Errorf("list the roles of users: %w", err)
		}
		if name == nil {
			continue // a role record without a name stands for no role
		}
		if r.Role = *name; until != nil {
			r.Until = until.UTC()
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list the roles of users: %w", err)
	}
	return list, nil
}
