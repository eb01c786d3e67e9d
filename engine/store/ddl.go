package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/mortise-crm/mortise/engine/problem"
)

// MaxNewTables is how many tables one publish may make: each costs several
// locks, and PostgreSQL's lock table is shared by all.
const MaxNewTables = 200

// SetLockTimeout makes the statements of tx wait at most 50 ms for a lock:
// whoever waits longer for a table stalls everybody behind him. The caller
// tries the whole transaction again, see LockTimedOut. Statements themselves may
// run for minutes: an index of a large table takes that long.
func SetLockTimeout(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, "set local lock_timeout = '50ms'; set local statement_timeout = '10min'", pgx.QueryExecModeSimpleProtocol); err != nil {
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

// ApplySteps executes steps in order within tx. When it fails, the caller
// must roll back.
func ApplySteps(ctx context.Context, tx pgx.Tx, workspace string, steps []Step) error {
	tables := 0
	for _, s := range steps {
		if _, ok := s.(CreateTable); ok {
			tables++
		}
	}
	if tables > MaxNewTables {
		return problem.New(problem.TooLarge, "too_many_tables").With("count", tables).With("limit", MaxNewTables)
	}
	for _, s := range steps {
		if err := applyStep(ctx, tx, workspace, s); err != nil {
			return err
		}
	}
	return nil
}

func applyStep(ctx context.Context, tx pgx.Tx, workspace string, s Step) error {
	w := newDDLWriter(workspace)
	statements := s.statements(w)
	code := s.Words().Code
	if w.err != nil {
		return fmt.Errorf("render %s: %w", code, w.err)
	}
	if len(statements) == 0 {
		return nil
	}
	if unique, ok := s.(AddUnique); ok {
		if err := findDuplicates(ctx, tx, w, unique); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, strings.Join(statements, ";\n"), pgx.QueryExecModeSimpleProtocol); err != nil {
		if conflict := dataConflict(err); conflict != nil {
			return conflict
		}
		return fmt.Errorf("apply %s: %w", code, err)
	}
	return verifyColumns(ctx, tx, workspace, s)
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

// verifyColumns refuses a column that was there before with another type: it
// belongs to a definition with the same x-id that is not this one.
func verifyColumns(ctx context.Context, tx pgx.Tx, workspace string, s Step) error {
	var table string
	var columns []Column
	switch s := s.(type) {
	case CreateTable:
		table, columns = s.Table, s.Columns
	case AddColumn:
		table, columns = s.Table, []Column{s.Column}
	default:
		return nil
	}
	names, types := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i], types[i] = c.Name, c.Type
	}
	var found []string
	err := tx.QueryRow(ctx, `
		select coalesce(array_agg(want.name), '{}')
		from unnest($3::text[], $4::text[]) as want(name, type)
		join pg_catalog.pg_attribute a on a.attname = want.name
		where a.attrelid = format('%I.%I', $1::text, $2::text)::regclass
		and a.atttypid <> want.type::regtype`,
		SchemaName(workspace), table, names, types).Scan(&found)
	if err != nil {
		return fmt.Errorf("verify columns of %s: %w", table, err)
	}
	if len(found) > 0 {
		words := s.Words()
		return problem.New(problem.Conflict, "column_type_differs").
			With("entity", words.Entity).With("field", words.Field).With("columns", found)
	}
	return nil
}
