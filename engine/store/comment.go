package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ofComments stands, with files, for the entity and the field of those that
// belong to comments; no x-id is so short.
const ofComments = "comment"

// CommentRow is what somebody said about a record.
type CommentRow struct {
	ID, Record, Author, Text string
	Mentions                 []string // ids of users
	At                       time.Time
	EditedAt                 *time.Time
}

// InsertComment enters a comment on a record of an entity, given by x-id.
func InsertComment(ctx context.Context, tx Querier, schema, entity string, c CommentRow) (at time.Time, err error) {
	err = tx.QueryRow(ctx, "INSERT INTO "+identityTable(schema, "comment")+` (id, entity, record, author, text, mentions)
		VALUES ($1::uuid, $2, $3::uuid, $4::uuid, $5, $6::uuid[]) RETURNING created_at`, c.ID, entity, c.Record, c.Author, c.Text, c.Mentions).Scan(&at)
	if err != nil {
		return at, fmt.Errorf("enter a comment: %w", err)
	}
	return at, nil
}

// ChangeComment gives a comment another text, and keeps the former one; "" is
// taking it back. ok is false when there is no such comment of this author.
func ChangeComment(ctx context.Context, tx Querier, schema string, c CommentRow) (ok bool, err error) {
	tag, err := tx.Exec(ctx, "WITH old AS (SELECT id, text FROM "+identityTable(schema, "comment")+` WHERE id = $1::uuid AND record = $2::uuid AND author = $3::uuid
			AND removed_at IS NULL FOR UPDATE),
		kept AS (INSERT INTO `+identityTable(schema, "comment_edit")+` (comment, text) SELECT id, text FROM old)
		UPDATE `+identityTable(schema, "comment")+` c SET text = $4, mentions = $5::uuid[], edited_at = now(), removed_at = CASE WHEN $4 = '' THEN now() END
		FROM old WHERE c.id = old.id`, c.ID, c.Record, c.Author, c.Text, c.Mentions)
	if err != nil {
		return false, fmt.Errorf("change a comment: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// Place is one in the order of what is beside a record, newest first.
type Place struct {
	At time.Time
	ID string
}

// Comments gives the comments on a record after a place, newest first.
func (db *DB) Comments(ctx context.Context, workspace, record string, after Place, limit int) ([]CommentRow, error) {
	rows, err := db.pool.Query(ctx, "SELECT "+commentColumns+" FROM "+identityTable(SchemaName(workspace), "comment")+
		` WHERE record = $1::uuid AND removed_at IS NULL AND (created_at, id) < ($2::timestamptz, $3::uuid) ORDER BY created_at DESC, id DESC LIMIT $4`, record, after.At, after.ID, limit)
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[CommentRow])
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	return list, nil
}

// commentColumns are those of a CommentRow, in its order.
const commentColumns = "id::text, record::text, author::text, text, mentions::text[], created_at, edited_at"

// Comment gives one comment on a record.
func (db *DB) Comment(ctx context.Context, workspace, record, id string) (c CommentRow, ok bool, err error) {
	rows, err := db.pool.Query(ctx, "SELECT "+commentColumns+" FROM "+identityTable(SchemaName(workspace), "comment")+
		" WHERE record = $1::uuid AND id = $2::uuid AND removed_at IS NULL", record, id)
	if err != nil {
		return c, false, fmt.Errorf("read a comment: %w", err)
	}
	c, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[CommentRow])
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return c, false, nil
	case err != nil:
		return c, false, fmt.Errorf("read a comment: %w", err)
	}
	return c, true, nil
}

// CommentEdit is a former text of a comment.
type CommentEdit struct {
	Until time.Time `json:"until"` // when it was replaced
	Text  string    `json:"text"`
}

// CommentEdits gives the former texts of a comment, the newest first.
func (db *DB) CommentEdits(ctx context.Context, workspace, id string, limit int) ([]CommentEdit, error) {
	rows, err := db.pool.Query(ctx, "SELECT at, text FROM "+identityTable(SchemaName(workspace), "comment_edit")+" WHERE comment = $1::uuid ORDER BY at DESC LIMIT $2", id, limit)
	if err != nil {
		return nil, fmt.Errorf("read former texts of a comment: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[CommentEdit])
	if err != nil {
		return nil, fmt.Errorf("read former texts of a comment: %w", err)
	}
	return list, nil
}

// AttachToComment makes files those of a comment: of those that its author
// uploaded and nothing has.
func AttachToComment(ctx context.Context, tx Querier, schema, comment, user string, ids []string) ([]FileRow, error) {
	return AttachFiles(ctx, tx, schema, Attachment{Entity: ofComments, Field: ofComments, Record: comment, User: user, IDs: ids})
}

// CommentFiles gives the files of comments, in the order they came.
func (db *DB) CommentFiles(ctx context.Context, workspace string, comments []string) ([]FileRow, error) {
	rows, err := db.pool.Query(ctx, "SELECT "+fileColumns+" FROM "+identityTable(SchemaName(workspace), "file")+
		" WHERE record = ANY($1::uuid[]) AND field = $2 AND entity = $2 AND released_at IS NULL ORDER BY id", comments, ofComments)
	if err != nil {
		return nil, fmt.Errorf("read files of comments: %w", err)
	}
	return collectFiles(rows)
}
