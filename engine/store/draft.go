package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
)

// DraftRow is one document as its owner's draft has it.
type DraftRow struct {
	definition.Key
	Body []byte // nil: the document is to be removed
	// Base is what was published when the draft began to change the document,
	// with what was published since and merged; nil for nothing.
	Base      []byte
	UpdatedAt time.Time
	By        string // who saved it last
}

// SharedDraft is the owner of the draft that a workspace's designers share.
const SharedDraft = "00000000-0000-0000-0000-000000000000"

// DraftMark says which draft a publish takes in: what its owner saved after
// Until stays.
type DraftMark struct {
	Owner string
	Until time.Time
}

// ClearDraft forgets a draft that is published.
func (db *DB) ClearDraft(ctx context.Context, workspace string, m *DraftMark) error {
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		return m.clear(ctx, tx, Quote(SchemaName(workspace)))
	})
}

func (m *DraftMark) clear(ctx context.Context, tx pgx.Tx, schema string) error {
	if _, err := tx.Exec(ctx, "delete from "+schema+".draft where owner = $1 and updated_at <= $2", m.Owner, m.Until); err != nil {
		return fmt.Errorf("clear the published draft: %w", err)
	}
	return forgetSaves(ctx, tx, schema, m.Owner)
}

// Draft reads a user's draft, sorted by kind and name.
func (db *DB) Draft(ctx context.Context, workspace, owner string) ([]DraftRow, error) {
	rows, err := db.pool.Query(ctx, `select kind, name, body, base, updated_at, coalesce(saved_by::text, '') from `+
		Quote(SchemaName(workspace))+`.draft where owner = $1 order by kind, name`, owner)
	if err != nil {
		return nil, fmt.Errorf("read a draft of workspace %s: %w", workspace, err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (DraftRow, error) {
		var d DraftRow
		var body, base *string
		err := row.Scan(&d.Kind, &d.Name, &body, &base, &d.UpdatedAt, &d.By)
		d.Body, d.Base = bytesOf(body), bytesOf(base)
		return d, err
	})
	if err != nil {
		return nil, fmt.Errorf("read a draft of workspace %s: %w", workspace, err)
	}
	return list, nil
}

// ErrDraftMoved says that the draft is not what the caller believed.
var ErrDraftMoved = errors.New("the draft has changed")

// SaveDraft saves rows of a user's draft, all or none: each if the one in place
// was saved at its UpdatedAt (zero: if there is none).
func (db *DB) SaveDraft(ctx context.Context, workspace, owner string, rows []DraftRow) error {
	schema := Quote(SchemaName(workspace))
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		for _, d := range rows {
			if err := saveDraftRow(ctx, tx, schema, owner, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func saveDraftRow(ctx context.Context, tx pgx.Tx, schema, owner string, d DraftRow) error {
	sql := `insert into ` + schema + `.draft (owner, kind, name, body, base, saved_by, updated_at)
		values ($1, $2, $3, $4, $5, nullif($6::text, '')::uuid, clock_timestamp()) on conflict do nothing returning updated_at`
	args := []any{owner, d.Kind, d.Name, textOf(d.Body), textOf(d.Base), d.By}
	if !d.UpdatedAt.IsZero() {
		// Never the same moment twice, even if the clock stands.
		sql = `update ` + schema + `.draft set body = $4, base = $5, saved_by = nullif($6::text, '')::uuid,
			updated_at = greatest(clock_timestamp(), updated_at + interval '1 microsecond')
			where owner = $1 and kind = $2 and name = $3 and updated_at = $7 returning updated_at`
		args = append(args, d.UpdatedAt)
	}
	err := tx.QueryRow(ctx, sql, args...).Scan(&d.UpdatedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrDraftMoved
	}
	if err != nil {
		return fmt.Errorf("save %s %s of a draft: %w", d.Kind, d.Name, err)
	}
	return keepSave(ctx, tx, schema, owner, d)
}

// DiscardDraft forgets a user's draft, or one document of it when key is given.
func (db *DB) DiscardDraft(ctx context.Context, workspace, owner string, key *definition.Key) error {
	sql, args := "delete from "+Quote(SchemaName(workspace))+".draft where owner = $1", []any{owner}
	if key != nil {
		sql, args = sql+" and kind = $2 and name = $3", append(args, key.Kind, key.Name)
	}
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql, args...); err != nil {
			return fmt.Errorf("discard a draft: %w", err)
		}
		return forgetSaves(ctx, tx, Quote(SchemaName(workspace)), owner)
	})
}

func textOf(b []byte) *string {
	if b == nil {
		return nil
	}
	s := string(b)
	return &s
}

func bytesOf(s *string) []byte {
	if s == nil {
		return nil
	}
	return []byte(*s)
}
