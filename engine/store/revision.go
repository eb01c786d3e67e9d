package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/mortise-crm/mortise/engine/definition"
)

// State reads a workspace's epoch number and published revision.
func (db *DB) State(ctx context.Context, workspace string) (epoch, revision int64, err error) {
	sql := "SELECT number, revision FROM " + Quote(SchemaName(workspace)) + ".epoch"
	if err := db.pool.QueryRow(ctx, sql).Scan(&epoch, &revision); err != nil {
		return 0, 0, fmt.Errorf("read the epoch of workspace %s: %w", workspace, err)
	}
	return epoch, revision, nil
}

// Documents reads the epoch and all published documents at one moment, the
// compiled policies (kind "policy") among them, sorted by kind and name.
func (db *DB) Documents(ctx context.Context, workspace string) (epoch, revision int64, docs []definition.Document, err error) {
	schema := Quote(SchemaName(workspace))
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.pool, options, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, "SELECT number, revision FROM "+schema+".epoch").Scan(&epoch, &revision); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, "SELECT kind, name, body FROM "+schema+".definition ORDER BY kind, name")
		if err != nil {
			return err
		}
		docs, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (definition.Document, error) {
			var d definition.Document
			var body string
			err := row.Scan(&d.Kind, &d.Name, &body)
			d.Body = json.RawMessage(body)
			return d, err
		})
		return err
	})
	if err != nil {
		return 0, 0, nil, fmt.Errorf("read the definitions of workspace %s: %w", workspace, err)
	}
	return epoch, revision, docs, nil
}

// BumpEpoch makes every process look anew at who may do what in a workspace.
func (db *DB) BumpEpoch(ctx context.Context, workspace string) error {
	_, err := db.pool.Exec(ctx, "UPDATE "+Quote(SchemaName(workspace))+".epoch SET number = number + 1")
	if err != nil {
		return fmt.Errorf("raise the epoch of workspace %s: %w", workspace, err)
	}
	return nil
}

// Listen calls notify with a workspace's name whenever one is published, until
// ctx ends; a lost connection is made anew. It only warms caches: correctness
// rests on the epoch that every statement reads.
func (db *DB) Listen(ctx context.Context, notify func(workspace string)) {
	for ctx.Err() == nil {
		if err := db.listen(ctx, notify); err != nil && ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
}

func (db *DB) listen(ctx context.Context, notify func(string)) error {
	cfg := db.pool.Config().ConnConfig
	cfg.BuildContextWatcherHandler = leaveAtOnce // there is nothing to cancel
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN mortise"); err != nil {
		return err
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		notify(n.Payload)
	}
}

// Unavailable tells whether err means that the database cannot answer now.
func Unavailable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code[:2] == "57" || pg.Code[:2] == "53" || pg.Code[:2] == "08"
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.SafeToRetry(err)
}

// Deadline tells whether PostgreSQL ended a statement that took too long.
func Deadline(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "57014" || errors.Is(err, context.DeadlineExceeded)
}

// Deadlocked tells whether PostgreSQL ended a statement because its transaction
// and another waited for each other. The same again may well go through.
func Deadlocked(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "40P01"
}
