package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// SystemNames adds to names what some records are called, by id, past all
// access rules: for owners that a rule reveals. table and column are those of
// the entity and of the field that names its records.
func (db *DB) SystemNames(ctx context.Context, workspace, table, column string, ids []string, names map[string]string) error {
	rows, err := db.pool.Query(ctx, fmt.Sprintf("SELECT id::text, coalesce(%s::text, '') FROM %s.%s WHERE id = ANY($1::uuid[])",
		Quote(column), Quote(SchemaName(workspace)), Quote(table)), ids)
	if err != nil {
		return fmt.Errorf("read names of %s: %w", table, err)
	}
	var id, name string
	if _, err := pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[id] = name; return nil }); err != nil {
		return fmt.Errorf("read names of %s: %w", table, err)
	}
	return nil
}

// FirstToday notes that the owner of a record is told that a user entered it
// once more, and tells whether that is the first time today (UTC).
func FirstToday(ctx context.Context, tx Querier, workspace, record, user string) (bool, error) {
	tag, err := tx.Exec(ctx, "INSERT INTO "+Quote(SchemaName(workspace))+".duplicate_told (record, user_id, day) VALUES ($1::uuid, $2::uuid, (now() AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING", record, user)
	if err != nil {
		return false, fmt.Errorf("note who was told of a duplicate: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}
