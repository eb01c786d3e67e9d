package cluster

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// Options says where the cluster lives and who hears about it.
type Options struct {
	// DataDir is the engine's data folder; it is made when missing. The cluster
	// takes the subfolder "postgres".
	DataDir string
	// Log gets the messages that an operator should read; nil discards them.
	Log *slog.Logger
	// Throwaway gives up durability for speed and lets the role create
	// databases. Only for tests.
	Throwaway bool

	// moveTo replaces /var/lib/mortise in tests.
	moveTo string
}

// Cluster is a running private PostgreSQL. It is safe for concurrent use.
type Cluster struct {
	options  Options
	log      *slog.Logger
	lock     *os.File // flock on the data folder, held until the end
	folder   folder
	account  account
	binaries binaries
	socket   string
	dsn      string

	life    context.Context // ends when Stop is called
	end     context.CancelFunc
	watched chan struct{} // closed when PostgreSQL is gone for good
	release sync.Once
}

// guardVariable is set in supervisors, so that a main function that forgot
// Supervise fails instead of starting itself over and over.
const guardVariable = "MORTISE_SUPERVISOR"

// Start makes the cluster on first use, runs it and returns once it accepts
// connections. What an earlier engine left behind after a crash is cleaned up
// first. Cancelling ctx gives up waiting; it does not end a started cluster.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	if os.Getenv(guardVariable) != "" {
		return nil, fmt.Errorf("cluster.Supervise must run first in a process started as %q", Command)
	}
	c := &Cluster{options: options, log: options.Log, watched: make(chan struct{})}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.life, c.end = context.WithCancel(context.Background())
	first, err := c.start(ctx)
	if err != nil {
		c.end()
		c.unlock()
		return nil, fmt.Errorf("start the private PostgreSQL: %w", err)
	}
	go c.watch(first)
	return c, nil
}

// start reads as the order of things; each step explains its own failure.
func (c *Cluster) start(ctx context.Context) (*supervisor, error) {
	dir, err := makeDataDir(c.options.DataDir)
	if err != nil {
		return nil, err
	}
	if c.lock, err = lockDataDir(ctx, dir); err != nil {
		return nil, err
	}
	if c.account, err = chooseAccount(filepath.Join(dir, folderName)); err != nil {
		return nil, err
	}
	if c.folder, err = c.place(dir); err != nil {
		return nil, err
	}
	if c.binaries, err = findBinaries(ctx, c.folder); err != nil {
		return nil, err
	}
	guard, err := c.takeOver(ctx)
	if err != nil {
		return nil, err
	}
	defer closeQuietly(guard)
	password, err := c.prepare(ctx)
	if err != nil {
		return nil, err
	}
	if c.socket, err = chooseSocketDir(c.folder, c.account); err != nil {
		return nil, err
	}
	c.dsn = connectionString(c.socket, password)
	return c.launch(ctx, guard)
}

// takeOver waits for an earlier supervisor to finish and removes what a crash
// left. The returned lock goes to the next supervisor.
func (c *Cluster) takeOver(ctx context.Context) (*os.File, error) {
	guard, err := lockSupervisor(ctx, c.folder)
	if err != nil {
		return nil, err
	}
	if err := clearLeftovers(ctx, c.folder, c.log); err != nil {
		closeQuietly(guard)
		return nil, err
	}
	return guard, nil
}

// launch starts one supervisor with its PostgreSQL and waits until that serves.
func (c *Cluster) launch(ctx context.Context, guard *os.File) (*supervisor, error) {
	if _, err := chooseSocketDir(c.folder, c.account); err != nil { // it may have been cleaned away
		return nil, err
	}
	if err := cleanSocketDir(c.socket); err != nil {
		return nil, err
	}
	s, err := startSupervisor(c.job(), guard)
	if err != nil {
		return nil, err
	}
	if err := s.waitReady(ctx, c.dsn, c.log); err != nil {
		s.abandon()
		return nil, err
	}
	return s, nil
}

// DSN is the connection string of the database: a URL, as pgx reads it.
func (c *Cluster) DSN() string { return c.dsn }

// Stop shuts PostgreSQL down and waits until it is gone. When ctx ends first,
// the supervisor goes on by itself, and by force once the engine has left.
// Stop may be called more than once.
func (c *Cluster) Stop(ctx context.Context) error {
	c.end()
	select {
	case <-c.watched:
		c.unlock()
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for PostgreSQL to stop: %w", ctx.Err())
	}
}

// unlock gives up the data folder.
func (c *Cluster) unlock() {
	c.release.Do(func() {
		if c.lock != nil {
			closeQuietly(c.lock)
		}
	})
}

// closeQuietly closes a file that only carries a lock: nothing can be lost.
func closeQuietly(f *os.File) { _ = f.Close() }
