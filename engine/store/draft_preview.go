package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// DraftPreview is a running preview of a draft. It serves who began it alone.
type DraftPreview struct {
	ID     string
	Caller string
	Owner  string // of the draft
	AsUser string // "" for the caller himself
	AsRole string
}

// AddPreview begins a preview, and forgets those that are older than life.
func (db *DB) AddPreview(ctx context.Context, workspace string, p DraftPreview, life time.Duration) error {
	table := Quote(SchemaName(workspace)) + ".draft_preview"
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "delete from "+table+" where made_at < now() - make_interval(secs => $1)", life.Seconds()); err != nil {
			return fmt.Errorf("forget old previews: %w", err)
		}
		_, err := tx.Exec(ctx, "insert into "+table+" (id, caller, owner, as_user, as_role) values ($1, $2, $3, nullif($4::text, '')::uuid, $5)",
			p.ID, p.Caller, p.Owner, p.AsUser, p.AsRole)
		if err != nil {
			return fmt.Errorf("begin a preview: %w", err)
		}
		return nil
	})
}

// Preview finds a caller's running preview, and when its draft was saved last
// and how many documents that changes.
func (db *DB) Preview(ctx context.Context, workspace, caller, id string, life time.Duration) (p DraftPreview, mark time.Time, documents int, found bool, err error) {
	schema := Quote(SchemaName(workspace))
	var saved *time.Time
	err = db.pool.QueryRow(ctx, `select p.id::text, p.caller::text, p.owner::text, coalesce(p.as_user::text, ''), p.as_role,
		(select max(updated_at) from `+schema+`.draft d where d.owner = p.owner), (select count(*) from `+schema+`.draft d where d.owner = p.owner)
		from `+schema+`.draft_preview p where p.id::text = $1 and p.caller::text = $2 and p.made_at > now() - make_interval(secs => $3)`, id, caller, life.Seconds()).
		Scan(&p.ID, &p.Caller, &p.Owner, &p.AsUser, &p.AsRole, &saved, &documents)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, mark, 0, false, nil
	}
	if err != nil {
		return p, mark, 0, false, fmt.Errorf("find a preview: %w", err)
	}
	if saved != nil {
		mark = *saved
	}
	return p, mark, documents, true, nil
}

// EndPreview ends a caller's preview.
func (db *DB) EndPreview(ctx context.Context, workspace, caller, id string) error {
	_, err := db.pool.Exec(ctx, "delete from "+Quote(SchemaName(workspace))+".draft_preview where id::text = $1 and caller::text = $2", id, caller)
	if err != nil {
		return fmt.Errorf("end a preview: %w", err)
	}
	return nil
}
