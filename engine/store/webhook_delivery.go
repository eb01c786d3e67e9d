package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Delivery is one message of a webhook.
type Delivery struct {
	ID        string
	Webhook   string
	Event     string
	Entity    string  // x-id; "" for none
	Record    *string // nil for none
	At        time.Time
	CreatedAt time.Time
	State     string // waiting, delivered, failed, skipped
	Attempts  int
	TriedAt   *time.Time
	Status    *int // of the last answer
	TookMs    *int
	Problem   *string // code
}

const deliveryColumns = "id::text, webhook::text, event, entity, record::text, at, created_at, state, attempts, tried_at, status, took_ms, problem"

// InsertDeliveries enters messages that are to be sent.
func InsertDeliveries(ctx context.Context, q Querier, schema string, list []Delivery) error {
	var ids, hooks, events, entities []string
	var records []*string
	var at []time.Time
	for i := range list {
		d := &list[i]
		ids, hooks, events, entities = append(ids, d.ID), append(hooks, d.Webhook), append(events, d.Event), append(entities, d.Entity)
		records, at = append(records, d.Record), append(at, d.At)
	}
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "webhook_delivery")+` (id, webhook, event, entity, record, at)
		SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[])`, ids, hooks, events, entities, records, at)
	if err != nil {
		return fmt.Errorf("enter deliveries: %w", err)
	}
	return nil
}

// ReadDelivery reads one delivery.
func (db *DB) ReadDelivery(ctx context.Context, workspace, id string) (Delivery, bool, error) {
	rows, err := db.pool.Query(ctx, "SELECT "+deliveryColumns+" FROM "+identityTable(SchemaName(workspace), "webhook_delivery")+" WHERE id = $1::uuid", id)
	if err != nil {
		return Delivery{}, false, fmt.Errorf("read a delivery: %w", err)
	}
	d, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Delivery])
	if errors.Is(err, pgx.ErrNoRows) {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("read a delivery: %w", err)
	}
	return d, true, nil
}

// Deliveries lists those of a webhook, newest first, before one ("" for all), of
// one state ("" for all).
func (db *DB) Deliveries(ctx context.Context, workspace, webhook, before, state string, limit int) ([]Delivery, error) {
	rows, err := db.pool.Query(ctx, "SELECT "+deliveryColumns+" FROM "+identityTable(SchemaName(workspace), "webhook_delivery")+`
		WHERE webhook = $1::uuid AND ($2 = '' OR id < nullif($2, '')::uuid) AND ($3 = '' OR state = $3) ORDER BY id DESC LIMIT $4`, webhook, before, state, limit)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Delivery])
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	return list, nil
}

// Tried enters what became of an attempt.
func (d *Delivery) Tried(ctx context.Context, q Querier, schema string) error {
	_, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "webhook_delivery")+` SET state = $2, attempts = $3, tried_at = now(), status = $4, took_ms = $5, problem = $6, event = $7
		WHERE id = $1::uuid`, d.ID, d.State, d.Attempts, d.Status, d.TookMs, d.Problem, d.Event)
	if err != nil {
		return fmt.Errorf("enter an attempt: %w", err)
	}
	return nil
}

// Again makes a delivery wait that has ended; false when it waits already. One
// that nobody has tried for longer than any pause has been forgotten.
func Again(ctx context.Context, q Querier, schema, id string) (bool, error) {
	tag, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "webhook_delivery")+` SET state = 'waiting', problem = NULL, tried_at = now()
		WHERE id = $1::uuid AND (state <> 'waiting' OR coalesce(tried_at, created_at) < now() - interval '12 hours')`, id)
	if err != nil {
		return false, fmt.Errorf("have a delivery sent again: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// WaitingDeliveries counts those of a workspace, up to a number.
func WaitingDeliveries(ctx context.Context, q Querier, schema string, most int) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM (SELECT FROM "+identityTable(schema, "webhook_delivery")+" WHERE state = 'waiting' LIMIT $1) w", most).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count deliveries: %w", err)
	}
	return n, nil
}

// Delivered tells whether a webhook has sent something of a record, and not
// since that it is gone.
func (db *DB) Delivered(ctx context.Context, workspace, webhook, record string) (was bool, err error) {
	err = db.pool.QueryRow(ctx, "SELECT coalesce((SELECT event <> 'gone' FROM "+identityTable(SchemaName(workspace), "webhook_delivery")+
		" WHERE webhook = $1::uuid AND record = $2::uuid AND state = 'delivered' ORDER BY id DESC LIMIT 1), false)", webhook, record).Scan(&was)
	if err != nil {
		return false, fmt.Errorf("look for deliveries: %w", err)
	}
	return was, nil
}

// PruneDeliveries removes those made before a time.
func (db *DB) PruneDeliveries(ctx context.Context, workspace string, before time.Time) error {
	if _, err := db.pool.Exec(ctx, "DELETE FROM "+identityTable(SchemaName(workspace), "webhook_delivery")+" WHERE created_at < $1", before); err != nil {
		return fmt.Errorf("remove old deliveries: %w", err)
	}
	return nil
}
