package enginetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// URLVariable names the environment variable that points tests at a server
// which runs already. Its user must be allowed to create databases.
const URLVariable = "MORTISE_TEST_DATABASE_URL"

// poolSize keeps several test processes at once below the server's
// max_connections.
const poolSize = 8

// server finds or starts the server, once per process.
var server = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv(URLVariable); dsn != "" {
		return dsn, nil
	}
	return startCluster()
})

// shared is the pool that all tests of the process use.
var shared = sync.OnceValues(func() (*pgxpool.Pool, error) {
	dsn, err := server()
	if err != nil {
		return nil, err
	}
	return connect(context.Background(), dsn)
})

// DSN gives the connection string of the test server.
func DSN(t testing.TB) string {
	t.Helper()
	dsn, err := server()
	if err != nil {
		t.Fatalf("find or start PostgreSQL for tests: %v", err)
	}
	return dsn
}

// Database gives the pool that all tests of the process share. Its search_path
// is empty: statements must name the database schema, as the product's do.
func Database(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := shared()
	if err != nil {
		t.Fatalf("connect to PostgreSQL for tests: %v", err)
	}
	return pool
}

// Schema makes an empty database schema ws_<random> and drops it, with all
// that is in it, when the test ends.
func Schema(t testing.TB) string {
	t.Helper()
	pool, name := Database(t), "ws_"+random()
	if _, err := pool.Exec(t.Context(), "create schema "+quote(name)); err != nil {
		t.Fatalf("create database schema %s: %v", name, err)
	}
	t.Cleanup(func() { Drop(t, name) })
	return name
}

// Drop removes a database schema with all that is in it, for tests that had
// the engine create one.
func Drop(t testing.TB, schema string) {
	t.Helper()
	if _, err := Database(t).Exec(context.Background(), "drop schema if exists "+quote(schema)+" cascade"); err != nil {
		t.Errorf("drop database schema %s: %v", schema, err)
	}
}

// NewDatabase makes an empty database of its own on the test server, gives its
// connection string, and drops it when the test ends. Use it for what Schema
// cannot isolate: migrations of shared tables, and several processes.
func NewDatabase(t testing.TB) string { return CopyOf(t, "template0") }

// CopyOf makes a database as NewDatabase does, with all that is in another one,
// to which nobody may be connected.
func CopyOf(t testing.TB, template string) string {
	t.Helper()
	pool, name := Database(t), "mortise_"+random()
	if _, err := pool.Exec(t.Context(), "create database "+quote(name)+" template "+quote(template)); err != nil {
		t.Fatalf("create database %s: %v", name, err)
	}
	t.Cleanup(func() {
		if _, err := pool.Exec(context.Background(), "drop database "+quote(name)+" with (force)"); err != nil {
			t.Errorf("drop database %s: %v", name, err)
		}
	})
	return named(t, name)
}

// named is the connection string of a database of the test server.
func named(t testing.TB, name string) string {
	t.Helper()
	dsn, err := withDatabase(DSN(t), name)
	if err != nil {
		t.Fatalf("name database %s: %v", name, err)
	}
	return dsn
}

// connect opens a pool as the engine does: no implicit database schema.
func connect(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.MaxConns = poolSize
	config.ConnConfig.RuntimeParams["search_path"] = ""
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	return pgxpool.NewWithConfig(ctx, config)
}

// withDatabase replaces the database of a URL or keyword connection string.
func withDatabase(dsn, name string) (string, error) {
	u, err := url.Parse(dsn)
	if err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		u.Path = "/" + name
		return u.String(), nil
	}
	if _, err := pgx.ParseConfig(dsn); err != nil {
		return "", err
	}
	return dsn + " dbname=" + name, nil
}

// quote makes a safe SQL identifier.
func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// random gives a short name that no other test has.
func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return hex.EncodeToString(b)
}
