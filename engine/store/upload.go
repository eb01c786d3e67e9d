package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// UploadPart is one content of which a file that came in parts consists.
type UploadPart struct {
	Name string `json:"name"` // of the content in the bucket, after the file's key
	Size int64  `json:"size"`
}

// UploadRow is a file that comes in parts.
type UploadRow struct {
	FileRow
	Stored   bool  // all of it is there
	Received int64 // bytes so far
	Digest   []byte
	Parts    []UploadPart
}

// InsertUpload enters a file that is to come in parts, unless its uploader has
// used up what he is allowed: then ok is false. digest is the state of its
// SHA-256 before the first byte.
func (db *DB) InsertUpload(ctx context.Context, workspace string, f FileRow, digest []byte, allowed FileAllowance) (ok bool, err error) {
	err = db.Transact(ctx, func(tx Querier) error {
		if ok, err = insertFile(ctx, tx, SchemaName(workspace), f, allowed); err != nil || !ok {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO "+identityTable(SchemaName(workspace), "upload")+" (file, digest) VALUES ($1::uuid, $2)", f.ID, digest); err != nil {
			return fmt.Errorf("enter an upload: %w", err)
		}
		return nil
	})
	return ok, err
}

// Upload gives a file that one user sends in parts and that no record names
// yet; ok is false when there is none that began after oldest.
func (db *DB) Upload(ctx context.Context, workspace, user, id string, oldest time.Time) (u UploadRow, ok bool, err error) {
	schema := SchemaName(workspace)
	err = db.pool.QueryRow(ctx, `SELECT f.id::text, f.name, f.media_type, f.size, f.sha256, f.key, f.created_at, f.stored, u.received, u.digest, u.parts
		FROM `+identityTable(schema, "upload")+` u JOIN `+identityTable(schema, "file")+` f ON f.id = u.file
		WHERE u.file = $1::uuid AND f.created_by = $2::uuid AND f.record IS NULL AND f.key IS NOT NULL AND f.created_at > $3`, id, user, oldest).
		Scan(&u.ID, &u.Name, &u.MediaType, &u.Size, &u.SHA256, &u.Key, &u.CreatedAt, &u.Stored, &u.Received, &u.Digest, &u.Parts)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return u, false, nil
	case err != nil:
		return u, false, fmt.Errorf("read an upload: %w", err)
	}
	u.CreatedBy = user
	return u, true, nil
}

// AppendUpload enters a part that is in the bucket already, when the upload
// still has as many bytes as before it; ok tells whether it had.
func (db *DB) AppendUpload(ctx context.Context, workspace, id string, at int64, part UploadPart, digest []byte) (ok bool, err error) {
	tag, err := db.pool.Exec(ctx, `UPDATE `+identityTable(SchemaName(workspace), "upload")+` SET received = received + $3::bigint,
		digest = $4, parts = parts || jsonb_build_array(jsonb_build_object('name', $5::text, 'size', $3::bigint))
		WHERE file = $1::uuid AND received = $2::bigint`, id, at, part.Size, digest, part.Name)
	if err != nil {
		return false, fmt.Errorf("enter a part of an upload: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// FinishUpload notes what a file is once all of its parts are there: only now
// can a record name it, and from now on it is kept as any other.
func (db *DB) FinishUpload(ctx context.Context, workspace, id, mediaType string, sha256 []byte) error {
	_, err := db.pool.Exec(ctx, "UPDATE "+identityTable(SchemaName(workspace), "file")+
		" SET stored = true, media_type = $2, sha256 = $3, created_at = now() WHERE id = $1::uuid AND NOT stored", id, mediaType, sha256)
	if err != nil {
		return fmt.Errorf("note that an upload is complete: %w", err)
	}
	return nil
}

// DropUpload forgets a file that is not stored, or stored and named by no
// record; its contents are removed by drop.
func (db *DB) DropUpload(ctx context.Context, workspace, user, id string, drop func(key string) error) error {
	table := identityTable(SchemaName(workspace), "file")
	return db.Transact(ctx, func(tx Querier) error {
		var key string
		err := tx.QueryRow(ctx, "SELECT key FROM "+table+" WHERE id = $1::uuid AND created_by = $2::uuid AND record IS NULL AND key IS NOT NULL FOR UPDATE", id, user).Scan(&key)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find an upload: %w", err)
		}
		if err := drop(key); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE id = $1::uuid", id); err != nil {
			return fmt.Errorf("forget an upload: %w", err)
		}
		return nil
	})
}
