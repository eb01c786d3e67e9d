package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Querier runs statements: a pool, a connection or a transaction.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// CoreTables names the tables and columns of the core entities that identity
// reads without a principal. All are made from x-ids.
type CoreTables struct {
	User, Department, Role, Assignment, Team, Member, TeamRole, Grant string // tables

	UserName, UserEmail, UserLanguage, UserActive, UserDepartment string // columns of User
	DepartmentRole                                                string // column of Department: the role of new users
	RoleName                                                      string // column of Role
	AssignmentUser, AssignmentRole, AssignmentUntil               string // columns of Assignment
	AssignmentReason                                              string
	TeamLead                                                      string // column of Team
	MemberTeam, MemberUser                                        string // columns of Member
	TeamRoleTeam, TeamRoleRole                                    string // columns of TeamRole
	GrantUser, GrantName, GrantUntil, GrantReason                 string // columns of Grant
}

// identityTable writes the quoted name of a table in a database schema.
func identityTable(schema, table string) string { return pgx.Identifier{schema, table}.Sanitize() }

// BumpEpoch makes every process of the workspace notice, at its next
// statement, that what it has cached of principals is old. Until the
// transaction ends, other bumps wait for it.
func BumpEpoch(ctx context.Context, q Querier, schema string) error {
	if _, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "epoch")+" SET number = number + 1"); err != nil {
		return fmt.Errorf("bump the epoch: %w", err)
	}
	return nil
}

// found turns "no rows" into false.
func found(err error) (bool, error) {
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
