package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// RoleRecords keeps the records of the entity role equal to the role
// definitions: relations of users to roles need records to point to.
type RoleRecords struct {
	EntityID    string // x-id of the entity role
	NameColumn  string
	TitleColumn string // "" when the entity has no title
	Roles       []RoleRecord
	// Given are the entities that give roles, where what gives a role that is
	// gone is archived with it; empty where that stays, for the role may come
	// back.
	Given []GivenRoles
}

// GivenRoles is an entity whose records give somebody a role.
type GivenRoles struct {
	EntityID string // its x-id
	Column   string // of the relation to the role
}

// RoleRecord is one role as a record.
type RoleRecord struct {
	Name  string
	Title string
}

// write creates, updates, restores and archives records as needed, each with
// its change.
func (r *RoleRecords) write(ctx context.Context, tx pgx.Tx, workspace, by string) error {
	ids, names, titles := make([]string, len(r.Roles)), make([]string, len(r.Roles)), make([]string, len(r.Roles))
	for i, role := range r.Roles {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("make an id for role %s: %w", role.Name, err)
		}
		ids[i], names[i], titles[i] = id.String(), role.Name, role.Title
	}
	w := newDDLWriter(workspace)
	name := w.name(r.NameColumn)
	title := name // compares equal to itself: nothing to keep
	if r.TitleColumn != "" {
		title = w.name(r.TitleColumn)
	}
	sql := roleStatements{table: w.in(EntityTable(r.EntityID)), change: w.in("change"), name: name, title: title, entity: r.EntityID}
	if w.err != nil {
		return fmt.Errorf("render the records of roles: %w", w.err)
	}
	if r.TitleColumn == "" {
		titles = names
	}
	for _, given := range r.Given {
		revoke := sql.revoke(w.in(EntityTable(given.EntityID)), w.name(given.Column), given.EntityID)
		if w.err != nil {
			return fmt.Errorf("render the assignments of roles: %w", w.err)
		}
		if _, err := tx.Exec(ctx, revoke, names, by); err != nil {
			return fmt.Errorf("archive assignments of roles: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, sql.archive(), names, by); err != nil {
		return fmt.Errorf("archive records of roles: %w", err)
	}
	if _, err := tx.Exec(ctx, sql.update(), names, titles, by); err != nil {
		return fmt.Errorf("update records of roles: %w", err)
	}
	if _, err := tx.Exec(ctx, sql.create(), ids, names, titles, by); err != nil {
		return fmt.Errorf("create records of roles: %w", err)
	}
	return nil
}

// roleStatements holds quoted names; entity is an x-id already checked as a
// part of table.
type roleStatements struct{ table, change, name, title, entity string }

// enter writes the change rows of what the statement called done returned.
func (s roleStatements) enter(action, actor string) string {
	return fmt.Sprintf(`insert into %s (entity, record, version, action, actor, channel, after)
		select '%s', id, version, '%s', nullif(%s, '')::uuid, 'publish', after from done`, s.change, s.entity, action, actor)
}

func (s roleStatements) after() string {
	if s.title == s.name {
		return fmt.Sprintf(`jsonb_build_object('%s', r.%s)`, s.name[1:len(s.name)-1], s.name)
	}
	return fmt.Sprintf(`jsonb_build_object('%s', r.%s, '%s', r.%s)`,
		s.name[1:len(s.name)-1], s.name, s.title[1:len(s.title)-1], s.title)
}

func (s roleStatements) archive() string {
	return fmt.Sprintf(`with done as (
		update %s r set archived_at = now(), updated_at = now(), updated_by = nullif($2, '')::uuid, version = version + 1
		where archived_at is null and r.%s <> all($1::text[])
		returning r.id, r.version, null::jsonb as after) `, s.table, s.name) + s.enter("archive", "$2")
}

// revoke archives what gives a role that is gone.
func (s roleStatements) revoke(table, column, entity string) string {
	sql := fmt.Sprintf(`with done as (
		update %s a set archived_at = now(), updated_at = now(), updated_by = nullif($2, '')::uuid, version = a.version + 1
		from %s r where a.archived_at is null and r.id = a.%s and r.%s <> all($1::text[])
		returning a.id, a.version, null::jsonb as after) `, table, s.table, column, s.name)
	s.entity = entity
	return sql + s.enter("archive", "$2")
}

// update also restores the newest archived record of a role that came back.
func (s roleStatements) update() string {
	return fmt.Sprintf(`with pick as (
		select distinct on (r.%[2]s) r.id, want.title from %[1]s r
		join unnest($1::text[], $2::text[]) as want(name, title) on want.name = r.%[2]s
		order by r.%[2]s, r.archived_at desc nulls first, r.id),
	done as (
		update %[1]s r set %[3]s = pick.title, archived_at = null, updated_at = now(),
			updated_by = nullif($3, '')::uuid, version = r.version + 1
		from pick where r.id = pick.id and (r.%[3]s is distinct from pick.title or r.archived_at is not null)
		returning r.id, r.version, %[4]s as after) `, s.table, s.name, s.title, s.after()) + s.enter("update", "$3")
}

func (s roleStatements) create() string {
	columns, values := s.name, "want.name"
	if s.title != s.name {
		columns, values = s.name+", "+s.title, "want.name, want.title"
	}
	return fmt.Sprintf(`with done as (
		insert into %[1]s as r (id, created_at, created_by, updated_at, updated_by, %[2]s)
		select want.id, now(), nullif($4, '')::uuid, now(), nullif($4, '')::uuid, %[3]s
		from unnest($1::uuid[], $2::text[], $3::text[]) as want(id, name, title)
		where not exists (select from %[1]s e where e.%[4]s = want.name and e.archived_at is null)
		returning r.id, r.version, %[5]s as after) `, s.table, columns, values, s.name, s.after()) + s.enter("create", "$4")
}
