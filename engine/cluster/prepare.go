package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// The role and the database that the engine uses.
const (
	role     = "mortise"
	database = "mortise"
)

// prepare makes the cluster when there is none, brings its settings up to date
// and gives the password.
func (c *Cluster) prepare(ctx context.Context) (string, error) {
	made, err := dataVersion(c.folder)
	if err != nil {
		return "", err
	}
	password, known, err := readPassword(c.folder.password)
	if err != nil {
		return "", err
	}
	switch {
	case made == 0:
		err = c.create(ctx, password)
	case !known:
		c.log.Warn("the database password was lost and is set anew", "file", c.folder.password)
		err = c.single(ctx, c.folder.data, "ALTER ROLE "+role+" PASSWORD '"+password+"'")
	}
	if err != nil {
		return "", err
	}
	if !known {
		if err := os.WriteFile(c.folder.password, []byte(password+"\n"), 0o600); err != nil {
			return "", explain(err, "")
		}
	}
	return password, c.writeFile(filepath.Join(c.folder.data, settingsFile), settings(c.options.Throwaway))
}

// readPassword reads the stored password, or makes one; known tells which.
func readPassword(path string) (password string, known bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return rand.Text(), false, nil
	}
	if err != nil {
		return "", false, explain(err, "")
	}
	password = strings.TrimSpace(string(text))
	if password == "" || strings.ContainsAny(password, "'\\\n") {
		return rand.Text(), false, nil
	}
	return password, true, nil
}

// create makes the cluster beside its final place and renames it when it is
// complete, so that an interrupted first start leaves nothing half-made.
func (c *Cluster) create(ctx context.Context, password string) error {
	c.log.Info("making the database; this happens once", "folder", c.folder.data,
		"postgresql", c.binaries.major, "user", c.account.name)
	c.removeDrafts()
	draft := filepath.Join(c.folder.root, draftPrefix+rand.Text())
	if err := c.build(ctx, draft, password); err != nil {
		return errors.Join(err, os.RemoveAll(draft)) // it may be what fills the disk
	}
	if err := os.Rename(draft, c.folder.data); err != nil {
		return fmt.Errorf("put the new database in its place: %w", err)
	}
	return nil
}

// draftPrefix names clusters that are not complete yet.
const draftPrefix = "new-"

// removeDrafts removes interrupted attempts. A program of one may be ending
// still and write to it; what remains then is removed by a later start.
func (c *Cluster) removeDrafts() {
	drafts, err := filepath.Glob(filepath.Join(escapeGlob(c.folder.root), draftPrefix+"*"))
	if err != nil {
		return
	}
	for _, draft := range drafts {
		_ = os.RemoveAll(draft)
	}
}

// escapeGlob makes a path a pattern that matches only itself.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// build makes a complete cluster in dir.
func (c *Cluster) build(ctx context.Context, dir, password string) error {
	if err := c.initdb(ctx, dir); err != nil {
		return err
	}
	if err := c.configure(dir); err != nil {
		return err
	}
	rights := ""
	if c.options.Throwaway {
		rights = "CREATEDB "
	}
	return c.single(ctx, dir,
		"CREATE ROLE "+role+" LOGIN "+rights+"PASSWORD '"+password+"'",
		"CREATE DATABASE "+database+" OWNER "+role)
}

// initdb makes the files. The superuser's password is random and kept nowhere:
// nobody signs in as superuser.
func (c *Cluster) initdb(ctx context.Context, dir string) error {
	secret := filepath.Join(c.folder.root, "initdb.password")
	if err := c.writeFile(secret, rand.Text()+"\n"); err != nil {
		return err
	}
	defer func() { _ = os.Remove(secret) }() // useless once initdb has read it
	args := []string{"-D", dir, "-U", "postgres", "--pwfile=" + secret, "--auth=scram-sha-256",
		"-E", "UTF8", "--data-checksums", "--no-instructions"}
	if c.options.Throwaway {
		args = append(args, "--no-sync")
	}
	var err error
	for _, locale := range locales(c.binaries.major) {
		var out string
		out, err = c.run(ctx, "", "initdb", append(args, locale...)...)
		if err == nil {
			return nil
		}
		err = explain(fmt.Errorf("run initdb: %w", err), out)
		if !strings.Contains(out, "invalid locale") {
			return err
		}
	}
	return err
}

// locales are the choices of a locale with UTF-8 character classes and byte
// order, best first: not every system knows C.UTF-8.
func locales(major int) [][]string {
	choices := [][]string{{"--locale=C.UTF-8"}}
	if major >= 17 {
		choices = append(choices, []string{"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"})
	}
	return append(choices, []string{"--locale=C"})
}

// single runs statements in PostgreSQL's single-user mode, which asks for no
// password. The first error ends it.
func (c *Cluster) single(ctx context.Context, dir string, statements ...string) error {
	input := strings.Join(statements, "\n") + "\n"
	out, err := c.run(ctx, input, "postgres", "--single", "-D", dir, "-c", "exit_on_error=on", "postgres")
	if err != nil {
		return explain(fmt.Errorf("set up the role and the database: %w", err), out)
	}
	return nil
}

// run runs one of PostgreSQL's programs as the account and gives what it said.
// The program does not outlive the engine.
func (c *Cluster) run(ctx context.Context, input, name string, args ...string) (string, error) {
	runtime.LockOSThread() // Linux ties the child's death signal to this thread
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, c.binaries.path(name), args...)
	cmd.Dir, cmd.Env = c.folder.root, environment()
	cmd.SysProcAttr = c.account.attributes()
	dieWithParent(cmd.SysProcAttr)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// environment keeps the engine's own settings (PGDATA, LC_ALL …) away.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
}

// writeFile replaces a file of the account with mode 0600. The folder belongs
// to another user than the engine's perhaps, so no link in it is followed.
func (c *Cluster) writeFile(path, text string) (err error) {
	draft := path + ".new"
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain(err, "")
	}
	f, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return explain(err, "")
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteString(text); err != nil {
		return explain(err, "")
	}
	if err := c.account.give(f); err != nil {
		return err
	}
	return os.Rename(draft, path)
}
