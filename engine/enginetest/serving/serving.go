// Package serving runs a whole server for a test: a database of its own, the
// app, a listener on a free port, and users who are signed in.
//
// It is for tests that look from outside. Tests of one package have no need of
// it and should not import it.
package serving

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/secret"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The first administrator of every server, and everybody's password.
const (
	Administrator = "root@example.test"
	Password      = "serving-for-tests-1"
	// MasterKey is that of every server's secret fields.
	MasterKey     = "5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e"
	firstPassword = "given-and-to-be-changed-2"
)

// workspace is the one that a server answers for when no host name says
// another.
const workspace = "main"

// Server is a running server with package core in its one workspace.
type Server struct {
	URL   string
	App   *app.App        // nil when it runs elsewhere
	Admin *mortise.Client // signed in as the administrator
	dsn   string
	files string // folder of files
	with  []app.Option
}

// Start runs a server until the test ends, with extensions if any are given.
func Start(t testing.TB, with ...app.Option) *Server {
	t.Helper()
	s := &Server{files: t.TempDir(), with: with}
	if len(with) == 0 {
		s.dsn = prepared.Copy(t)
		s.wire(t)
	} else { // what extensions do while it is prepared belongs to the test
		s.dsn = enginetest.NewDatabase(t)
		s.wire(t)
		if err := prepare(context.Background(), s.App); err != nil {
			t.Fatal(err)
		}
	}
	s.listen(t)
	s.signIn(t, Administrator, Password)
	return s
}

// prepared is what the databases of servers begin as.
var prepared = enginetest.Template{Fill: func(ctx context.Context, dsn string) error {
	db, err := store.Open(ctx, dsn, store.Options{MaxConns: 4})
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer db.Close()
	a, err := app.New(ctx, db)
	if err != nil {
		return fmt.Errorf("wire the app: %w", err)
	}
	defer a.Close()
	a.Identity.HashCheaply()
	return prepare(ctx, a)
}}

// prepare makes the workspace and its first administrator.
func prepare(ctx context.Context, a *app.App) error {
	if err := a.Prepare(ctx, store.Workspace{Name: workspace, Title: "Test"}); err != nil {
		return fmt.Errorf("prepare workspace: %w", err)
	}
	if _, err := a.Identity.EnsureAdministrator(ctx, workspace, identity.Administrator{Email: Administrator, Password: Password}); err != nil {
		return fmt.Errorf("make the administrator: %w", err)
	}
	return nil
}

// Another runs a second server on the same database, as a second process
// would, and gives its address.
func (s *Server) Another(t testing.TB) string {
	t.Helper()
	other := &Server{dsn: s.dsn, files: s.files, with: s.with}
	other.wire(t)
	other.listen(t)
	return other.URL
}

// DSN is the address of the server's database, for tests that load more than
// requests could.
func (s *Server) DSN() string { return s.dsn }

// wire opens the database and makes the app.
func (s *Server) wire(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, s.dsn, store.Options{MaxConns: 4})
	if err != nil {
		t.Fatalf("open database: %v", err)
	}
	t.Cleanup(db.Close)
	if s.App, err = app.New(ctx, db, s.with...); err != nil {
		t.Fatalf("wire the app: %v", err)
	}
	t.Cleanup(s.App.Close)
	s.App.Identity.HashCheaply()
	master, err := secret.ParseMaster(MasterKey)
	if err != nil {
		t.Fatal(err)
	}
	s.App.Records.Secrets = secret.New(db, master)
	if s.App.Files.Bucket, err = file.Folder(s.files); err != nil {
		t.Fatalf("open the folder of files: %v", err)
	}
}

// At gives a server that runs elsewhere, by its address and administrator.
func At(t testing.TB, url, login, password string) *Server {
	t.Helper()
	s := &Server{URL: url}
	s.signIn(t, login, password)
	return s
}

func (s *Server) listen(t testing.TB) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.App.Listen(listener) }()
	t.Cleanup(func() {
		s.App.Live.Close()
		if err := s.App.HTTP.Shutdown(); err != nil {
			t.Errorf("shut down: %v", err)
		}
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	s.URL = "http://" + listener.Addr().String()
	s.compare(t)
}

func (s *Server) signIn(t testing.TB, login, password string) {
	t.Helper()
	c, err := mortise.New(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(context.Background(), login, password); err != nil {
		t.Fatalf("sign in as %s: %v", login, err)
	}
	s.Admin = c
}

// Work has the server do the jobs that users start, and the periodic ones, until
// the test ends.
func (s *Server) Work(t testing.TB) {
	t.Helper()
	if err := s.App.Jobs.Start(context.Background()); err != nil {
		t.Fatalf("start jobs: %v", err)
	}
	t.Cleanup(func() {
		if err := s.App.Jobs.Stop(context.Background()); err != nil {
			t.Errorf("stop jobs: %v", err)
		}
	})
}

// Install publishes app packages that ship with the product.
func (s *Server) Install(t testing.TB, names ...string) {
	t.Helper()
	if err := s.App.Install(context.Background(), workspace, names...); err != nil {
		t.Fatal(err)
	}
}

// NewUser makes a user with an account and these roles, and signs him in.
func (s *Server) NewUser(t testing.TB, name string, roles []string) (id string, client *mortise.Client) {
	t.Helper()
	ctx := context.Background()
	email := strings.ToLower(name) + "." + strings.ToLower(rand.Text()[:8]) + "@example.test"
	user, err := s.Admin.Records("user").Create(ctx, mortise.Record{"name": name, "email": email})
	if err != nil {
		t.Fatalf("make user %s: %v", name, err)
	}
	for _, role := range roles {
		if err := s.give(ctx, user.ID(), role); err != nil {
			t.Fatalf("give role %s to %s: %v", role, name, err)
		}
	}
	if err := post(ctx, s.Admin, "/api/v1/users/"+user.ID()+"/password", map[string]string{"password": firstPassword}); err != nil {
		t.Fatalf("make account of %s: %v", name, err)
	}
	c, err := mortise.New(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(ctx, email, firstPassword); err != nil {
		t.Fatalf("sign in as %s: %v", name, err)
	}
	if err := post(ctx, c, "/api/v1/me/password", map[string]string{"current": firstPassword, "new": Password}); err != nil {
		t.Fatalf("change the password of %s: %v", name, err)
	}
	return user.ID(), c
}

func post(ctx context.Context, c *mortise.Client, path string, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = c.Do(ctx, mortise.Request{Method: http.MethodPost, Path: path, Body: bytes.NewReader(b)})
	return err
}

// give assigns a role, through the fields of the assignment whatever their
// names.
func (s *Server) give(ctx context.Context, user, role string) error {
	page, err := s.Admin.Records("role").List(ctx, mortise.ListOptions{Filter: fmt.Sprintf("name == %q", role)})
	if err != nil {
		return err
	}
	if len(page.Data) != 1 {
		return fmt.Errorf("there are %d roles of this name", len(page.Data))
	}
	d, err := s.Admin.Describe(ctx, "user_role")
	if err != nil {
		return err
	}
	assignment, ok := d.Entity("user_role")
	if !ok {
		return fmt.Errorf("the administrator does not know of assignments")
	}
	values := mortise.Record{}
	for _, f := range assignment.Fields {
		switch {
		case f.System:
		case f.Type == "user":
			values[f.Name] = user
		case f.Entity == "role":
			values[f.Name] = page.Data[0].ID()
		}
	}
	_, err = s.Admin.Records("user_role").Create(ctx, values)
	return err
}

// Publish adds documents to what is published.
func (s *Server) Publish(t testing.TB, docs []mortise.Document) {
	t.Helper()
	ctx := context.Background()
	for _, doc := range docs {
		if err := s.Admin.Definitions().Put(ctx, doc); err != nil {
			t.Fatalf("put %s %s: %v", doc.Kind, doc.Name, err)
		}
	}
	if _, err := s.Admin.Definitions().Publish(ctx, "for a test"); err != nil {
		t.Fatalf("publish: %v", err)
	}
}
