package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// TakeNumbers takes the next n numbers of a sequence, in order.
func TakeNumbers(ctx context.Context, tx Querier, workspace, sequence string, n int) ([]int64, error) {
	rows, err := tx.Query(ctx, "select nextval($1::regclass) from generate_series(1, $2)", Quote(SchemaName(workspace))+"."+Quote(sequence), n)
	if err != nil {
		return nil, fmt.Errorf("take numbers of %s: %w", sequence, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("take numbers of %s: %w", sequence, err)
	}
	return list, nil
}

// Existing tells which ids of an entity, by its x-id, have a record, in use or
// archived.
func (db *DB) Existing(ctx context.Context, workspace, entityID string, ids []string) (map[string]bool, error) {
	w := newDDLWriter(workspace)
	table := w.in(EntityTable(entityID))
	if w.err != nil {
		return nil, w.err
	}
	rows, err := db.pool.Query(ctx, "select id::text from "+table+" where id = any($1::uuid[])", ids)
	if err != nil {
		return nil, fmt.Errorf("look for records of %s: %w", entityID, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("look for records of %s: %w", entityID, err)
	}
	found := make(map[string]bool, len(list))
	for _, id := range list {
		found[id] = true
	}
	return found, nil
}
