package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// FileAges says how long what no record names is kept.
type FileAges struct {
	Unattached time.Time // uploaded before this and never attached
	Released   time.Time // no longer named since before this
}

// dropBatch is how many files are locked at once while their contents go.
const dropBatch = 100

// DropFiles removes files that are old enough, and those of records that were
// purged. drop removes a content; only then is it forgotten, so that none is
// left in the bucket that nobody knows of. Of released files the name stays.
func (db *DB) DropFiles(ctx context.Context, workspace string, ages FileAges, drop func(key string) error) error {
	schema := SchemaName(workspace)
	if err := db.orphanFiles(ctx, schema); err != nil {
		return err
	}
	for {
		n, err := db.dropFiles(ctx, schema, ages, drop)
		if err != nil || n < dropBatch {
			return err
		}
	}
}

func (db *DB) dropFiles(ctx context.Context, schema string, ages FileAges, drop func(key string) error) (n int, err error) {
	table := identityTable(schema, "file")
	err = db.Transact(ctx, func(tx Querier) error {
		rows, err := tx.Query(ctx, `SELECT id::text, key FROM `+table+` WHERE key IS NOT NULL AND (record IS NULL AND created_at < $1 OR released_at < $2)
			ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`, ages.Unattached, ages.Released, dropBatch)
		if err != nil {
			return fmt.Errorf("find files to remove: %w", err)
		}
		list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ ID, Key string }])
		if err != nil {
			return fmt.Errorf("find files to remove: %w", err)
		}
		ids := make([]string, len(list))
		for i, f := range list {
			if err := drop(f.Key); err != nil {
				return err
			}
			ids[i] = f.ID
		}
		n = len(list)
		if _, err = tx.Exec(ctx, "DELETE FROM "+table+" WHERE id = ANY($1::uuid[]) AND record IS NULL", ids); err == nil {
			_, err = tx.Exec(ctx, "UPDATE "+table+" SET key = NULL WHERE id = ANY($1::uuid[])", ids)
		}
		if err != nil {
			return fmt.Errorf("forget files: %w", err)
		}
		return nil
	})
	return n, err
}

// orphanFiles takes files from records, fields and entities that were purged.
// They are nobody's then, so that nobody attaches them again, and old enough.
func (db *DB) orphanFiles(ctx context.Context, schema string) error {
	table := identityTable(schema, "file")
	rows, err := db.pool.Query(ctx, `SELECT DISTINCT f.entity, f.field, EXISTS (SELECT 1 FROM pg_attribute a
			WHERE a.attrelid = to_regclass(format('%I.%I', $1::text, 'e_' || f.entity)) AND NOT a.attisdropped
				AND (a.attname = 'f_' || f.field OR starts_with(a.attname::text, 'f_' || f.field || '_')))
		FROM `+table+` f WHERE f.record IS NOT NULL AND f.entity <> $2`, schema, ofComments)
	if err != nil {
		return fmt.Errorf("find fields of files: %w", err)
	}
	type holder struct {
		Entity, Field string
		There         bool
	}
	holders, err := pgx.CollectRows(rows, pgx.RowToStructByPos[holder])
	if err != nil {
		return fmt.Errorf("find fields of files: %w", err)
	}
	for _, h := range holders {
		gone := ""
		if h.There {
			gone = " AND NOT EXISTS (SELECT 1 FROM " + identityTable(schema, EntityTable(h.Entity)) + " t WHERE t.id = f.record)"
		}
		if _, err := db.pool.Exec(ctx, `UPDATE `+table+` f SET entity = NULL, field = NULL, record = NULL, created_by = NULL, created_at = 'epoch'
			WHERE f.entity = $1 AND f.field = $2`+gone, h.Entity, h.Field); err != nil {
			return fmt.Errorf("find files of purged records: %w", err)
		}
	}
	if _, err := db.pool.Exec(ctx, `UPDATE `+table+` f SET entity = NULL, field = NULL, record = NULL, created_by = NULL, created_at = 'epoch'
		WHERE f.entity = $1 AND NOT EXISTS (SELECT 1 FROM `+identityTable(schema, "comment")+` c WHERE c.id = f.record)`, ofComments); err != nil {
		return fmt.Errorf("find files of purged comments: %w", err)
	}
	if _, err := db.pool.Exec(ctx, "DELETE FROM "+table+" WHERE record IS NULL AND key IS NULL"); err != nil {
		return fmt.Errorf("forget files: %w", err)
	}
	return nil
}
