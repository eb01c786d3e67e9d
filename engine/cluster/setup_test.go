package cluster

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// bundle is what every test here needs: a folder that any user can reach, and
// what the operator would have read.
type bundle struct {
	home    string
	options Options
	log     *safeBuffer
}

func setup(t *testing.T) *bundle {
	t.Helper()
	home, err := os.MkdirTemp("/tmp", "mortise-cluster-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(home)) })
	require.NoError(t, os.Chmod(home, 0o755))
	log := &safeBuffer{}
	return &bundle{home: home, log: log, options: Options{
		DataDir:   filepath.Join(home, "data"),
		Log:       slog.New(slog.NewTextHandler(log, nil)),
		Throwaway: true,
		moveTo:    filepath.Join(home, "moved"),
	}}
}

// start runs a cluster until the test ends.
func (b *bundle) start(t *testing.T) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), b.options)
	require.NoError(t, err)
	t.Cleanup(func() { stop(t, c) })
	return c
}

func stop(t *testing.T, c *Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	require.NoError(t, c.Stop(ctx))
	require.Empty(t, serverProcesses(c.folder.data, 0))
}

// connect opens one connection, retrying while PostgreSQL is away.
func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	var conn *pgx.Conn
	eventually(t, 20*time.Second, "connect", func() bool {
		var err error
		conn, err = pgx.Connect(t.Context(), dsn)
		return err == nil
	})
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// query reads one value as text.
func query(t *testing.T, dsn, sql string) string {
	t.Helper()
	var value string
	require.NoError(t, connect(t, dsn).QueryRow(t.Context(), sql).Scan(&value))
	return value
}

// eventually asks again until the condition holds, or fails the test.
func eventually(t *testing.T, limit time.Duration, what string, holds func() bool) time.Duration {
	t.Helper()
	begun := time.Now()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for !holds() {
		if time.Since(begun) > limit {
			t.Fatalf("not within %v: %s", limit, what)
		}
		<-ticker.C
	}
	return time.Since(begun)
}

// engine is another process that runs a cluster.
type engine struct {
	process *os.Process
	dsn     string
	log     *safeBuffer
}

// startEngine starts the test binary as an engine on the bundle's folder; as
// is nil for the same user.
func (b *bundle) startEngine(t *testing.T, as *syscall.Credential) *engine {
	t.Helper()
	e, err := b.tryEngine(t, as)
	require.NoError(t, err)
	return e
}

// tryEngine is startEngine for engines that may refuse to start.
func (b *bundle) tryEngine(t *testing.T, as *syscall.Credential) (*engine, error) {
	t.Helper()
	cmd := exec.Command(b.ownBinary(t), engineCommand, b.options.DataDir, b.options.moveTo)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	cmd.Dir = "/"
	e := &engine{log: &safeBuffer{}}
	cmd.Stderr = e.log
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	e.process = cmd.Process
	line, readErr := bufio.NewReader(stdout).ReadString('\n')
	e.dsn = strings.TrimSpace(line)
	exited := make(chan struct{})
	go func() { _ = cmd.Wait(); close(exited) }()
	if readErr != nil {
		<-exited
		return nil, errors.New(e.log.String())
	}
	t.Cleanup(func() { _ = stdin.Close(); <-exited })
	return e, nil
}

// owner is the user that the bundle's cluster belongs to.
func (b *bundle) owner(t *testing.T) string {
	t.Helper()
	owner, exists, err := ownerOf(filepath.Join(b.options.DataDir, folderName))
	require.NoError(t, err)
	require.True(t, exists)
	return owner.name
}

// ownBinary copies the test binary to where any user can run it.
func (b *bundle) ownBinary(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	binary, err := os.ReadFile(self)
	require.NoError(t, err)
	path := filepath.Join(b.home, "engine.test")
	require.NoError(t, os.WriteFile(path, binary, 0o755))
	return path
}

// supervisors lists the supervisor processes of a folder.
func supervisors(t *testing.T, root string) []int {
	t.Helper()
	out, err := exec.Command("ps", "-axo", "pid=,command=").Output()
	if err != nil {
		out = commandLines(t) // a small system has no ps
	}
	var pids []int
	for line := range strings.Lines(string(out)) {
		if !strings.Contains(line, Command+" "+root) {
			continue
		}
		pid, err := parseID(strings.Fields(line)[0])
		require.NoError(t, err)
		pids = append(pids, int(pid))
	}
	return pids
}

// commandLines is the output of ps, read from /proc.
func commandLines(t *testing.T) []byte {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	var lines []byte
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			text = bytes.ReplaceAll(text, []byte{0}, []byte{' '})
			lines = fmt.Appendf(lines, "%s %s\n", filepath.Base(filepath.Dir(file)), text)
		}
	}
	return lines
}

// safeBuffer may be written and read at the same time.
type safeBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
