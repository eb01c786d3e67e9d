package store

import (
	"context"
	"fmt"
)

// TaskColumns are those of the table of tasks by which one is known.
type TaskColumns struct{ Owner, About, Status string }

// OpenTask tells whether a user has a task that nobody made, about something,
// in none of the closed states. Those who ask for the same wait for each other
// until their transactions end.
func OpenTask(ctx context.Context, tx Querier, schema, table string, c TaskColumns, user, about string, closed []string) (open bool, err error) {
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "task "+schema+" "+user+" "+about); err != nil {
		return false, fmt.Errorf("lock a task: %w", err)
	}
	err = tx.QueryRow(ctx, fmt.Sprintf(`SELECT EXISTS (SELECT FROM %s WHERE %s = $1::uuid AND %s = $2 AND created_by IS NULL AND archived_at IS NULL
		AND (%s = ANY ($3::text[])) IS NOT TRUE)`, identityTable(schema, table), Quote(c.Owner), Quote(c.About), Quote(c.Status)), user, about, closed).Scan(&open)
	if err != nil {
		return false, fmt.Errorf("look for an open task: %w", err)
	}
	return open, nil
}
