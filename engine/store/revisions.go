package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// RevisionInfo is what is known of a revision besides its documents.
type RevisionInfo struct {
	Number      int64           `json:"number"`
	PublishedAt time.Time       `json:"published_at"`
	PublishedBy *string         `json:"published_by"`
	Comment     string          `json:"comment"`
	Conditions  json.RawMessage `json:"conditions"`
}

// Revisions lists the newest revisions below before (0 for all), at most limit.
func (db *DB) Revisions(ctx context.Context, workspace string, before int64, limit int) ([]RevisionInfo, error) {
	rows, err := db.pool.Query(ctx, `select number, published_at, published_by::text, comment, conditions
		from `+Quote(SchemaName(workspace))+`.revision where $1::bigint = 0 or number < $1 order by number desc limit $2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list revisions of workspace %s: %w", workspace, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[RevisionInfo])
	if err != nil {
		return nil, fmt.Errorf("list revisions of workspace %s: %w", workspace, err)
	}
	return list, nil
}

// RevisionDocuments gives the whole set of a revision, compiled policies
// included.
func (db *DB) RevisionDocuments(ctx context.Context, workspace string, number int64) ([]definition.Document, error) {
	var text string
	err := db.pool.QueryRow(ctx, "select documents from "+Quote(SchemaName(workspace))+".revision where number = $1", number).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	if err != nil {
		return nil, fmt.Errorf("read revision %d of workspace %s: %w", number, workspace, err)
	}
	var docs []definition.Document
	if err := json.Unmarshal([]byte(text), &docs); err != nil {
		return nil, fmt.Errorf("decode revision %d of workspace %s: %w", number, workspace, err)
	}
	return docs, nil
}
