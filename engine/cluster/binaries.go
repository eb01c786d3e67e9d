package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// oldest is the oldest PostgreSQL that the engine works with.
const oldest = 15

// binaries is one installed PostgreSQL server.
type binaries struct {
	dir   string
	major int
}

func (b binaries) path(name string) string { return filepath.Join(b.dir, name) }

// places are the folders, as glob patterns, where packages put the server.
var places = []string{
	"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                   // PostgreSQL's own RPMs
	"/usr/libexec/postgresql*",                           // Alpine
	"/opt/homebrew/opt/postgresql*/bin",                  // Homebrew on Apple silicon
	"/usr/local/opt/postgresql*/bin",                     // Homebrew on Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",     // Homebrew on Linux
	"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
	"/usr/local/pgsql/bin",                               // built from source
}

// findBinaries picks the server for a cluster: the one that made it, or the
// newest for a new one.
func findBinaries(ctx context.Context, where folder) (binaries, error) {
	installed := installedBinaries(ctx)
	made, err := dataVersion(where)
	if err != nil {
		return binaries{}, err
	}
	return pick(installed, made, where.data)
}

// pick chooses among what is installed; made is 0 for a new cluster.
func pick(installed []binaries, made int, data string) (binaries, error) {
	var names []string
	var best binaries
	for _, b := range installed {
		names = append(names, strconv.Itoa(b.major))
		if b.major == made && made >= oldest {
			return b, nil
		}
		if b.major > best.major {
			best = b
		}
	}
	have := "installed here: " + strings.Join(slices.Compact(names), ", ")
	if len(names) == 0 {
		have = "none is installed here"
	}
	switch {
	case made > 0 && made < oldest:
		return binaries{}, fmt.Errorf("the database in %s was made by PostgreSQL %d, and the engine needs %d or newer (%s): upgrade it with pg_upgrade, or dump it with PostgreSQL %d and restore it into a new data folder", data, made, oldest, have, made)
	case made > 0:
		return binaries{}, fmt.Errorf("the database in %s was made by PostgreSQL %d (%s): install PostgreSQL %d with '%s', or upgrade the folder with pg_upgrade", data, made, have, made, installCommand(made))
	case best.major < oldest:
		return binaries{}, fmt.Errorf("no PostgreSQL server of version %d or newer was found (%s): install one with '%s', or point DATABASE_URL at a server", oldest, have, installCommand(0))
	}
	return best, nil
}

// installCommand is what an administrator of this system types.
func installCommand(major int) string {
	suffix := ""
	if runtime.GOOS == "darwin" {
		if major == 0 {
			major = oldest + 2
		}
		return fmt.Sprintf("brew install postgresql@%d", major)
	}
	if major > 0 {
		suffix = "-" + strconv.Itoa(major)
	}
	return "sudo apt install postgresql" + suffix
}

// installedBinaries lists every server on this machine once.
func installedBinaries(ctx context.Context) []binaries {
	var found []binaries
	seen := map[string]bool{}
	for _, dir := range candidateDirs(ctx) {
		dir, err := filepath.EvalSymlinks(dir)
		if err != nil || seen[dir] {
			continue
		}
		seen[dir] = true
		if major := serverVersion(ctx, dir); major > 0 {
			found = append(found, binaries{dir, major})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].major < found[j].major })
	return found
}

// candidateDirs are the folders that may hold a server.
func candidateDirs(ctx context.Context) []string {
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range places {
		matches, err := filepath.Glob(pattern)
		if err == nil {
			dirs = append(dirs, matches...)
		}
	}
	return dirs
}

var versionPattern = regexp.MustCompile(`\) (\d+)`)

// serverVersion asks the server for its major version; 0 means unusable.
func serverVersion(ctx context.Context, dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	match := versionPattern.FindSubmatch(out)
	if match == nil {
		return 0
	}
	major, err := strconv.Atoi(string(match[1]))
	if err != nil {
		return 0
	}
	return major
}

// dataVersion reads which PostgreSQL made the cluster; 0 when there is none.
func dataVersion(where folder) (int, error) {
	text, err := os.ReadFile(filepath.Join(where.data, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		if _, err := os.Lstat(where.data); err == nil {
			return 0, fmt.Errorf("%s is not a PostgreSQL data folder: PG_VERSION is missing; restore it, or remove the folder to begin anew", where.data)
		}
		return 0, nil
	}
	if err != nil {
		return 0, explain(err, "")
	}
	version, _, _ := strings.Cut(strings.TrimSpace(string(text)), ".")
	major, err := strconv.Atoi(version)
	if err != nil {
		return 0, fmt.Errorf("%s names no PostgreSQL version: %q", filepath.Join(where.data, "PG_VERSION"), version)
	}
	return major, nil
}
