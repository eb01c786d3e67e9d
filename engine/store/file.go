package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// FileRow is what is known of a file besides its content.
type FileRow struct {
	ID, Name, MediaType string
	Size                int64
	SHA256              []byte
	Key                 string // of the content in the bucket; "" when that is gone
	CreatedBy           string // id of a user; "" when nobody may attach it
	CreatedAt           time.Time
	Entity, Field       string // x-ids of what it is attached to; "" for nothing
	Record              string
}

// FileAllowance bounds the files of one user that no record names.
type FileAllowance struct{ Files, Bytes int64 }

// InsertFile enters a file that is about to be stored, unless its uploader has
// used up what he is allowed: then ok is false.
func (db *DB) InsertFile(ctx context.Context, workspace string, f FileRow, allowed FileAllowance) (ok bool, err error) {
	err = db.Transact(ctx, func(tx Querier) error {
		ok, err = insertFile(ctx, tx, SchemaName(workspace), f, allowed)
		return err
	})
	return ok, err
}

func insertFile(ctx context.Context, tx Querier, schema string, f FileRow, allowed FileAllowance) (ok bool, err error) {
	table := identityTable(schema, "file")
	// Two uploads of one user count one after the other.
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('file ' || $1, 0))", f.CreatedBy); err != nil {
		return false, fmt.Errorf("count the files of a user: %w", err)
	}
	tag, err := tx.Exec(ctx, `INSERT INTO `+table+` (id, name, media_type, size, sha256, key, created_by)
		SELECT $1::uuid, $2, $3, $4::bigint, $5, $6, $7::uuid
		FROM (SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM `+table+` WHERE created_by = $7::uuid AND record IS NULL) used
		WHERE used.files < $8::bigint AND used.bytes + $4::bigint <= $9::bigint`,
		f.ID, f.Name, f.MediaType, f.Size, f.SHA256, f.Key, f.CreatedBy, allowed.Files, allowed.Bytes)
	if err != nil {
		return false, fmt.Errorf("enter a file: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// FileStored notes that the content of a file is in the bucket: only now can a
// record name it.
func (db *DB) FileStored(ctx context.Context, workspace, id string) error {
	if _, err := db.pool.Exec(ctx, "UPDATE "+identityTable(SchemaName(workspace), "file")+" SET stored = true WHERE id = $1::uuid", id); err != nil {
		return fmt.Errorf("note that a file is stored: %w", err)
	}
	return nil
}

// Attachment is the files that one field of a record names from now on.
type Attachment struct {
	Entity, Field, Record string   // x-ids, and the record's id
	User                  string   // who writes
	IDs                   []string // of files
}

// AttachFiles attaches files to a field of a record, and releases those that
// it named before. Only files come back that could be attached: those which
// the writer uploaded himself and no record has, and those which the same
// field of the same record has already.
func AttachFiles(ctx context.Context, tx Querier, schema string, a Attachment) ([]FileRow, error) {
	table := identityTable(schema, "file")
	rows, err := tx.Query(ctx, `UPDATE `+table+` SET entity = $2, field = $3, record = $4::uuid, released_at = NULL
		WHERE id = ANY($1::uuid[]) AND stored AND key IS NOT NULL
			AND (record IS NULL AND created_by = $5::uuid OR record = $4::uuid AND field = $3 AND entity = $2)
		RETURNING `+fileColumns, a.IDs, a.Entity, a.Field, a.Record, a.User)
	if err != nil {
		return nil, fmt.Errorf("attach files: %w", err)
	}
	list, err := collectFiles(rows)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, `UPDATE `+table+` SET released_at = now()
		WHERE record = $1::uuid AND field = $2 AND released_at IS NULL AND NOT id = ANY($3::uuid[])`, a.Record, a.Field, a.IDs); err != nil {
		return nil, fmt.Errorf("release files: %w", err)
	}
	return list, nil
}

// fileColumns are those of a FileRow, in its order.
const fileColumns = `id::text, name, media_type, size, sha256, coalesce(key, ''), coalesce(created_by::text, ''), created_at,
	coalesce(entity, ''), coalesce(field, ''), coalesce(record::text, '')`

// Files gives files by id; what does not exist is left out.
func (db *DB) Files(ctx context.Context, workspace string, ids []string) ([]FileRow, error) {
	rows, err := db.pool.Query(ctx, "SELECT "+fileColumns+" FROM "+identityTable(SchemaName(workspace), "file")+" WHERE id = ANY($1::uuid[])", ids)
	if err != nil {
		return nil, fmt.Errorf("read files: %w", err)
	}
	return collectFiles(rows)
}

func collectFiles(rows pgx.Rows) ([]FileRow, error) {
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[FileRow])
	if err != nil {
		return nil, fmt.Errorf("read files: %w", err)
	}
	return list, nil
}
