package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Moments asks for records of which a moment has come, and that have not been
// told of.
type Moments struct {
	Schema   query.Schema
	Entity   string // name
	Reminder string // x-id
	At, To   string // columns
	// From and Upto bound the moments: after, and up to; of dates they are the
	// one day.
	From, Upto query.Value
	When       query.Predicate
	Now        time.Time
}

// Moment is one that has come: of a record, for a user.
type Moment struct{ Record, User, Value string }

// momentsAtOnce is how many are asked for at once.
const momentsAtOnce = 500

// MomentsDue lists moments in the order of ids, after the record with an id; ""
// is before the first one.
func (db *DB) MomentsDue(ctx context.Context, workspace string, m *Moments, after string) ([]Moment, error) {
	w := NewWriter(SchemaName(workspace), m.Schema)
	w.Text("SELECT q0.id::text, ", column("q0", m.To), "::text, ", column("q0", m.At), "::text FROM ")
	w.Table(m.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL AND ", column("q0", m.To), " IS NOT NULL AND ", column("q0", m.At))
	if m.From == m.Upto {
		w.Text(" = ")
	} else {
		w.Text(" > ")
		w.Value(m.From)
		w.Text(" AND ", column("q0", m.At), " <= ")
	}
	w.Value(m.Upto)
	w.Text(" AND ")
	w.cond(m.When)
	if after != "" {
		w.Text(" AND q0.id > ")
		w.Value(query.Value{Type: query.Type{Kind: query.UUID}, V: after})
	}
	w.Text(" AND NOT EXISTS (SELECT 1 FROM ")
	w.Ident("reminded")
	w.Text(" r WHERE r.reminder = ")
	w.Value(query.Value{Type: query.Type{Kind: query.Text}, V: m.Reminder})
	w.Text(" AND r.record = q0.id AND r.moment = ", column("q0", m.At), "::text) ORDER BY q0.id")
	w.limit(momentsAtOnce)
	rows, err := db.pool.Query(ctx, w.SQL(), w.Plan().Bind(nil)...)
	if err != nil {
		return nil, fmt.Errorf("ask for the moments of %s: %w", m.Entity, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Moment])
	if err != nil {
		return nil, fmt.Errorf("ask for the moments of %s: %w", m.Entity, err)
	}
	return list, nil
}

// NoteMoments notes that moments are told of, and gives those that nobody noted
// before.
func NoteMoments(ctx context.Context, q Querier, workspace string, m *Moments, list []Moment) ([]Moment, error) {
	records, values := make([]string, len(list)), make([]string, len(list))
	of := make(map[string]Moment, len(list))
	for i, one := range list {
		records[i], values[i], of[one.Record] = one.Record, one.Value, one
	}
	rows, err := q.Query(ctx, "INSERT INTO "+Quote(SchemaName(workspace))+`.reminded (reminder, record, moment, told_at)
		SELECT $1, r.record, r.moment, $2 FROM unnest($3::uuid[], $4::text[]) AS r (record, moment) ON CONFLICT DO NOTHING RETURNING record::text`,
		m.Reminder, m.Now, records, values)
	if err != nil {
		return nil, fmt.Errorf("note the moments of %s: %w", m.Entity, err)
	}
	noted, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("note the moments of %s: %w", m.Entity, err)
	}
	fresh := make([]Moment, len(noted))
	for i, record := range noted {
		fresh[i] = of[record]
	}
	return fresh, nil
}

// PruneMoments forgets the moments that were told of before a time.
func (db *DB) PruneMoments(ctx context.Context, workspace string, before time.Time) error {
	if _, err := db.pool.Exec(ctx, "DELETE FROM "+Quote(SchemaName(workspace))+".reminded WHERE told_at < $1", before); err != nil {
		return fmt.Errorf("forget moments: %w", err)
	}
	return nil
}
