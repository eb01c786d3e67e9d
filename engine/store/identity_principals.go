package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Beginner starts transactions: a pool or a connection.
type Beginner interface {
	BeginTx(ctx context.Context, options pgx.TxOptions) (pgx.Tx, error)
}

// Principals loads all users who could act, as PrincipalByUser loads one, in
// few statements of one moment. Users of the same teams share their lists.
func Principals(ctx context.Context, db Beginner, schema string, shape PrincipalShape) ([]*PrincipalRow, error) {
	tx, err := db.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("load all principals: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	p := &principalsReader{tx: tx, schema: schema, shape: shape, rows: map[string]*PrincipalRow{}}
	for _, step := range []func(context.Context) error{p.users, p.roles, p.assignments, p.teams, p.grants, p.lines} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("load all principals: %w", err)
		}
	}
	return p.order, nil
}

type principalsReader struct {
	tx     pgx.Tx
	schema string
	shape  PrincipalShape
	rows   map[string]*PrincipalRow // by user
	order  []*PrincipalRow
}

func (p *principalsReader) in(table string) string { return identityTable(p.schema, table) }

// each runs a statement and then once for each of its rows.
func (p *principalsReader) each(ctx context.Context, then func(), into []any, sql string, args ...any) error {
	rows, err := p.tx.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { then(); return nil })
	return err
}

func (p *principalsReader) users(ctx context.Context) error {
	var row PrincipalRow
	r := newPrincipalReader(&row, p.schema, p.shape)
	r.person()
	attributes := r.attributes()
	return p.each(ctx, func() {
		one := row
		one.Attributes = values(attributes)
		p.rows[one.UserID], p.order = &one, append(p.order, &one)
	}, r.into, fmt.Sprintf("SELECT %s FROM %s u CROSS JOIN %s e WHERE u.archived_at IS NULL AND u.%s IS NOT FALSE ORDER BY u.id",
		strings.Join(r.columns, ", "), p.in(p.shape.Tables.User), p.in("epoch"), Quote(p.shape.Tables.UserActive)))
}

// roles reads the names of all roles, which all rows share.
func (p *principalsReader) roles(ctx context.Context) error {
	t, roles := p.shape.Tables, map[string]string{}
	var id, name string
	err := p.each(ctx, func() { roles[id] = name }, []any{&id, &name},
		fmt.Sprintf("SELECT id::text, %s FROM %s WHERE archived_at IS NULL AND %[1]s IS NOT NULL", Quote(t.RoleName), p.in(t.Role)))
	for _, row := range p.order {
		row.Roles = roles
	}
	return err
}

func (p *principalsReader) assignments(ctx context.Context) error {
	t := p.shape.Tables
	var user, role string
	var until *time.Time
	return p.each(ctx, func() {
		if row := p.rows[user]; row != nil {
			row.Assigned = append(row.Assigned, role)
			row.ends(until)
		}
	}, []any{&user, &role, &until}, fmt.Sprintf(`SELECT %s::text, %s::text, %s FROM %s
		WHERE archived_at IS NULL AND %[1]s IS NOT NULL AND %[2]s IS NOT NULL AND (%[3]s IS NULL OR %[3]s > now())`,
		Quote(t.AssignmentUser), Quote(t.AssignmentRole), Quote(t.AssignmentUntil), p.in(t.Assignment)))
}

func (p *principalsReader) grants(ctx context.Context) error {
	t := p.shape.Tables
	var user, name string
	var until *time.Time
	return p.each(ctx, func() {
		if row := p.rows[user]; row != nil {
			row.Grants = append(row.Grants, name)
			row.ends(until)
		}
	}, []any{&user, &name, &until}, fmt.Sprintf(`SELECT %s::text, %s, max(%s) FROM %s
		WHERE archived_at IS NULL AND %[1]s IS NOT NULL AND %[2]s IS NOT NULL AND %[3]s > now() GROUP BY 1, 2 ORDER BY 2`,
		Quote(t.GrantUser), Quote(t.GrantName), Quote(t.GrantUntil), p.in(t.Grant)))
}

// ends takes note of an end of something that the user holds.
func (p *PrincipalRow) ends(until *time.Time) {
	if until != nil && (p.ValidUntil.IsZero() || until.Before(p.ValidUntil)) {
		p.ValidUntil = *until
	}
}

// teams reads who is in which team, and the roles that teams give.
func (p *principalsReader) teams(ctx context.Context) error {
	t := p.shape.Tables
	roles, members := map[string][]string{}, map[string][]any{}
	var team, id string
	err := p.each(ctx, func() { roles[team] = append(roles[team], id) }, []any{&team, &id},
		fmt.Sprintf("SELECT %s::text, %s::text FROM %s WHERE archived_at IS NULL AND %[1]s IS NOT NULL AND %[2]s IS NOT NULL",
			Quote(t.TeamRoleTeam), Quote(t.TeamRoleRole), p.in(t.TeamRole)))
	if err != nil {
		return err
	}
	err = p.each(ctx, func() {
		members[team] = append(members[team], id)
		if row := p.rows[id]; row != nil && !slices.Contains(row.Teams, any(team)) {
			row.Teams = append(row.Teams, team)
			row.Assigned = append(row.Assigned, roles[team]...)
		}
	}, []any{&team, &id}, fmt.Sprintf(`SELECT m.%s::text, m.%s::text FROM %s m JOIN %s t ON t.id = m.%[1]s AND t.archived_at IS NULL
		WHERE m.archived_at IS NULL AND m.%[2]s IS NOT NULL ORDER BY m.%[1]s`,
		Quote(t.MemberTeam), Quote(t.MemberUser), p.in(t.Member), p.in(t.Team)))
	p.teammates(members)
	return err
}

func (p *principalsReader) teammates(members map[string][]any) {
	known := map[string][]any{} // by the ids of the teams, which come sorted
	for _, row := range p.order {
		if len(row.Teams) == 0 {
			continue
		}
		key := fmt.Sprint(row.Teams...)
		list, ok := known[key]
		if !ok {
			list = united(row.Teams, members)
			known[key] = list
		}
		row.Teammates = list
	}
}

func united(teams []any, members map[string][]any) []any {
	var list []any
	seen := map[any]bool{}
	for _, t := range teams {
		for _, m := range members[t.(string)] {
			if !seen[m] {
				seen[m] = true
				list = append(list, m)
			}
		}
	}
	return list
}

// lines reads who and what is above and below everybody.
func (p *principalsReader) lines(ctx context.Context) error {
	below, err := p.closure(ctx, "ancestor", "descendant", p.shape.UserTree)
	if err != nil {
		return err
	}
	above, err := p.closure(ctx, "descendant", "ancestor", p.shape.DepartmentTree)
	if err != nil {
		return err
	}
	for _, row := range p.order {
		row.Subordinates = below[row.UserID]
		row.Departments = above[p.value(row, p.shape.Tables.UserDepartment)]
		row.Below = make(map[string][]any, len(p.shape.Below))
	}
	for _, b := range p.shape.Below {
		lists, err := p.closure(ctx, "ancestor", "descendant", b.Tree)
		if err != nil {
			return err
		}
		for _, row := range p.order {
			row.Below[b.Attribute] = lists[p.value(row, b.Column)]
		}
	}
	return nil
}

// value gives what a relation of the user holds, "" when it is empty.
func (p *principalsReader) value(row *PrincipalRow, column string) string {
	for _, f := range p.shape.Fields {
		if f.Column == column {
			id, _ := row.Attributes[f.Name].(string)
			return id
		}
	}
	return ""
}

func (p *principalsReader) closure(ctx context.Context, of, list, tree string) (map[string][]any, error) {
	lists := map[string][]any{}
	if tree == "" {
		return lists, nil
	}
	var id, ids string
	err := p.each(ctx, func() { lists[id] = splitIDs(ids) }, []any{&id, &ids},
		fmt.Sprintf("SELECT %s::text, string_agg(%s::text, ',') FROM %s WHERE tree = $1 GROUP BY %[1]s", of, list, p.in("closure")), tree)
	return lists, err
}
