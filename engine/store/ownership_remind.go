package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Reminded is a record whose owner is to be told that it will be taken back.
type Reminded struct{ Record, User string }

// reminding is a reminder that is due: of a record, its owner, the entry of the
// ledger that made him so, and the work that the days are counted from.
type reminding struct {
	Record, User string
	Owned        int64
	Active       time.Time
}

// RemindIdle notes, for the records of a window that users own, that they will
// be idle in that many days, and runs then in the same transaction. A record is
// given once for each ownership and for each work on it, and not after a later
// reminder. Like ReturnIdle it gives the last id of the window.
func (db *DB) RemindIdle(ctx context.Context, workspace string, i *Idle, days int, after string, then func(tx Querier, list []Reminded) error) (last string, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if last, err = i.window(ctx, tx, workspace, after); err != nil {
			return err
		}
		w := NewWriter(SchemaName(workspace), i.Schema)
		i.writeReminder(w, days, after, last)
		rows, err := tx.Query(ctx, w.SQL(), w.Plan().Bind(i.bind)...)
		if err != nil {
			return err
		}
		due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[reminding])
		if err != nil || len(due) == 0 {
			return err
		}
		list, err := i.note(ctx, tx, workspace, days, due)
		if err != nil || len(list) == 0 {
			return err
		}
		return then(tx, list)
	})
	if err != nil {
		err = fmt.Errorf("remind of pool %s: %w", i.Pool, err)
	}
	return last, err
}

// note enters reminders, and gives those that nobody entered meanwhile.
func (i *Idle) note(ctx context.Context, tx pgx.Tx, workspace string, days int, due []reminding) ([]Reminded, error) {
	records, owned, active := make([]string, len(due)), make([]int64, len(due)), make([]time.Time, len(due))
	owner := make(map[string]string, len(due))
	for n, r := range due {
		records[n], owned[n], active[n] = r.Record, r.Owned, r.Active
		owner[r.Record] = r.User
	}
	rows, err := tx.Query(ctx, "INSERT INTO "+Quote(SchemaName(workspace))+`.reminder (pool, record, days, owned, active_at, sent_at)
		SELECT $1, r.record, $2, r.owned, r.active_at, $3 FROM unnest($4::uuid[], $5::bigint[], $6::timestamptz[]) AS r (record, owned, active_at)
		ON CONFLICT DO NOTHING RETURNING record::text`, i.Pool, days, i.Now, records, owned, active)
	if err != nil {
		return nil, err
	}
	noted, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	list := make([]Reminded, len(noted))
	for n, record := range noted {
		list[n] = Reminded{record, owner[record]}
	}
	return list, nil
}

// writeReminder asks for the reminders of a window that are due. OFFSET 0 has
// the database ask by the index, record for record, whether one was sent.
func (i *Idle) writeReminder(w *Writer, days int, after, last string) {
	w.Text("WITH near AS MATERIALIZED (SELECT q0.id, ", column("q0", i.Owners.User), " AS owner, coalesce((SELECT max(seq) FROM ")
	w.Ident("ownership")
	w.Text(" WHERE record = q0.id), 0) AS owned, ")
	i.writeActive(w)
	w.Text(" AS active_at FROM ")
	w.Table(i.Entity)
	w.Text(" q0 WHERE ")
	i.writeOwned(w)
	w.Text(" AND ", column("q0", i.Owners.User), " IS NOT NULL AND ")
	i.writeIdle(w, i.Now.AddDate(0, 0, days-i.Days))
	i.writeWindow(w, after, last)
	w.Text(") SELECT id::text, owner::text, owned, active_at FROM near WHERE active_at >= ")
	w.Value(query.Value{Type: query.Type{Kind: query.Instant}, V: i.Now.AddDate(0, 0, -i.Days)})
	w.Text(" AND NOT EXISTS (SELECT 1 FROM ")
	w.Ident("reminder")
	w.Text(" r WHERE r.pool = ")
	w.Value(query.Value{Type: query.Type{Kind: query.Text}, V: i.Pool})
	w.Text(" AND r.record = near.id AND r.owned = near.owned AND r.active_at = near.active_at AND r.days <= ")
	w.Value(query.Value{Type: query.Type{Kind: query.Integer}, V: int64(days)})
	w.Text(" OFFSET 0) ORDER BY id")
}
