package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Share is a record's being shared with somebody. In a Write with Remove it
// names, by ID, one that ends.
type Share struct {
	ID        string
	Principal string // id of a user, team, role or department
	Kind      string // user, team, role, department
	Level     int64  // 1 read, 2 write, 3 full
	Cause     string // manual, app:<name>; one share for each
	Until     *time.Time
	Remove    bool
}

// Shape is what the text of a share's statement depends on.
func (s *Share) Shape() string { return fmt.Sprint(s.Remove, s.Level, s.Kind) }

// never is until when a share without an end lasts.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

func (s *Share) value(part string) any {
	switch part {
	case "id":
		return s.ID
	case "principal":
		return s.Principal
	case "kind":
		return s.Kind
	case "level":
		return s.Level
	case "cause":
		return s.Cause
	case "until":
		if s.Until == nil {
			return never
		}
		return *s.Until
	}
	return nil
}

// writeShare makes or ends a share of the record, which itself stays as it is.
// Shared again for the same cause, it is the same share with what is new.
func (c *Write) writeShare(w *Writer) {
	c.writeOld(w)
	param := func(name string, kind query.Kind) { w.Param(writeShared+name, query.Type{Kind: kind}) }
	if c.Share.Remove {
		w.Text(" FOR SHARE OF q0), shared AS (DELETE FROM ")
		w.Ident("share")
		w.Text(" s USING old WHERE s.record = old.id AND s.id = ")
		param("id", query.UUID)
		w.Text(" RETURNING s.record), new AS (SELECT old.* FROM old JOIN shared ON shared.record = old.id)")
		return
	}
	w.Text(" FOR SHARE OF q0), shared AS (INSERT INTO ")
	w.Ident("share")
	w.Text(" (id, entity, record, principal, kind, level, cause, until, reason, created_by) SELECT ")
	param("id", query.UUID)
	w.Text(", ")
	w.Value(query.Value{Type: query.Type{Kind: query.Text}, V: c.EntityID})
	w.Text(", old.id, ")
	param("principal", query.UUID)
	for _, part := range []string{"kind", "level", "cause", "until"} {
		w.Text(", ")
		param(part, map[string]query.Kind{"level": query.Integer, "until": query.Instant, "kind": query.Text, "cause": query.Text}[part])
	}
	w.Text(", coalesce(")
	w.Param(writeReason, query.Type{Kind: query.Text})
	w.Text(", ''), ")
	w.Param("user.id", query.Type{Kind: query.UUID})
	w.Text(` FROM old ON CONFLICT (record, principal, cause) DO UPDATE SET level = excluded.level, until = excluded.until,
		reason = excluded.reason, created_at = excluded.created_at, created_by = excluded.created_by
		RETURNING record), new AS (SELECT old.* FROM old JOIN shared ON shared.record = old.id)`)
}

// ShareRow is a share as it stands.
type ShareRow struct {
	ID, Principal, Kind, Cause, Reason string
	Level                              int64
	Until                              *time.Time // nil: without an end
	At                                 time.Time
	By                                 *string
}

// maxShares bounds how many shares of one record are listed.
const maxShares = 1000

// Shares lists the shares of a record, the newest first: all of them, or with
// principals those with one of these.
func (db *DB) Shares(ctx context.Context, workspace, record string, principals []string) ([]ShareRow, error) {
	sql := "SELECT id::text, principal::text, kind, cause, reason, level, nullif(until, '9999-12-31 00:00:00Z'), created_at, created_by::text FROM " +
		Quote(SchemaName(workspace)) + ".share WHERE record = $1::uuid AND ($2::uuid[] IS NULL OR principal = ANY($2::uuid[])) ORDER BY created_at DESC, id DESC LIMIT $3"
	rows, err := db.pool.Query(ctx, sql, record, principals, maxShares)
	if err != nil {
		return nil, fmt.Errorf("read the shares: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[ShareRow])
	if err != nil {
		return nil, fmt.Errorf("read the shares: %w", err)
	}
	return list, nil
}
