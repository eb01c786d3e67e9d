package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// RaisedAlerts gives the principals for whom an alert is raised.
func RaisedAlerts(ctx context.Context, q Querier, schema, alert string) ([]string, error) {
	rows, err := q.Query(ctx, "SELECT principal::text FROM "+identityTable(schema, "alert_state")+" WHERE alert = $1", alert)
	if err != nil {
		return nil, fmt.Errorf("read raised alerts: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// RaiseAlert marks an alert as raised for a principal; false when it was.
func RaiseAlert(ctx context.Context, q Querier, schema, alert, principal string, at time.Time) (bool, error) {
	tag, err := q.Exec(ctx, "INSERT INTO "+identityTable(schema, "alert_state")+" (alert, principal, raised_at) VALUES ($1, $2::uuid, $3) ON CONFLICT DO NOTHING", alert, principal, at)
	if err != nil {
		return false, fmt.Errorf("raise alert %s: %w", alert, err)
	}
	return tag.RowsAffected() > 0, nil
}

// CalmAlerts takes an alert back from some principals.
func CalmAlerts(ctx context.Context, q Querier, schema, alert string, principals []string) error {
	if _, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "alert_state")+" WHERE alert = $1 AND principal = ANY ($2::uuid[])", alert, principals); err != nil {
		return fmt.Errorf("calm alert %s: %w", alert, err)
	}
	return nil
}

// ForgetAlerts drops the state of alerts other than these.
func ForgetAlerts(ctx context.Context, q Querier, schema string, but []string) error {
	if _, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "alert_state")+" WHERE alert <> ALL ($1)", but); err != nil {
		return fmt.Errorf("forget alerts: %w", err)
	}
	return nil
}
