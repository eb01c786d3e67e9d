// Command withpostgres runs another command with a throwaway PostgreSQL, whose
// connection string it finds in MORTISE_TEST_DATABASE_URL. The server and its
// files are gone when the command has ended, whichever way it ended.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/mortise-crm/mortise/engine/cluster"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == cluster.Command {
		report(cluster.Supervise(os.Args[2:]))
		return
	}
	if len(os.Args) < 2 {
		report(errors.New("usage: withpostgres COMMAND [ARGUMENT…]"))
	}
	report(run(os.Args[1:]))
}

// report ends the process with the status of the command.
func report(err error) {
	var failed *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &failed):
		os.Exit(max(failed.ExitCode(), 1))
	default:
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		os.Exit(1)
	}
}

// run starts the server, then the command, and takes both away.
func run(command []string) (err error) {
	dir, err := os.MkdirTemp(place(), "mortise-test-") // short: a socket's path has about 100 bytes
	if err != nil {
		return fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o711); err != nil {
		return fmt.Errorf("open the folder to PostgreSQL's user: %w", err)
	}
	stopped, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server, err := cluster.Start(stopped, cluster.Options{DataDir: filepath.Join(dir, "data"), Log: log, Throwaway: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end(server)) }()
	cmd := exec.CommandContext(stopped, command[0], command[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "MORTISE_TEST_DATABASE_URL="+server.DSN())
	return cmd.Run()
}

// end stops the server within a few seconds; what is in it is not needed.
func end(server *cluster.Cluster) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return server.Stop(ctx)
}
