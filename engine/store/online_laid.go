package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// laid is what the database schema of a workspace holds already, by name.
type laid struct {
	tables    map[string]map[string]string // columns and their types
	indexes   map[string]bool              // whether they are valid
	sequences map[string]bool
	keys      map[string]bool // foreign keys, and whether they are validated
}

// look finds what is there of what the builder makes.
func (s *site) look(ctx context.Context) (*laid, error) {
	l := &laid{tables: map[string]map[string]string{}, indexes: map[string]bool{}, sequences: map[string]bool{}, keys: map[string]bool{}}
	name := SchemaName(s.workspace)
	rows, err := s.conn.Query(ctx, `select c.relname, c.relkind::text, coalesce(i.indisvalid, true)
		from pg_catalog.pg_class c left join pg_catalog.pg_index i on i.indexrelid = c.oid
		where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'i', 'S')`, name)
	if err != nil {
		return nil, fmt.Errorf("look at the tables: %w", err)
	}
	var relation, kind string
	var valid bool
	if _, err := pgx.ForEachRow(rows, []any{&relation, &kind, &valid}, func() error {
		switch kind {
		case "r":
			l.tables[relation] = map[string]string{}
		case "i":
			l.indexes[relation] = valid
		default:
			l.sequences[relation] = true
		}
		return nil
	}); err != nil {
		return nil, fmt.Errorf("look at the tables: %w", err)
	}
	if err := s.lookAtColumns(ctx, l, name); err != nil {
		return nil, err
	}
	rows, err = s.conn.Query(ctx, `select conname, convalidated from pg_catalog.pg_constraint where connamespace = $1::regnamespace and contype = 'f'`, name)
	if err != nil {
		return nil, fmt.Errorf("look at the foreign keys: %w", err)
	}
	if _, err := pgx.ForEachRow(rows, []any{&relation, &valid}, func() error { l.keys[relation] = valid; return nil }); err != nil {
		return nil, fmt.Errorf("look at the foreign keys: %w", err)
	}
	return l, nil
}

func (s *site) lookAtColumns(ctx context.Context, l *laid, name string) error {
	rows, err := s.conn.Query(ctx, `select c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
		from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`, name)
	if err != nil {
		return fmt.Errorf("look at the columns: %w", err)
	}
	var table, column, columnType string
	if _, err := pgx.ForEachRow(rows, []any{&table, &column, &columnType}, func() error {
		l.tables[table][column] = spelled(columnType)
		return nil
	}); err != nil {
		return fmt.Errorf("look at the columns: %w", err)
	}
	return nil
}

// spelled gives a type as ColumnTypes spell it.
func spelled(columnType string) string {
	switch columnType {
	case "time(0) without time zone":
		return "time(0)"
	case "timestamp with time zone":
		return "timestamptz"
	}
	return columnType
}

// missing gives the columns that a table lacks. One that is there with another
// type belongs to a definition with the same x-id that is not this one.
func (l *laid) missing(table string, about Words, columns ...Column) ([]Column, error) {
	var lacking []Column
	for _, c := range columns {
		columnType, ok := l.tables[table][c.Name]
		switch {
		case !ok:
			lacking = append(lacking, c)
		case columnType != c.Type:
			return nil, problem.New(problem.Conflict, "column_type_differs").
				With("entity", about.Entity).With("field", about.Field).With("columns", []string{c.Name})
		}
	}
	return lacking, nil
}
