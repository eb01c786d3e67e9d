package enginetest

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
)

// settings make the cluster fast and forgetful: it never outlives the process.
const settings = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off " +
	"-c max_connections=100 -c shared_buffers=64MB -c max_locks_per_transaction=256 -c autovacuum=off"

// guard waits until the test process is gone (its end of the pipe closes, even
// after kill -9), then stops PostgreSQL and removes the folder $0.
const guard = `cat >/dev/null
pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
n=0
while [ -e "$0/data/postmaster.pid" ] && [ $n -lt 100 ]; do n=$((n+1)); sleep 0.05; done
rm -rf "$0"`

// startCluster makes a private cluster in a temporary folder, runs it on a Unix
// socket and gives its connection string. It ends with this process.
func startCluster() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("/tmp", "mortise-test-") // short: a socket path has about 100 bytes
	if err != nil {
		return "", fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	as, err := unprivileged(dir)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	if err := watch(dir); err != nil {
		return "", errors.Join(fmt.Errorf("start the guard of PostgreSQL: %w", err), os.RemoveAll(dir))
	}
	data := filepath.Join(dir, "data")
	err = run(as, dir, filepath.Join(bin, "initdb"), "-D", data, "-U", "mortise", "-A", "trust",
		"-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	if err != nil {
		return "", err
	}
	err = run(as, dir, filepath.Join(bin, "pg_ctl"), "start", "-w", "-D", data,
		"-l", filepath.Join(dir, "log"), "-o", settings+" -c unix_socket_directories='"+dir+"'")
	if err != nil {
		return "", err
	}
	return "postgres://mortise@/postgres?host=" + url.QueryEscape(dir), nil
}

// binaries finds the folder of initdb and pg_ctl: that of pg_config when it has
// the server too, else the newest of Debian's.
func binaries() (string, error) {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	sort.Slice(found, func(i, j int) bool { return major(found[i]) > major(found[j]) })
	for _, dir := range append(dirs, found...) {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no PostgreSQL server found: install one, or set %s", URLVariable)
}

// major reads 15 from /usr/lib/postgresql/15/bin.
func major(dir string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	if err != nil {
		return 0
	}
	return n
}

// unprivileged gives dir to the user that runs PostgreSQL, which refuses to be
// started by root. For anybody else it is nil: the same user.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err := errors.Join(err1, err2, os.Chown(dir, uid, gid)); err != nil {
			return nil, fmt.Errorf("give %s to %s: %w", dir, name, err)
		}
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return nil, errors.New("started by root, and neither user postgres nor nobody exists")
}

// watch starts the guard in a process group of its own, so that Ctrl-C in a
// terminal does not end it before its work is done.
func watch(dir string) error {
	cmd := exec.Command("sh", "-c", guard, dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Dir = "/"
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	guarded = stdin
	return cmd.Start()
}

// guarded keeps this end of the guard's pipe from being collected, and so
// closed, before the process ends.
var guarded io.WriteCloser

// run executes one command of PostgreSQL as the unprivileged user. Its output
// goes to a file: a pipe would stay open in the server that pg_ctl leaves.
func run(as *syscall.SysProcAttr, dir, name string, args ...string) error {
	path := filepath.Join(dir, filepath.Base(name)+".out")
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = as, dir, out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(path) // the error is reported without it if unreadable
		return fmt.Errorf("run %s: %w\n%s", filepath.Base(name), err, said)
	}
	return nil
}
