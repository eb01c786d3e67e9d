package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Written is the answer of one write.
type Written struct {
	Epoch int64    // the workspace's when the statement ran
	Done  bool     // false: a condition did not hold, and nothing was written
	JSON  []byte   // the record as the caller may see it; nil when he may not
	Told  []string // ids of the write's Told that covered the record
}

// ConstraintError tells that a write would break a constraint of the table.
type ConstraintError struct {
	Kind  ConstraintKind
	Name  string // the constraint's or index's name
	cause error
}

// ConstraintKind is what sort of constraint.
type ConstraintKind uint8

// The constraints that a write can meet.
const (
	UniqueConstraint ConstraintKind = iota + 1
	ForeignKeyConstraint
)

// Error gives the text for logs.
func (e *ConstraintError) Error() string { return "constraint " + e.Name + ": " + e.cause.Error() }

// Unwrap gives PostgreSQL's error.
func (e *ConstraintError) Unwrap() error { return e.cause }

func constraint(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "23505":
		return &ConstraintError{Kind: UniqueConstraint, Name: pg.ConstraintName, cause: err}
	case "23503":
		return &ConstraintError{Kind: ForeignKeyConstraint, Name: pg.ConstraintName, cause: err}
	}
	return err
}

// Execute runs one write as a statement, and so as a transaction, of its own.
func (db *DB) Execute(ctx context.Context, q *Query, bind Binder) (Written, error) {
	if _, within := transaction(ctx); within { // which goes on when a constraint refuses the write
		nothing := func(Querier) error { return nil }
		return db.ExecuteAfter(ctx, nothing, q, bind, func(Querier, Written) error { return nil })
	}
	rows, err := db.pool.Query(ctx, q.sql, q.args.Bind(bind)...)
	if err != nil {
		return Written{}, fmt.Errorf("write a record: %w", constraint(err))
	}
	return collectWritten(rows, q)
}

// ExecuteIn runs one write in a transaction.
func ExecuteIn(ctx context.Context, tx Querier, q *Query, bind Binder) (Written, error) {
	rows, err := tx.Query(ctx, q.sql, q.args.Bind(bind)...)
	if err != nil {
		return Written{}, fmt.Errorf("write a record: %w", constraint(err))
	}
	return collectWritten(rows, q)
}

// Bound is a statement with the values of one execution.
type Bound struct {
	Query *Query
	Bind  Binder
}

// ExecuteEach runs writes of different records in the transaction of the
// context, all sent at once. One whose conditions do not hold does nothing, and leaves the others.
func (db *DB) ExecuteEach(ctx context.Context, qs []Bound) ([]Written, error) {
	var batch pgx.Batch
	for _, q := range qs {
		batch.Queue(q.Query.sql, q.Query.args.Bind(q.Bind)...)
	}
	results := db.pool.SendBatch(ctx, &batch)
	defer results.Close()
	answers := make([]Written, len(qs))
	for i, q := range qs {
		rows, err := results.Query()
		if err != nil {
			return nil, fmt.Errorf("write a record: %w", constraint(err))
		}
		if answers[i], err = collectWritten(rows, q.Query); err != nil {
			return nil, err
		}
	}
	return answers, results.Close()
}

func collectWritten(rows pgx.Rows, q *Query) (Written, error) {
	defer rows.Close()
	var one Written
	for rows.Next() {
		raw := rows.RawValues()
		one.Epoch = int64(binary.BigEndian.Uint64(raw[0]))
		one.Done = binary.BigEndian.Uint64(raw[len(raw)-1]) > 0
		if len(q.told) > 0 && one.Done {
			one.Told = q.toldOf(raw[len(raw)-2])
		}
		if raw[1] == nil {
			continue
		}
		var err error
		if one.JSON, _, err = q.shape.append(nil, rows.FieldDescriptions(), raw, nil); err != nil {
			return one, err
		}
	}
	if err := rows.Err(); err != nil {
		return one, fmt.Errorf("write a record: %w", constraint(err))
	}
	return one, nil
}

// Queue waits until no other transaction is in a queue of the same name for one of
// some keys, and stays there until the transaction of the context ends. Everybody
// takes the keys in the same order, so that none waits for each other.
func (db *DB) Queue(ctx context.Context, name string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	_, err := db.pool.Exec(ctx, `SELECT pg_advisory_xact_lock(k.key) FROM (SELECT DISTINCT hashtextextended($1 || ' ' || key, 0) AS key
		FROM unnest($2::text[]) AS given(key) ORDER BY 1) k`, name, keys)
	if err != nil {
		return fmt.Errorf("wait in the queue %s: %w", name, err)
	}
	return nil
}
