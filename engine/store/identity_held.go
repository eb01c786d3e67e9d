package store

import (
	"context"
	"fmt"
	"time"
)

// HeldTables names the tables and columns that give roles to users: by
// assignment, through teams, and as single permissions.
type HeldTables struct {
	AssignmentUntil               string // column of CoreTables.Assignment
	Member, MemberTeam            string // table, columns
	MemberUser                    string
	TeamRole, TeamRoleTeam        string
	TeamRoleRole                  string
	Direct, DirectUser            string
	DirectGrant, DirectUntil      string
	AssignmentReason, DirectCause string
}

// HeldRow is one way in which a user has a role, or a permission of his own
// (Role is "grant:<name>" then).
type HeldRow struct {
	User, Role string
	Team       string    // id of the team that brings it; "" when given to the user himself
	Until      time.Time // zero for no end
	Reason     string
}

// HeldRoles lists how users have what they have: of the users of ids, or of
// all when ids is nil. What has ended is left out.
func HeldRoles(ctx context.Context, q Querier, schema string, t CoreTables, h HeldTables, ids []string) ([]HeldRow, error) {
	in := func(table string) string { return identityTable(schema, table) }
	sql := fmt.Sprintf(`SELECT a.%s::text, r.%s, '', a.%s, coalesce(a.%s, '') FROM %s a JOIN %s r ON r.id = a.%s AND r.archived_at IS NULL
		WHERE a.archived_at IS NULL AND (a.%[3]s IS NULL OR a.%[3]s > now()) AND ($1::uuid[] IS NULL OR a.%[1]s = ANY ($1::uuid[]))`,
		Quote(t.AssignmentUser), Quote(t.RoleName), Quote(h.AssignmentUntil), Quote(h.AssignmentReason), in(t.Assignment), in(t.Role), Quote(t.AssignmentRole))
	sql += fmt.Sprintf(` UNION ALL SELECT m.%s::text, r.%s, m.%s::text, NULL, '' FROM %s m
		JOIN %s tr ON tr.%s = m.%[3]s AND tr.archived_at IS NULL JOIN %[7]s r ON r.id = tr.%[8]s AND r.archived_at IS NULL
		WHERE m.archived_at IS NULL AND ($1::uuid[] IS NULL OR m.%[1]s = ANY ($1::uuid[]))`,
		Quote(h.MemberUser), Quote(t.RoleName), Quote(h.MemberTeam), in(h.Member), in(h.TeamRole), Quote(h.TeamRoleTeam), in(t.Role), Quote(h.TeamRoleRole))
	sql += fmt.Sprintf(` UNION ALL SELECT g.%s::text, 'grant:' || g.%s, '', g.%s, coalesce(g.%s, '') FROM %s g
		WHERE g.archived_at IS NULL AND (g.%[3]s IS NULL OR g.%[3]s > now()) AND ($1::uuid[] IS NULL OR g.%[1]s = ANY ($1::uuid[]))
		ORDER BY 1, 2, 3`,
		Quote(h.DirectUser), Quote(h.DirectGrant), Quote(h.DirectUntil), Quote(h.DirectCause), in(h.Direct))
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
