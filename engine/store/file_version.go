package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// FileVersion is a file that a field of a record names, or named.
type FileVersion struct {
	FileRow
	ReleasedAt *time.Time // since when it is no longer named; nil while it is
}

// FileVersions gives the files of one field of a record whose contents are
// kept, the newest first.
func (db *DB) FileVersions(ctx context.Context, workspace string, of Attachment, limit int) ([]FileVersion, error) {
	rows, err := db.pool.Query(ctx, "SELECT "+fileColumns+", released_at FROM "+identityTable(SchemaName(workspace), "file")+
		" WHERE record = $1::uuid AND field = $2 AND entity = $3 AND key IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT $4", of.Record, of.Field, of.Entity, limit)
	if err != nil {
		return nil, fmt.Errorf("read the versions of a file: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v FileVersion, err error) {
		err = row.Scan(&v.ID, &v.Name, &v.MediaType, &v.Size, &v.SHA256, &v.Key, &v.CreatedBy, &v.CreatedAt, &v.Entity, &v.Field, &v.Record, &v.ReleasedAt)
		return v, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the versions of a file: %w", err)
	}
	return list, nil
}
