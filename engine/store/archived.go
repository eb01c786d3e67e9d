package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Archived is a column or a table that no published definition uses: what is
// left of a field or an entity that was removed, or changed its type.
type Archived struct {
	Table   string `json:"table"`
	Column  string `json:"column,omitempty"` // "" for the whole table
	Title   string `json:"title"`            // what it was called when it was in use
	Records int64  `json:"records"`          // with a value; of a table, all
	Bytes   int64  `json:"bytes"`            // that a table takes; 0 for a column, whose records stay
}

// Name names what is archived, as a purge consents to it: "e_x.f_y", "e_x".
func (a Archived) Name() string {
	if a.Column == "" {
		return a.Table
	}
	return a.Table + "." + a.Column
}

// InUse says which tables and columns the published documents use. A table that
// is named with no columns is used with all that it has.
type InUse map[string][]string

// archivedSQL lists tables of entities and of links, and columns of fields.
const archivedSQL = `select c.relname, '' as column_name, coalesce(obj_description(c.oid, 'pg_class'), ''), pg_total_relation_size(c.oid)
	from pg_catalog.pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname ~ '^[el]_[a-z0-9]{10}$'
	union all
	select c.relname, a.attname, coalesce(col_description(c.oid, a.attnum), ''), 0
	from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
	where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname ~ '^e_[a-z0-9]{10}$' and a.attnum > 0 and not a.attisdropped and a.attname ~ '^f_[a-z0-9]{10}(_[0-9]+)?$'
	order by 1, 2`

// Archived lists what a workspace keeps and does not use.
func (db *DB) Archived(ctx context.Context, workspace string, used InUse) ([]Archived, error) {
	rows, err := db.pool.Query(ctx, archivedSQL, SchemaName(workspace))
	if err != nil {
		return nil, fmt.Errorf("list what is archived: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a Archived, err error) {
		err = row.Scan(&a.Table, &a.Column, &a.Title, &a.Bytes)
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("list what is archived: %w", err)
	}
	list := []Archived{}
	for _, a := range all {
		if !used.uses(a) {
			if err := db.countArchived(ctx, workspace, &a); err != nil {
				return nil, err
			}
			list = append(list, a)
		}
	}
	return list, nil
}

// uses tells whether something is used, or goes with a table that is not.
func (u InUse) uses(a Archived) bool {
	columns, ok := u[a.Table]
	if a.Column == "" || !ok {
		return ok || a.Column != ""
	}
	for _, c := range columns {
		if c == a.Column {
			return true
		}
	}
	return false
}

func (db *DB) countArchived(ctx context.Context, workspace string, a *Archived) error {
	w := newDDLWriter(workspace)
	sql := "select count(*) from " + w.in(a.Table)
	if a.Column != "" {
		sql += " where " + w.name(a.Column) + " is not null"
	}
	if w.err != nil {
		return w.err
	}
	if err := db.pool.QueryRow(ctx, sql).Scan(&a.Records); err != nil {
		return fmt.Errorf("count what is archived: %w", err)
	}
	return nil
}

// Purge drops what is archived, for good. audit enters it into the audit; base
// is the published revision that used was read from. It is refused while a
// publish runs.
func (db *DB) Purge(ctx context.Context, workspace string, base int64, list []Archived, audit AuditRow) error {
	release, err := db.LockPublishing(ctx, workspace)
	if err != nil {
		return err
	}
	defer release()
	if _, revision, err := db.State(ctx, workspace); err != nil || revision != base {
		if err == nil {
			err = StaleRevision(revision)
		}
		return err
	}
	s, err := db.openSite(ctx, workspace)
	if err != nil {
		return err
	}
	defer s.close(ctx)
	w := newDDLWriter(workspace)
	var sql []string
	for _, a := range list {
		if a.Column == "" {
			sql = append(sql, "drop table "+w.in(a.Table)+" cascade")
		} else {
			sql = append(sql, fmt.Sprintf("alter table %s drop column %s", w.in(a.Table), w.name(a.Column)))
		}
	}
	return s.briefly(ctx, func(tx pgx.Tx) error {
		if err := run(ctx, tx, "purge", w, strings.Join(sql, ";\n")); err != nil {
			return err
		}
		for _, a := range list {
			_, err := tx.Exec(ctx, "insert into "+s.database+".purged (relation, name, title, records, purged_by) values ($1, $2, $3, $4, nullif($5, '')::uuid)",
				a.Table, a.Column, a.Title, a.Records, audit.Actor)
			if err != nil {
				return fmt.Errorf("note what is purged: %w", err)
			}
		}
		return InsertAudit(ctx, tx, SchemaName(workspace), audit)
	})
}

// PurgedColumns gives what was purged of a workspace, by table and column; ""
// is the whole table.
func (db *DB) PurgedColumns(ctx context.Context, workspace string) (map[[2]string]time.Time, error) {
	rows, err := db.pool.Query(ctx, "select relation, name, max(purged_at) from "+Quote(SchemaName(workspace))+".purged group by 1, 2")
	if err != nil {
		return nil, fmt.Errorf("read what was purged: %w", err)
	}
	gone := map[[2]string]time.Time{}
	var table, column string
	var at time.Time
	if _, err := pgx.ForEachRow(rows, []any{&table, &column, &at}, func() error { gone[[2]string{table, column}] = at; return nil }); err != nil {
		return nil, fmt.Errorf("read what was purged: %w", err)
	}
	return gone, nil
}

// NotArchived says that something which is to be purged is in use, or is not
// there.
func NotArchived(names ...string) *problem.Error {
	err := problem.New(problem.Conflict, "not_archived")
	err.Extra = map[string]any{"names": names}
	return err
}
