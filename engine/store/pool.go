package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Options of a DB. Zero values take the defaults given.
type Options struct {
	MaxConns int32 // 8
}

// DB is a PostgreSQL cluster with the platform's tables and its workspaces.
type DB struct {
	pool      connections
	searching searchIndexes
}

// cancelPatience is how long a statement may take to end that was cancelled.
const cancelPatience = 3 * time.Second

// leaveAtOnce closes a connection whose context ends.
func leaveAtOnce(c *pgconn.PgConn) ctxwatch.Handler {
	return &pgconn.DeadlineContextWatcherHandler{Conn: c.Conn()}
}

// Open connects to a DSN (URL or key=value), checks that the server is
// PostgreSQL 15 or later and has UTF8, and runs the platform's migrations.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	cfg.MaxConns = o.MaxConns
	if cfg.MaxConns == 0 {
		cfg.MaxConns = 8
	}
	cfg.MinIdleConns = 1
	cfg.MaxConnIdleTime = 5 * time.Minute
	cfg.ConnConfig.RuntimeParams["search_path"] = ""
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan" // docs/adr/011
	cfg.ConnConfig.RuntimeParams["jit"] = "off"                            // compiling a condition takes longer than any list may
	cfg.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0"  // starting workers takes longer, too
	cfg.ConnConfig.RuntimeParams["application_name"] = "mortise"
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "30000"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "60000"
	cfg.AfterConnect = readAtOnce
	cfg.ConnConfig.StatementCacheCapacity = 512
	// A question that nobody waits for any more ends on the server, too.
	cfg.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: cancelPatience}
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	db := &DB{pool: connections{pool}}
	if err := db.prepare(ctx, cfg.ConnConfig); err != nil {
		pool.Close()
		return nil, err
	}
	return db, nil
}

// readAtOnce turns off asking for one block ahead, which is what PostgreSQL
// before 18 does unless told otherwise: for a table in memory the asking takes
// as long as the reading (docs/adr/011). What an administrator has set stays.
func readAtOnce(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('effective_io_concurrency', '0', false) WHERE current_setting('effective_io_concurrency') = '1'`)
	return err
}

func (db *DB) prepare(ctx context.Context, cfg *pgx.ConnConfig) error {
	var version int
	var encoding string
	err := db.pool.QueryRow(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").Scan(&version, &encoding)
	if err != nil {
		return fmt.Errorf("ask the database for its version: %w", err)
	}
	if version < 150000 {
		return fmt.Errorf("PostgreSQL %d is too old: 15 or later is needed", version/10000)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the database's encoding is %s: create it with UTF8", encoding)
	}
	return migratePlatform(ctx, cfg)
}

// Another opens a small pool of its own on the same database, for what must not
// take connections from requests. Its opener closes it.
func (db *DB) Another(ctx context.Context, maxConns int32) (*pgxpool.Pool, error) {
	cfg := db.pool.Config()
	cfg.MaxConns, cfg.MinIdleConns, cfg.MinConns = maxConns, 0, 0
	cfg.ConnConfig.StatementCacheCapacity = 64
	cfg.ConnConfig.BuildContextWatcherHandler = leaveAtOnce
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return pool, nil
}

// Close ends all connections.
func (db *DB) Close() { db.pool.Close() }

// Ping asks the server for a sign of life.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Pool gives the connections to packages that build statements of their own:
// builder/publish and the identity files of this package.
func (db *DB) Pool() *pgxpool.Pool { return db.pool.Pool }

// Querier runs statements in the transaction of their context, or each alone.
func (db *DB) Querier() Querier { return db.pool }
