package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/cluster"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/httpapi"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Config is what `mortise serve` needs to know.
type Config struct {
	Listen        string // address and port
	Data          string // folder of the private PostgreSQL and files
	DatabaseURL   string // "" for a private PostgreSQL
	Files         string // address of the bucket of files, s3://…; "" for a folder of Data
	Pool          int    // connections to PostgreSQL; 0 for the default
	AdminEmail    string // first administrator; "" for a one-time link
	AdminPassword string
	PackageKeys   []string // whose app packages may be installed: "NAME=KEY"
	// SecretKey is the master key of secret fields, and PreviousKey the one before
	// it. Without, a private PostgreSQL has one in the folder Data; with another
	// PostgreSQL no secret can be kept.
	SecretKey, PreviousKey string
	Demo                   bool           // install the package that shows what can be built, with its demo data
	With                   []Option       // extensions
	PrivateWebhooks        bool           // webhooks may send to addresses of the own network
	Zone                   *time.Location // in which days begin; nil for the machine's
	Out                    io.Writer
}

// mainWorkspace is the workspace of a new installation.
const mainWorkspace = "main"

func errNoWorkspace() error { return problem.New(problem.NotFound, "not_found") }

// Serve runs the server until ctx ends; then requests under way are finished.
func Serve(ctx context.Context, cfg Config) error {
	private := cfg.DatabaseURL == ""
	if private {
		pg, err := cluster.Start(ctx, cluster.Options{DataDir: cfg.Data, Log: slog.Default()})
		if err != nil {
			return err
		}
		defer func() {
			if err := pg.Stop(context.WithoutCancel(ctx)); err != nil {
				slog.Error("stop PostgreSQL", "cause", err)
			}
		}()
		cfg.DatabaseURL = pg.DSN()
	}
	db, err := store.Open(ctx, cfg.DatabaseURL, store.Options{MaxConns: int32(cfg.Pool)})
	if err != nil {
		return err
	}
	defer db.Close()
	a, err := New(ctx, db, cfg.With...)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.trustKeys(cfg.PackageKeys); err != nil {
		return err
	}
	if a.Records.Secrets, err = keyring(db, cfg.SecretKey, cfg.PreviousKey, folderOf(cfg, private)); err != nil {
		return err
	}
	if a.SetZone(localZone()); cfg.Zone != nil {
		a.SetZone(cfg.Zone)
	}
	if a.Files.Bucket, err = bucket(ctx, cfg); err != nil {
		return err
	}
	defer a.Files.Bucket.Close()
	a.Webhooks.Private = cfg.PrivateWebhooks
	if err := a.prepareAll(ctx); err != nil {
		return err
	}
	a.warm(ctx)
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	if err := a.firstStart(ctx, cfg, listener.Addr()); err != nil {
		return errors.Join(err, listener.Close())
	}
	return a.run(ctx, listener)
}

// bucket opens what holds the contents of files.
func bucket(ctx context.Context, cfg Config) (*file.Bucket, error) {
	if cfg.Files != "" {
		return file.Open(ctx, cfg.Files)
	}
	return file.Folder(filepath.Join(cfg.Data, "files"))
}

// run answers requests until ctx ends; then those under way are finished.
func (a *App) run(ctx context.Context, listener net.Listener) error {
	go a.listen(ctx)
	if err := a.Jobs.Start(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	go a.Webhooks.Run(ctx)
	defer func() {
		if err := a.Jobs.Stop(context.WithoutCancel(ctx)); err != nil {
			slog.Error("stop jobs", "cause", err)
		}
	}()
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		a.Live.Close() // streams would keep the server from stopping
		done <- a.HTTP.ShutdownWithTimeout(15 * time.Second)
	}()
	collect()
	if err := a.Listen(listener); err != nil {
		return err
	}
	return <-done
}

// Listen answers requests until the server is shut down.
func (a *App) Listen(l net.Listener) error { return a.HTTP.Listener(httpapi.Lingering(l)) }

// firstStart makes the first administrator and demo data, and says where the
// server is and who can sign in.
func (a *App) firstStart(ctx context.Context, cfg Config, addr net.Addr) error {
	base := baseURL(addr)
	who := identity.Administrator{Email: cfg.AdminEmail, Password: cfg.AdminPassword}
	if cfg.Demo && who.Email == "" {
		who = demoAdministrator()
	}
	first, err := a.firstAdministrator(ctx, mainWorkspace, who)
	if err != nil {
		return fmt.Errorf("make the first administrator: %w", err)
	}
	if cfg.Demo && first.userID != "" {
		if err := a.demo(ctx, cfg, first.userID); err != nil {
			return err
		}
	}
	fmt.Fprintf(cfg.Out, "\nMortise is running at %s\n", base)
	if first.setupToken != "" {
		fmt.Fprintf(cfg.Out, "  Make the first administrator here (once, within 24 hours):\n  %s/setup?token=%s\n", base, url.QueryEscape(first.setupToken))
	}
	if cfg.Demo {
		return printAccounts(cfg.Out, demoPackage)
	}
	return nil
}

func (a *App) demo(ctx context.Context, cfg Config, administrator string) error {
	fmt.Fprintln(cfg.Out, "Installing the demo package and its data …")
	if err := a.Install(ctx, mainWorkspace, demoPackage); err != nil {
		return err
	}
	return a.Seed(ctx, mainWorkspace, demoPackage, administrator, loading(cfg.Out))
}

func baseURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "http://" + addr.String()
	}
	if ip := net.ParseIP(strings.Trim(host, "[]")); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
