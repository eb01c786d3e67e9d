package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/mortise-crm/mortise/engine/problem"
)

// setLockTimeout makes the statements of tx wait at most 50 ms for a lock:
// whoever waits longer for a table stalls everybody behind him. The caller
// tries the whole transaction again, see LockTimedOut.
func setLockTimeout(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, "set local lock_timeout = '50ms'", pgx.QueryExecModeSimpleProtocol); err != nil {
		return fmt.Errorf("set the lock timeout: %w", err)
	}
	return nil
}

// LockTimedOut tells whether err means that another transaction held a lock
// for too long, or that two waited for each other: trying again may help.
func LockTimedOut(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "55P03" || pg.Code == "40P01")
}

// dataConflict says that records are in the way of a step: values that break a
// unique rule and were written during the publish, or relations that came back
// and point to records purged since.
func dataConflict(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return nil
	}
	switch pg.Code {
	case "23505":
		return problem.Wrap(problem.Conflict, "duplicates_appeared", err)
	case "23503":
		return problem.Wrap(problem.Conflict, "related_records_missing", err)
	}
	return nil
}
