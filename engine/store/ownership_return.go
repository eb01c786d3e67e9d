package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// Idle describes owned records that nobody works on.
type Idle struct {
	Schema           query.Schema
	Entity, EntityID string
	Owners           Owners
	Pool             string
	Covers           query.Predicate // as if nobody owned the record: it belongs to the pool
	Protect          query.Predicate // these stay with their owners
	// What counts as work besides getting the record: a field of it, or the
	// creation of records of Far whose field Field leads here.
	Field query.Field
	Far   string
	Now   time.Time
	Days  int // without work
}

// Returned is a record that was taken from its owner.
type Returned struct {
	Record     string
	User, Team *string
}

// IdleWindow is how many records of an entity, owned or not, one transaction
// looks at. It bounds each statement whatever the database knows of the table,
// which may never have been analyzed.
const IdleWindow = 5000

// ReturnIdle takes the idle records of the window behind the id after from
// their owners, and runs then in the same transaction. It gives the last id of
// the window, "" when no record is behind it.
//
// The records are locked first and asked about again then: work that was
// committed before saves a record, and work on one that somebody else has
// locked is waited for by the next run.
func (db *DB) ReturnIdle(ctx context.Context, workspace string, i *Idle, after string, then func(tx Querier, list []Returned) error) (last string, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if last, err = i.window(ctx, tx, workspace, after); err != nil {
			return err
		}
		ids, err := i.lock(ctx, tx, workspace, after, last)
		if err != nil || len(ids) == 0 {
			return err
		}
		list, err := i.take(ctx, tx, workspace, ids)
		if err != nil || len(list) == 0 {
			return err
		}
		return then(tx, list)
	})
	if err != nil {
		err = fmt.Errorf("return records to pool %s: %w", i.Pool, err)
	}
	return last, err
}

// window gives the last id of the window behind after; "" for the rest.
func (i *Idle) window(ctx context.Context, tx pgx.Tx, workspace, after string) (last string, err error) {
	w := NewWriter(SchemaName(workspace), i.Schema)
	w.Text("SELECT q0.id::text FROM ")
	w.Table(i.Entity)
	w.Text(" q0 WHERE true")
	i.writeWindow(w, after, "")
	w.Text(fmt.Sprintf(" ORDER BY q0.id OFFSET %d LIMIT 1", IdleWindow-1))
	_, err = found(tx.QueryRow(ctx, w.SQL(), w.Plan().Bind(i.bind)...).Scan(&last))
	return last, err
}

// writeWindow writes between which ids a record is: behind after, and up to
// last; "" for no bound.
func (i *Idle) writeWindow(w *Writer, after, last string) {
	id := query.Type{Kind: query.UUID}
	if after != "" {
		w.Text(" AND q0.id > ")
		w.Value(query.Value{Type: id, V: after})
	}
	if last != "" {
		w.Text(" AND q0.id <= ")
		w.Value(query.Value{Type: id, V: last})
	}
}

func (i *Idle) lock(ctx context.Context, tx pgx.Tx, workspace, after, last string) ([]string, error) {
	w := NewWriter(SchemaName(workspace), i.Schema)
	w.Text("SELECT q0.id::text FROM ")
	w.Table(i.Entity)
	w.Text(" q0 WHERE ")
	i.writeDue(w)
	i.writeWindow(w, after, last)
	w.Text(" ORDER BY q0.id FOR UPDATE OF q0 SKIP LOCKED")
	rows, err := tx.Query(ctx, w.SQL(), w.Plan().Bind(i.bind)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// take makes nobody the owner and enters it in the change log and the ledger.
// The update itself gives the owners that were: joining them to its rows would
// take the square of a window where the database expects a few.
func (i *Idle) take(ctx context.Context, tx pgx.Tx, workspace string, ids []string) ([]Returned, error) {
	w := NewWriter(SchemaName(workspace), i.Schema)
	text := query.Type{Kind: query.Text}
	w.Text("WITH due AS (SELECT q0.* FROM ")
	w.Table(i.Entity)
	w.Text(" q0 WHERE q0.id = ANY(")
	list := make([]any, len(ids))
	for n, id := range ids {
		list[n] = id
	}
	w.Value(query.Value{Type: query.Type{Kind: query.UUID, Array: true}, V: list})
	w.Text(") AND ")
	i.writeDue(w)
	w.Text("), taken AS (UPDATE ")
	w.Table(i.Entity)
	w.Text(" t SET version = t.version + 1, updated_at = now(), updated_by = NULL")
	for _, c := range i.columns() {
		w.Text(", ", Quote(c), " = NULL")
	}
	w.Text(" FROM due WHERE t.id = due.id RETURNING t.id, t.version")
	for _, c := range i.columns() {
		w.Text(", ", column("due", c), " AS ", Quote(c))
	}
	w.Text("), change AS (INSERT INTO ")
	w.Ident("change")
	w.Text(" (entity, record, version, action, actor, channel, before, after) SELECT ")
	w.Value(query.Value{Type: text, V: i.EntityID})
	w.Text(", id, version, 'return', NULL, '", SystemChannel, "', ", i.image("taken."), ", ", i.image("NULL::uuid"), " FROM taken), ledger AS (INSERT INTO ")
	w.Ident("ownership")
	w.Text(" (at, entity, record, action, from_user, from_team, pool) SELECT ")
	w.Value(query.Value{Type: query.Type{Kind: query.Instant}, V: i.Now})
	w.Text(", ")
	w.Value(query.Value{Type: text, V: i.EntityID})
	w.Text(", id, 'return', ", column("taken", i.Owners.User), ", ", column("taken", i.Owners.Team), ", ")
	w.Value(query.Value{Type: text, V: i.Pool})
	w.Text(" FROM taken) SELECT id::text, ", column("taken", i.Owners.User), "::text, ", column("taken", i.Owners.Team), "::text FROM taken ORDER BY id")
	rows, err := tx.Query(ctx, w.SQL(), w.Plan().Bind(i.bind)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Returned])
}

func (i *Idle) columns() []string {
	var list []string
	for _, c := range []string{i.Owners.User, i.Owners.Team} {
		if c != "" {
			list = append(list, c)
		}
	}
	return list
}

// image is the owner as JSON by column: of the record named, or a constant.
func (i *Idle) image(of string) string {
	text := "jsonb_build_object("
	for n, c := range i.columns() {
		if n > 0 {
			text += ", "
		}
		value := of
		if of == "taken." {
			value += Quote(c)
		}
		text += "'" + c + "', " + value
	}
	return text + ")"
}

// writeDue writes the condition that a record is owned and idle.
func (i *Idle) writeDue(w *Writer) {
	i.writeOwned(w)
	w.Text(" AND ")
	i.writeIdle(w, i.Now.AddDate(0, 0, -i.Days))
}

func (i *Idle) writeOwned(w *Writer) {
	w.Text("q0.archived_at IS NULL AND ")
	i.Owners.writeOwned(w, "q0")
	w.Text(" AND ")
	w.PredicateReading(i.Covers, alias, i.Owners.asIfUnowned)
	w.Text(" AND ")
	w.cond(query.Not{P: i.Protect})
}

// writeIdle writes the condition that nothing has happened to a record since.
func (i *Idle) writeIdle(w *Writer, since time.Time) {
	at := w.ValueText(query.Value{Type: query.Type{Kind: query.Instant}, V: since})
	w.Text("q0.created_at < ", at, " AND ")
	i.writeActive(w)
	w.Text(" < ", at)
}

// writeActive writes when somebody last worked on a record or got it. It asks
// for one record at a time: joins of all of them are as slow as the estimate of
// how much work there was is wrong.
func (i *Idle) writeActive(w *Writer) {
	w.Text("greatest(q0.created_at, (SELECT max(o.at) FROM ")
	w.Ident("ownership")
	w.Text(" o WHERE o.record = q0.id), ")
	if i.Far == "" {
		w.Text(w.fieldText(i.Field), "::timestamptz)")
		return
	}
	// FILTER, and not WHERE, keeps the index of all creations out of it, which
	// would be read whole for each record.
	w.Text("(SELECT max(a.created_at) FILTER (WHERE a.archived_at IS NULL) FROM ")
	w.Table(i.Far)
	w.Text(" a WHERE a.", Quote(i.Field.Column), " = q0.id))")
}

// bind gives the values of conditions that nobody asks: the time alone.
func (i *Idle) bind(name string) any {
	if name == "now" {
		return i.Now
	}
	return nil
}
