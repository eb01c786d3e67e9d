package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Reminded is a record whose owner is to be told that it will be taken back.
type Reminded struct{ Record, User string }

// RemindIdle notes, for a batch of records that users own, that they will be
// idle in that many days, and runs then in the same transaction. A record is
// given once for each ownership and for each work on it, and not after a later
// reminder. Like ReturnIdle it gives the last id of a full batch.
func (db *DB) RemindIdle(ctx context.Context, workspace string, i *Idle, days int, after string, then func(tx Querier, list []Reminded) error) (last string, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		w := NewWriter(SchemaName(workspace), i.Schema)
		i.writeReminder(w, days, after)
		rows, err := tx.Query(ctx, w.SQL(), w.Plan().Bind(i.bind)...)
		if err != nil {
			return err
		}
		var list []Reminded
		var record, user string
		count := 0
		var noted bool
		_, err = pgx.ForEachRow(rows, []any{&record, &user, &noted}, func() error {
			if count++; count == IdleBatch {
				last = record
			}
			if noted {
				list = append(list, Reminded{record, user})
			}
			return nil
		})
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

func (i *Idle) writeReminder(w *Writer, days int, after string) {
	instant, number := query.Type{Kind: query.Instant}, query.Type{Kind: query.Integer}
	pool := w.ValueText(query.Value{Type: query.Type{Kind: query.Text}, V: i.Pool})
	soon := w.ValueText(query.Value{Type: number, V: int64(days)})
	w.Text("WITH near AS (SELECT q0.id, ", column("q0", i.Owners.User), " AS owner, coalesce(o.seq, 0) AS owned, ")
	i.writeActive(w)
	w.Text(" AS active_at FROM ")
	w.Table(i.Entity)
	w.Text(" q0 LEFT JOIN LATERAL (SELECT seq, at FROM ")
	w.Ident("ownership")
	w.Text(" WHERE record = q0.id ORDER BY seq DESC LIMIT 1) o ON true WHERE ")
	i.writeOwned(w)
	w.Text(" AND ", column("q0", i.Owners.User), " IS NOT NULL AND ")
	i.writeIdle(w, i.Now.AddDate(0, 0, days-i.Days))
	w.Text("), due AS (SELECT * FROM near WHERE active_at >= ")
	w.Value(query.Value{Type: instant, V: i.Now.AddDate(0, 0, -i.Days)})
	w.Text(" AND NOT EXISTS (SELECT 1 FROM ")
	w.Ident("reminder")
	w.Text(" r WHERE r.pool = ", pool, " AND r.record = near.id AND r.owned = near.owned AND r.active_at = near.active_at AND r.days <= ", soon, ")")
	if after != "" {
		w.Text(" AND id > ")
		w.Value(query.Value{Type: query.Type{Kind: query.UUID}, V: after})
	}
	w.Text(fmt.Sprintf(" ORDER BY id LIMIT %d), noted AS (INSERT INTO ", IdleBatch))
	w.Ident("reminder")
	w.Text(" (pool, record, days, owned, active_at, sent_at) SELECT ", pool, ", id, ", soon, "::integer, owned, active_at, ")
	w.Value(query.Value{Type: instant, V: i.Now})
	w.Text(" FROM due ON CONFLICT DO NOTHING RETURNING record) ",
		"SELECT due.id::text, due.owner::text, n.record IS NOT NULL FROM due LEFT JOIN noted n ON n.record = due.id ORDER BY due.id")
}

// writeActive writes when somebody last worked on a record.
func (i *Idle) writeActive(w *Writer) {
	w.Text("greatest(q0.created_at, o.at, ")
	if i.Far == "" {
		w.Text(fieldText(i.Field), "::timestamptz)")
		return
	}
	w.Text("(SELECT max(a.created_at) FROM ")
	w.Table(i.Far)
	w.Text(" a WHERE a.", Quote(i.Field.Column), " = q0.id AND a.archived_at IS NULL))")
}
