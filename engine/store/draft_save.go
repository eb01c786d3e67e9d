package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
)

// keptSaves is how many savings of one document of a draft are kept.
const keptSaves = 40

// DraftSave is one saving of a document of a draft.
type DraftSave struct {
	definition.Key
	Hash    string    `json:"hash"` // "" when it was taken out
	SavedAt time.Time `json:"saved_at"`
	SavedBy *string   `json:"saved_by"`
}

func keepSave(ctx context.Context, tx pgx.Tx, schema, owner string, d DraftRow) error {
	_, err := tx.Exec(ctx, `insert into `+schema+`.draft_save (owner, kind, name, hash, body, saved_at, saved_by) values ($1, $2, $3, $4, $5, $6, nullif($7::text, '')::uuid)`,
		owner, d.Kind, d.Name, definition.Hash(d.Body), textOf(d.Body), d.UpdatedAt, d.By)
	if err != nil {
		return fmt.Errorf("keep a saving of %s %s: %w", d.Kind, d.Name, err)
	}
	_, err = tx.Exec(ctx, `delete from `+schema+`.draft_save where owner = $1 and kind = $2 and name = $3 and saved_at < (
		select saved_at from `+schema+`.draft_save where owner = $1 and kind = $2 and name = $3 order by saved_at desc offset $4 limit 1)`,
		owner, d.Kind, d.Name, keptSaves-1)
	if err != nil {
		return fmt.Errorf("forget old savings of %s %s: %w", d.Kind, d.Name, err)
	}
	return nil
}

// forgetSaves forgets the savings of documents that a draft no longer changes.
func forgetSaves(ctx context.Context, tx pgx.Tx, schema, owner string) error {
	_, err := tx.Exec(ctx, `delete from `+schema+`.draft_save s where owner = $1 and not exists (
		select from `+schema+`.draft d where d.owner = s.owner and d.kind = s.kind and d.name = s.name)`, owner)
	if err != nil {
		return fmt.Errorf("forget the savings of a draft: %w", err)
	}
	return nil
}

// DraftSaves lists the newest savings of a draft, at most limit.
func (db *DB) DraftSaves(ctx context.Context, workspace, owner string, limit int) ([]DraftSave, error) {
	rows, err := db.pool.Query(ctx, `select kind, name, hash, saved_at, saved_by::text from `+Quote(SchemaName(workspace))+`.draft_save
		where owner = $1 order by saved_at desc, kind, name limit $2`, owner, limit)
	if err != nil {
		return nil, fmt.Errorf("list the savings of a draft: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (DraftSave, error) {
		var s DraftSave
		err := row.Scan(&s.Kind, &s.Name, &s.Hash, &s.SavedAt, &s.SavedBy)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the savings of a draft: %w", err)
	}
	return list, nil
}

// SavedBody finds what a document of a draft was when it had a hash.
func (db *DB) SavedBody(ctx context.Context, workspace, owner string, key definition.Key, hash string) (body []byte, found bool, err error) {
	var text *string
	err = db.pool.QueryRow(ctx, `select body from `+Quote(SchemaName(workspace))+`.draft_save
		where owner = $1 and kind = $2 and name = $3 and hash = $4 order by saved_at desc limit 1`, owner, key.Kind, key.Name, hash).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find a saving of %s %s: %w", key.Kind, key.Name, err)
	}
	return bytesOf(text), true, nil
}
