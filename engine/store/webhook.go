package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// WebhookTables names the table and columns of the core entity of webhooks.
type WebhookTables struct {
	Table, Title, URL, Entity, Events, Filter, Fields, Owner, Active, OffReason string
}

// Webhook is a record of the core entity as the sender needs it.
type Webhook struct {
	ID      string
	Version int64
	URL     string
	Entity  string // name
	Events  []string
	Filter  string
	Fields  []string
	Owner   string // user id; "" for nobody
	Active  bool   // and not archived
	Made    time.Time
}

// webhookColumns are those of a Webhook, in order.
func (t WebhookTables) columns() string {
	return fmt.Sprintf(`id::text, version, %s, %s, coalesce(%s, '{}'), coalesce(%s, ''), coalesce(%s, '{}'), coalesce(%s::text, ''), %s IS TRUE AND archived_at IS NULL, created_at`,
		Quote(t.URL), Quote(t.Entity), Quote(t.Events), Quote(t.Filter), Quote(t.Fields), Quote(t.Owner), Quote(t.Active))
}

// ReadWebhook reads one webhook, archived or not.
func ReadWebhook(ctx context.Context, q Querier, schema string, t WebhookTables, id string) (Webhook, bool, error) {
	rows, err := q.Query(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE id = $1::uuid", t.columns(), identityTable(schema, t.Table)), id)
	if err != nil {
		return Webhook{}, false, fmt.Errorf("read a webhook: %w", err)
	}
	w, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Webhook])
	if errors.Is(err, pgx.ErrNoRows) {
		return w, false, nil
	}
	if err != nil {
		return w, false, fmt.Errorf("read a webhook: %w", err)
	}
	return w, true, nil
}

// ActiveWebhooks reads the active ones that act as somebody.
func ActiveWebhooks(ctx context.Context, q Querier, schema string, t WebhookTables) ([]Webhook, error) {
	rows, err := q.Query(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE archived_at IS NULL AND %s AND %s IS NOT NULL ORDER BY id",
		t.columns(), identityTable(schema, t.Table), Quote(t.Active), Quote(t.Owner)))
	if err != nil {
		return nil, fmt.Errorf("read the webhooks: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Webhook])
	if err != nil {
		return nil, fmt.Errorf("read the webhooks: %w", err)
	}
	return list, nil
}

// BeginWebhooks has the changes from now on made into deliveries, unless they
// are already. Whoever makes them waits for the transaction, or it for him.
func BeginWebhooks(ctx context.Context, q Querier, schema string) error {
	_, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "webhook_position")+` (xid, seq)
		VALUES ((pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text::xid8, $1) ON CONFLICT (one) DO UPDATE SET one = true`, int64(math.MaxInt64))
	if err != nil {
		return fmt.Errorf("begin to follow for webhooks: %w", err)
	}
	return nil
}

// EndWebhooks has no changes made into deliveries any more.
func EndWebhooks(ctx context.Context, q Querier, schema string) error {
	_, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "webhook_position"))
	if err != nil {
		return fmt.Errorf("end following for webhooks: %w", err)
	}
	return nil
}

// WebhookPosition reads the position of a workspace's deliveries; ok is false
// when there is none. Taken for a transaction, it is none while another one has
// it.
func WebhookPosition(ctx context.Context, q Querier, schema string, take bool) (p Position, ok bool, err error) {
	var xid, lock string
	if take {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	ok, err = found(q.QueryRow(ctx, "SELECT xid::text, seq FROM "+identityTable(schema, "webhook_position")+lock).Scan(&xid, &p.Seq))
	if err != nil || !ok {
		return p, false, err
	}
	p.XID, err = strconv.ParseUint(xid, 10, 64)
	return p, err == nil, err
}

// MoveWebhooks sets the position that WebhookPosition took.
func MoveWebhooks(ctx context.Context, q Querier, schema string, p Position) error {
	_, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "webhook_position")+" SET xid = $1::text::xid8, seq = $2", strconv.FormatUint(p.XID, 10), p.Seq)
	if err != nil {
		return fmt.Errorf("move on for webhooks: %w", err)
	}
	return nil
}

// HasWebhooks tells whether a workspace has changes made into deliveries.
func (db *DB) HasWebhooks(ctx context.Context, workspace string) (has bool, err error) {
	err = db.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM "+identityTable(SchemaName(workspace), "webhook_position")+")").Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for webhooks: %w", err)
	}
	return has, nil
}

// FailingSince tells since when nothing of a webhook has come through, now if
// that begins now.
func FailingSince(ctx context.Context, q Querier, schema, webhook string) (since time.Time, err error) {
	err = q.QueryRow(ctx, "INSERT INTO "+identityTable(schema, "webhook_failing")+` AS f (webhook) VALUES ($1::uuid)
		ON CONFLICT (webhook) DO UPDATE SET since = f.since RETURNING since`, webhook).Scan(&since)
	if err != nil {
		return since, fmt.Errorf("note that a webhook fails: %w", err)
	}
	return since, nil
}

// FailsNoMore notes that a message of a webhook came through, or that it begins
// anew.
func FailsNoMore(ctx context.Context, q Querier, schema, webhook string) error {
	if _, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "webhook_failing")+" WHERE webhook = $1::uuid", webhook); err != nil {
		return fmt.Errorf("note that a webhook works: %w", err)
	}
	return nil
}
