package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Workspace is one organisation's records and definitions: a database schema.
type Workspace struct {
	Name  string // [a-z][a-z0-9_]{0,39}
	Title string
	Host  string // HTTP host name that leads here; "" for none
}

var workspaceName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// SchemaName is the database schema of a workspace.
func SchemaName(workspace string) string { return "ws_" + workspace }

// CreateWorkspace makes a workspace, or brings an existing one's tables up to
// date. It is safe to repeat and to run in two processes at once.
func (db *DB) CreateWorkspace(ctx context.Context, w Workspace) error {
	if !workspaceName.MatchString(w.Name) {
		return fmt.Errorf("workspace name %q: want a lower-case letter, then up to 39 letters, digits or _", w.Name)
	}
	if err := migrate(ctx, db.pool.Config().ConnConfig, SchemaName(w.Name), "migrations/workspace"); err != nil {
		return err
	}
	if err := db.EnsurePartitions(ctx, w.Name, time.Now()); err != nil {
		return err
	}
	_, err := db.pool.Exec(ctx, `INSERT INTO mortise.workspace (name, title, host) VALUES ($1, $2, NULLIF($3, '')) ON CONFLICT (name) DO NOTHING`, w.Name, w.Title, w.Host)
	if err != nil {
		return fmt.Errorf("enter workspace %s: %w", w.Name, err)
	}
	return nil
}

// Exclusive runs work in one process at a time for the same name; others wait.
func (db *DB) Exclusive(ctx context.Context, name string, work func() error) error {
	conn, err := pgx.ConnectConfig(ctx, db.pool.Config().ConnConfig) // the pool's stay free for the work
	if err != nil {
		return fmt.Errorf("connect to wait for %s: %w", name, err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) // which gives the lock back
	if _, err := conn.Exec(ctx, "SET statement_timeout = 0"); err != nil {
		return fmt.Errorf("wait for %s: %w", name, err)
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", "mortise "+name); err != nil {
		return fmt.Errorf("wait for %s: %w", name, err)
	}
	return work()
}

// Workspaces lists all workspaces, by name.
func (db *DB) Workspaces(ctx context.Context) ([]Workspace, error) {
	rows, err := db.pool.Query(ctx, "SELECT name, title, coalesce(host, '') FROM mortise.workspace ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("list workspaces: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Workspace])
}

// Secret gives one of the database's random keys.
func (db *DB) Secret(ctx context.Context, name string) ([]byte, error) {
	return Secret(ctx, db.pool, name)
}

// A rehearsal is a workspace that nobody uses: its name and its host both say so.
const (
	rehearsalPrefix = "rehearsal_"
	rehearsalHost   = ".rehearsal.invalid"
)

// Rehearsal names a workspace to try things in. DropRehearsals drops it.
func Rehearsal(random string) Workspace {
	return Workspace{Name: rehearsalPrefix + random, Title: "Rehearsal", Host: random + rehearsalHost}
}

// DropRehearsals drops all workspaces for trying things, those too that a
// process left behind when it was killed.
func (db *DB) DropRehearsals(ctx context.Context) error {
	list, err := db.Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, w := range list {
		if !strings.HasPrefix(w.Name, rehearsalPrefix) || !strings.HasSuffix(w.Host, rehearsalHost) {
			continue
		}
		if _, err := db.pool.Exec(ctx, "DELETE FROM mortise.workspace WHERE name = $1", w.Name); err != nil {
			return fmt.Errorf("forget workspace %s: %w", w.Name, err)
		}
		if _, err := db.pool.Exec(ctx, "DROP SCHEMA IF EXISTS "+Quote(SchemaName(w.Name))+" CASCADE"); err != nil {
			return fmt.Errorf("drop workspace %s: %w", w.Name, err)
		}
	}
	return nil
}
