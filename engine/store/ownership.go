package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Owners are the columns that say who owns a record; "" when the entity has no
// such field.
type Owners struct{ User, Team string }

// asIfUnowned reads a record as if nobody owned it.
func (o Owners) asIfUnowned(f query.Field) (string, bool) {
	return "NULL::uuid", f.Column == o.User || f.Column == o.Team
}

// writeOwned writes the condition that somebody owns the record of an alias.
func (o Owners) writeOwned(w *Writer, of string) {
	w.Text("(", column(of, o.User), " IS NOT NULL OR ", column(of, o.Team), " IS NOT NULL)")
}

// Ledger is what a write enters of a record's change of hands.
type Ledger struct {
	Action string // update, transfer, claim, release, assign
	Owners
	Pool string // that the record comes from or goes to; "" for none
}

// writeLedger enters the owners before and after, when they differ.
func (c *Write) writeLedger(w *Writer) {
	if c.Ledger == nil {
		return
	}
	text, id := query.Type{Kind: query.Text}, query.Type{Kind: query.UUID}
	w.Text(", ledger AS (INSERT INTO ")
	w.Ident("ownership")
	w.Text(" (at, entity, record, action, from_user, from_team, to_user, to_team, pool, reason, actor) SELECT ")
	w.Param("now", query.Type{Kind: query.Instant})
	w.Text(", ")
	w.Value(query.Value{Type: text, V: c.EntityID})
	w.Text(", new.id, ")
	w.Value(query.Value{Type: text, V: c.Ledger.Action})
	for _, image := range []string{"old", "new"} {
		w.Text(", " + column(image, c.Ledger.User) + ", " + column(image, c.Ledger.Team))
	}
	w.Text(", ")
	w.Param(writePool, text)
	w.Text(", ")
	w.Text("coalesce(")
	w.Param(writeReason, text)
	w.Text(", ''), ")
	w.Param("user.id", id)
	w.Text(" FROM new JOIN old USING (id) WHERE (", column("old", c.Ledger.User), ", ", column("old", c.Ledger.Team),
		") IS DISTINCT FROM (", column("new", c.Ledger.User), ", ", column("new", c.Ledger.Team), "))")
}

func column(of, name string) string {
	if name == "" {
		return "NULL::uuid"
	}
	return of + "." + Quote(name)
}

// OwnerChange is one entry of the ledger of owners.
type OwnerChange struct {
	Seq                int64
	At                 time.Time
	Action             string
	FromUser, FromTeam *string
	ToUser, ToTeam     *string
	Pool, Reason       string
	Actor              *string
}

// Owners gives the newest entries of a record's ledger before seq (0: from the
// end), newest first.
func (db *DB) Owners(ctx context.Context, workspace, record string, before int64, limit int) ([]OwnerChange, error) {
	sql := "SELECT seq, at, action, from_user::text, from_team::text, to_user::text, to_team::text, pool, reason, actor::text FROM " +
		Quote(SchemaName(workspace)) + ".ownership WHERE record = $1::uuid AND ($2::bigint = 0 OR seq < $2) ORDER BY seq DESC LIMIT $3"
	rows, err := db.pool.Query(ctx, sql, record, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read the owners: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[OwnerChange])
	if err != nil {
		return nil, fmt.Errorf("read the owners: %w", err)
	}
	return list, nil
}

// ExecuteAfter runs first and then, in the same transaction, one write and, if
// it was done, then. The values are bound after first has run.
func (db *DB) ExecuteAfter(ctx context.Context, first func(tx Querier) error, q *Query, bind Binder, then func(tx Querier, done Written) error) (one Written, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, q.sql, q.args.Bind(bind)...)
		if err != nil {
			return fmt.Errorf("write a record: %w", constraint(err))
		}
		if one, err = collectWritten(rows, q); err != nil || !one.Done {
			return err
		}
		return then(tx, one)
	})
	return one, err
}
