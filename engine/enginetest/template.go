package enginetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// templates are databases that others are copied from. Those of processes that
// are gone are dropped by the next process that makes one.
const templates = "mortise_template_"

// Template is a database that is filled once per process, at first use, for
// tests that all begin with the same.
type Template struct {
	// Fill fills the empty database at dsn, and leaves no connection open.
	Fill func(ctx context.Context, dsn string) error

	once sync.Once
	name string
	err  error
	held *pgx.Conn // has the name's lock as long as the process lives
}

// Copy makes a database that has what the template has, gives its connection
// string, and drops it when the test ends.
func (m *Template) Copy(t testing.TB) string {
	t.Helper()
	m.once.Do(func() {
		m.name = templates + random()
		m.err = m.make(context.WithoutCancel(t.Context()), DSN(t), named(t, m.name))
	})
	if m.err != nil {
		t.Fatalf("make the template of databases: %v", m.err)
	}
	return CopyOf(t, m.name)
}

func (m *Template) make(ctx context.Context, server, dsn string) (err error) {
	if m.held, err = pgx.Connect(ctx, server); err != nil {
		return err
	}
	if err := m.dropLeft(ctx); err != nil {
		return err
	}
	if _, err := m.held.Exec(ctx, "select pg_advisory_lock(hashtextextended($1, 0))", m.name); err != nil {
		return err
	}
	if _, err := m.held.Exec(ctx, "create database "+quote(m.name)+" template template0"); err != nil {
		return err
	}
	return m.Fill(ctx, dsn)
}

// dropLeft drops the templates whose processes are gone: nobody has their lock.
func (m *Template) dropLeft(ctx context.Context) error {
	rows, err := m.held.Query(ctx, "select datname from pg_catalog.pg_database where starts_with(datname, $1)", templates)
	if err != nil {
		return err
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range left {
		var free bool
		if err := m.held.QueryRow(ctx, "select pg_try_advisory_lock(hashtextextended($1, 0))", name).Scan(&free); err != nil {
			return err
		}
		if !free {
			continue
		}
		_, err := m.held.Exec(ctx, "drop database if exists "+quote(name)+" with (force)")
		if err == nil {
			_, err = m.held.Exec(ctx, "select pg_advisory_unlock(hashtextextended($1, 0))", name)
		}
		if err != nil {
			return fmt.Errorf("drop the template %s: %w", name, err)
		}
	}
	return nil
}
