// Package workspacetest gives tests a workspace of their own with package core
// in it: tables, definitions and role records, without the builder.
//
// It lays tables out plainly (columns, uniqueness, no foreign keys); what the
// builder makes of definitions is the builder's to test.
package workspacetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/store"
)

// Workspace is one test's own workspace.
type Workspace struct {
	Name   string
	Schema string // its database schema
	DB     *store.DB
	Pool   *pgxpool.Pool
	// Registry is a process's view of it; another Registry is another process.
	Registry *catalog.Registry
	Set      *definition.Set
}

// openLock serialises test processes that prepare one server at once.
const openLock = 7364018

// database opens the engine's store on the test server, once per process.
var database = sync.OnceValues(func() (*store.DB, error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", openLock); err != nil {
		return nil, err
	}
	return store.Open(ctx, dsn, store.Options{})
})

var (
	dsn     string
	setDSN  sync.Once
	nothing = []definition.Document{}
)

// New makes a workspace without definitions and drops it when the test ends.
func New(t testing.TB) *Workspace { return With(t, nothing) }

// Core makes a workspace with the definitions of package core.
func Core(t testing.TB) *Workspace { return With(t, Documents(t, "core")) }

// With makes a workspace with the given definitions.
func With(t testing.TB, docs []definition.Document) *Workspace {
	t.Helper()
	setDSN.Do(func() { dsn = enginetest.DSN(t) })
	db, err := database()
	check(t, err)
	w := &Workspace{Name: "t" + random(), DB: db, Pool: db.Pool()}
	w.Schema = store.SchemaName(w.Name)
	check(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: w.Name, Title: w.Name, Host: w.Host()}))
	t.Cleanup(w.drop(t))
	w.Registry = w.NewRegistry()
	if len(docs) > 0 {
		w.install(t, docs)
	}
	return w
}

// Host is the HTTP host that leads to the workspace.
func (w *Workspace) Host() string { return w.Name + ".test" }

// NewRegistry is what another engine process would know of the workspace.
func (w *Workspace) NewRegistry() *catalog.Registry {
	return catalog.NewRegistry(func(context.Context) ([]catalog.Place, error) {
		return []catalog.Place{{Name: w.Name, Title: w.Name, Host: w.Host()}}, nil
	}, w.DB)
}

func (w *Workspace) drop(t testing.TB) func() {
	return func() {
		enginetest.Drop(t, w.Schema)
		if _, err := w.Pool.Exec(context.Background(), "DELETE FROM mortise.workspace WHERE name = $1", w.Name); err != nil {
			t.Errorf("forget workspace %s: %v", w.Name, err)
		}
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return hex.EncodeToString(b)
}
