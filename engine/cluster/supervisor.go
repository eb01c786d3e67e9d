package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// job is what a supervisor is told on the first line of its pipe.
type job struct {
	Command []string `json:"command"`
	Dir     string   `json:"dir"`
	Env     []string `json:"env"`
	Log     string   `json:"log"`
	Other   bool     `json:"other"` // run as UID and GID instead of the supervisor's own user
	UID     uint32   `json:"uid"`
	GID     uint32   `json:"gid"`
}

// stopOrder, sent over the pipe, asks for an orderly end. The end of the pipe
// itself asks for a quick one.
const stopOrder = 's'

// job describes how PostgreSQL is run. Where it listens is not left to the
// configuration file.
func (c *Cluster) job() job {
	return job{
		Command: []string{c.binaries.path("postgres"), "-D", c.folder.data, "-k", c.socket, "-c", "listen_addresses=", "-p", "5432"},
		Dir:     c.folder.root,
		Env:     environment(),
		Log:     c.folder.log,
		Other:   c.account.other,
		UID:     c.account.uid,
		GID:     c.account.gid,
	}
}

// supervisor is the engine's side of one supervisor process.
type supervisor struct {
	pipe    *os.File      // our end; closing it ends PostgreSQL
	exited  chan struct{} // closed when the process is gone
	started time.Time
	log     string
	logFrom int64 // what PostgreSQL writes starts here

	errors bytes.Buffer // what the supervisor itself said; read after exited
}

// startSupervisor starts the engine's own binary as a supervisor. It gets the
// lock as its fourth file and a session of its own, so that Ctrl-C in a
// terminal reaches only the engine.
func startSupervisor(j job, guard *os.File) (*supervisor, error) {
	executable, err := ownExecutable()
	if err != nil {
		return nil, fmt.Errorf("find the engine's own binary: %w", err)
	}
	in, out, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("open a pipe to the supervisor: %w", err)
	}
	defer closeQuietly(in)
	s := &supervisor{pipe: out, exited: make(chan struct{}), started: time.Now(), log: j.Log, logFrom: size(j.Log)}
	cmd := exec.Command(executable, Command, j.Dir)
	cmd.Args[0] = "mortise"
	cmd.Dir = "/"
	cmd.Env = []string{guardVariable + "=1", "GOMAXPROCS=1"}
	cmd.Stdin, cmd.Stderr = in, &s.errors
	cmd.ExtraFiles = []*os.File{guard}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		closeQuietly(out)
		return nil, fmt.Errorf("start the supervisor: %w", err)
	}
	go func() {
		_ = cmd.Wait() // how it ended is in its messages and in the log
		close(s.exited)
	}()
	if err := json.NewEncoder(out).Encode(j); err != nil {
		s.abandon()
		return nil, fmt.Errorf("tell the supervisor its job: %w", err)
	}
	return s, nil
}

// ownExecutable is the running binary, even if its file has been replaced.
func ownExecutable() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// stop asks for an orderly shutdown and waits for it.
func (s *supervisor) stop() {
	if _, err := s.pipe.Write([]byte{stopOrder}); err != nil {
		closeQuietly(s.pipe)
	}
	<-s.exited
	closeQuietly(s.pipe)
}

// abandon makes the supervisor end PostgreSQL quickly, and waits for it.
func (s *supervisor) abandon() {
	closeQuietly(s.pipe)
	<-s.exited
}

// waitReady returns once the database accepts a connection.
func (s *supervisor) waitReady(ctx context.Context, dsn string, log *slog.Logger) error {
	config, err := pgconn.ParseConfig(dsn)
	if err != nil {
		return fmt.Errorf("read the connection string: %w", err)
	}
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	patience := time.After(2 * time.Second)
	for {
		wait, err := knock(ctx, config)
		if err == nil {
			return nil
		}
		if !wait {
			return fmt.Errorf("connect to the new server: %w", err)
		}
		select {
		case <-s.exited:
			return s.failure()
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w", ctx.Err())
		case <-patience:
			log.Info("PostgreSQL is recovering what a crash left; this can take a while", "log", s.log)
		case <-ticker.C:
		}
	}
}

// knock tries to connect; wait tells whether it is worth trying again.
func knock(ctx context.Context, config *pgconn.Config) (wait bool, err error) {
	const startingUp = "57P03" // cannot_connect_now
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err == nil {
		_ = conn.Close(ctx) // it has served its purpose
		return false, nil
	}
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return answer.Code == startingUp, err
	}
	return true, err
}

// failure explains why PostgreSQL ended instead of serving.
func (s *supervisor) failure() error {
	said := s.errors.String() + readFrom(s.log, s.logFrom)
	return explain(fmt.Errorf("PostgreSQL ended at once (see %s)", s.log), said)
}

// size is the length of a file, 0 if there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// readFrom gives what was written to a log since, as far as it can be read.
func readFrom(path string, from int64) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer closeQuietly(f)
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil {
		return ""
	}
	return string(text)
}
