package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// In gives a context whose statements, of any DB method that is called with
// it, run in a transaction: what works alone works there, too, and waits for no
// second connection. A method that needs a transaction of its own gets a
// savepoint. The context is for one goroutine, and for no longer than tx.
func In(ctx context.Context, tx Querier) context.Context {
	if t, ok := tx.(pgx.Tx); ok {
		return context.WithValue(ctx, transactionKey{}, t)
	}
	return ctx
}

type transactionKey struct{}

// Within tells whether statements of a context run in a transaction.
func Within(ctx context.Context) bool {
	_, within := transaction(ctx)
	return within
}

func transaction(ctx context.Context) (pgx.Tx, bool) {
	tx, ok := ctx.Value(transactionKey{}).(pgx.Tx)
	return tx, ok
}

// connections are those of a DB; a statement runs in the transaction of its
// context, if that has one.
type connections struct{ *pgxpool.Pool }

// Query runs a statement that gives rows.
func (c connections) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if tx, ok := transaction(ctx); ok {
		return tx.Query(ctx, sql, args...)
	}
	return c.Pool.Query(ctx, sql, args...)
}

// QueryRow runs a statement that gives one row.
func (c connections) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if tx, ok := transaction(ctx); ok {
		return tx.QueryRow(ctx, sql, args...)
	}
	return c.Pool.QueryRow(ctx, sql, args...)
}

// Exec runs a statement that gives nothing.
func (c connections) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if tx, ok := transaction(ctx); ok {
		return tx.Exec(ctx, sql, args...)
	}
	return c.Pool.Exec(ctx, sql, args...)
}

// SendBatch runs statements at once.
func (c connections) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	if tx, ok := transaction(ctx); ok {
		return tx.SendBatch(ctx, b)
	}
	return c.Pool.SendBatch(ctx, b)
}

// Begin opens a transaction, or a savepoint in the one of the context.
func (c connections) Begin(ctx context.Context) (pgx.Tx, error) {
	if tx, ok := transaction(ctx); ok {
		return tx.Begin(ctx)
	}
	return c.Pool.Begin(ctx)
}

// BeginTx is Begin with options, which a savepoint takes from its transaction.
func (c connections) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	if tx, ok := transaction(ctx); ok {
		return tx.Begin(ctx)
	}
	return c.Pool.BeginTx(ctx, o)
}
