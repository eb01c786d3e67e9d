package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations
var migrations embed.FS

// migrationLock is the advisory lock under which any migration runs, so that
// two engines that start together do not collide.
const migrationLock = 0x6d6f7274697365 // "mortise"

func migratePlatform(ctx context.Context, cfg *pgx.ConnConfig) error {
	return migrate(ctx, cfg, "mortise", "migrations/platform")
}

// migrate makes a database schema if it is not there and brings it to the newest migration of dir.
func migrate(ctx context.Context, cfg *pgx.ConnConfig, schema, dir string) error {
	c := cfg.Copy()
	c.RuntimeParams["search_path"] = schema
	c.RuntimeParams["statement_timeout"] = "0"
	db := stdlib.OpenDB(*c)
	defer db.Close()
	db.SetMaxOpenConns(2)
	files, err := fs.Sub(migrations, dir)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect for migrations: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("wait for other migrations: %w", err)
	}
	defer unlockMigrations(conn)
	if _, err := conn.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+Quote(schema)); err != nil {
		return fmt.Errorf("create the database schema %s: %w", schema, err)
	}
	versions, err := database.NewStore(database.DialectPostgres, "migration")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider("", db, files, goose.WithStore(versions), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", schema, err)
	}
	return nil
}

func unlockMigrations(conn *sql.Conn) {
	// The connection closes right after, which releases the lock anyway.
	_, _ = conn.ExecContext(context.Background(), "SELECT pg_advisory_unlock($1)", migrationLock)
}
