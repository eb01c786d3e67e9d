package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// BeginJobFile notes under which key a held job is about to store its result,
// so that no content is left that nobody knows of.
func (db *DB) BeginJobFile(ctx context.Context, workspace string, h JobHold, key string) (ok bool, err error) {
	tag, err := db.pool.Exec(ctx, "UPDATE "+identityTable(SchemaName(workspace), "job")+" SET file_key = $3, file_name = NULL"+held, h.ID, h.Holder, key)
	if err != nil {
		return false, fmt.Errorf("note the file of a job: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// EndJobFile notes that the result of a held job is whole.
func (db *DB) EndJobFile(ctx context.Context, workspace string, h JobHold, f JobFile) (ok bool, err error) {
	tag, err := db.pool.Exec(ctx, "UPDATE "+identityTable(SchemaName(workspace), "job")+
		" SET file_name = $3, file_type = $4, file_size = $5, file_sha256 = $6, file_expires = $7"+held, h.ID, h.Holder, f.Name, f.MediaType, f.Size, f.SHA256, f.Expires)
	if err != nil {
		return false, fmt.Errorf("note the file of a job: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// DropJobFiles removes the contents of jobs that have expired, or that were
// never whole when their job ended. drop removes a content; only then is it
// forgotten.
func (db *DB) DropJobFiles(ctx context.Context, workspace string, now time.Time, drop func(key string) error) error {
	return db.dropJobs(ctx, workspace, "file_key IS NOT NULL AND ended_at IS NOT NULL AND (file_expires < $1 OR file_name IS NULL)",
		"UPDATE %s SET file_key = NULL, file_name = NULL WHERE id = ANY($1::uuid[])", now, drop)
}

// PruneJobs forgets jobs that ended before a time, with their contents.
func (db *DB) PruneJobs(ctx context.Context, workspace string, before time.Time, drop func(key string) error) error {
	return db.dropJobs(ctx, workspace, "ended_at < $1", "DELETE FROM %s WHERE id = ANY($1::uuid[])", before, drop)
}

func (db *DB) dropJobs(ctx context.Context, workspace, where, forget string, at time.Time, drop func(key string) error) error {
	table := identityTable(SchemaName(workspace), "job")
	for {
		var n int
		err := db.Transact(ctx, func(tx Querier) error {
			rows, err := tx.Query(ctx, "SELECT id::text, coalesce(file_key, '') FROM "+table+" WHERE "+where+" ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED", at, dropBatch)
			if err != nil {
				return fmt.Errorf("find old jobs: %w", err)
			}
			list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ ID, Key string }])
			if err != nil {
				return fmt.Errorf("find old jobs: %w", err)
			}
			ids := make([]string, len(list))
			for i, j := range list {
				if ids[i] = j.ID; j.Key == "" {
					continue
				}
				if err := drop(j.Key); err != nil {
					return err
				}
			}
			n = len(list)
			if _, err := tx.Exec(ctx, fmt.Sprintf(forget, table), ids); err != nil {
				return fmt.Errorf("forget old jobs: %w", err)
			}
			return nil
		})
		if err != nil || n < dropBatch {
			return err
		}
	}
}
