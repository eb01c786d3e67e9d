package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Change is one entry of a record's history. Before and After hold the changed
// fields by column name.
type Change struct {
	Seq     int64
	At      time.Time
	Action  string
	Actor   *string // user id
	Channel string
	Version int64
	Reason  string
	Before  map[string]json.RawMessage
	After   map[string]json.RawMessage
}

// Changes gives the newest entries of a record's history before seq (0: from
// the end), newest first, with those of the records that were merged into it.
func (db *DB) Changes(ctx context.Context, workspace, record string, before int64, limit int) ([]Change, error) {
	sql := "SELECT seq, at, action, actor::text, channel, version, coalesce(reason, ''), before, after FROM " + Quote(SchemaName(workspace)) +
		".change WHERE record = ANY(" + mergedInto(workspace) + ") AND ($2 = 0 OR seq < $2) ORDER BY seq DESC LIMIT $3"
	rows, err := db.pool.Query(ctx, sql, record, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read a history: %w", err)
	}
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Change])
	if err != nil {
		return nil, fmt.Errorf("read a history: %w", err)
	}
	return changes, nil
}
