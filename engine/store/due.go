package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Due describes the records of an entity whose moment has come, and of which a
// reminder has not told yet.
type Due struct {
	Schema           query.Schema
	Entity, EntityID string
	Reminder         string          // x-id
	At               query.Field     // a date or an instant
	From, Until      query.Value     // that At is between, both included
	To               query.Field     // a user or users
	When             query.Predicate // nil for all records
	Now              time.Time
	Bind             Binder // of When
}

// DueRecord is one of them, with the users who are to be told.
type DueRecord struct {
	Record string
	Users  []string
}

// DueBatch is how many records one transaction tells of.
const DueBatch = 500

// DueNow lists some of the records, those first whose moment came first.
func (db *DB) DueNow(ctx context.Context, workspace string, d *Due) ([]DueRecord, error) {
	w := NewWriter(SchemaName(workspace), d.Schema)
	w.Text("SELECT q0.id::text, ")
	if d.To.Links != "" {
		w.Text(w.linkedText(d.To, "q0"), "::text[]")
	} else {
		w.Text("ARRAY[", column("q0", d.To.Column), "]::text[]")
	}
	w.Text(" FROM ")
	w.Table(d.Entity)
	w.Text(" q0 WHERE ")
	d.write(w)
	w.Text(" AND NOT EXISTS (SELECT 1 FROM ")
	w.Ident("field_reminder")
	w.Text(" r WHERE r.record = q0.id AND r.reminder = ", d.text(w, d.Reminder), " AND r.entity = ", d.text(w, d.EntityID), " AND r.at = ", d.value(),
		") ORDER BY ", column("q0", d.At.Column), ", q0.id")
	w.limit(DueBatch)
	rows, err := db.pool.Query(ctx, w.SQL(), w.Plan().Bind(d.Bind)...)
	if err != nil {
		return nil, fmt.Errorf("find what is due: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[DueRecord])
	if err != nil {
		return nil, fmt.Errorf("find what is due: %w", err)
	}
	return list, nil
}

// Claim notes that of some records is told, those left out that somebody else
// has told of or that are not due any more, and runs then in the same
// transaction.
func (db *DB) Claim(ctx context.Context, workspace string, d *Due, ids []string, then func(tx Querier, claimed []string) error) error {
	w := NewWriter(SchemaName(workspace), d.Schema)
	w.Text("INSERT INTO ")
	w.Ident("field_reminder")
	w.Text(" (entity, record, reminder, at, told_at) SELECT ", d.text(w, d.EntityID), ", q0.id, ", d.text(w, d.Reminder), ", ", d.value(), ", ",
		w.ValueText(query.Value{Type: query.Type{Kind: query.Instant}, V: d.Now}), " FROM ")
	w.Table(d.Entity)
	w.Text(" q0 WHERE q0.id = ANY(")
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	w.Value(query.Value{Type: query.Type{Kind: query.UUID, Array: true}, V: list})
	w.Text(") AND ")
	d.write(w)
	w.Text(" ORDER BY q0.id ON CONFLICT DO NOTHING RETURNING record::text")
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, w.SQL(), w.Plan().Bind(d.Bind)...)
		if err != nil {
			return err
		}
		claimed, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || len(claimed) == 0 {
			return err
		}
		return then(tx, claimed)
	})
	if err != nil {
		return fmt.Errorf("claim what is due: %w", err)
	}
	return nil
}

// write writes the condition that a record is due. What it says first is what
// the index of the field holds.
func (d *Due) write(w *Writer) {
	w.Text("q0.archived_at IS NULL AND ", column("q0", d.At.Column), " >= ")
	w.Value(d.From)
	w.Text(" AND ", column("q0", d.At.Column), " <= ")
	w.Value(d.Until)
	if d.To.Links != "" {
		w.Text(" AND EXISTS (SELECT 1 FROM ")
		w.Ident(d.To.Links)
		w.Text(" l WHERE l.record = q0.id)")
	} else {
		w.Text(" AND ", column("q0", d.To.Column), " IS NOT NULL")
	}
	if d.When != nil {
		w.Text(" AND ")
		w.cond(d.When)
	}
}

// value is what the ledger holds of the field.
func (d *Due) value() string {
	if d.At.Type.Kind == query.Date {
		return "(" + column("q0", d.At.Column) + "::timestamp AT TIME ZONE 'UTC')"
	}
	return column("q0", d.At.Column)
}

func (d *Due) text(w *Writer, v string) string {
	return w.ValueText(query.Value{Type: query.Type{Kind: query.Text}, V: v})
}

// PruneDue forgets what was told of moments that are long over.
func (db *DB) PruneDue(ctx context.Context, workspace string, now time.Time) error {
	_, err := db.pool.Exec(ctx, "DELETE FROM "+Quote(SchemaName(workspace))+".field_reminder WHERE at < $1 AND told_at < $1", now.AddDate(0, 0, -3))
	if err != nil {
		return fmt.Errorf("prune what was told: %w", err)
	}
	return nil
}
