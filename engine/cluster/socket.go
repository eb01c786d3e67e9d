package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	socketName    = ".s.PGSQL.5432"
	longestSocket = 100 // macOS allows 103 bytes, Linux 107
)

// chooseSocketDir makes the folder of the Unix socket: inside the cluster's
// folder when the path is short and plain, else a private one below /tmp.
func chooseSocketDir(where folder, a account) (string, error) {
	dir := filepath.Join(where.root, "run")
	if len(dir)+1+len(socketName) > longestSocket || !plain(dir) {
		sum := sha256.Sum256([]byte(where.root))
		dir = filepath.Join("/tmp", fmt.Sprintf("mortise-%d-%s", a.uid, hex.EncodeToString(sum[:5])))
	}
	if err := a.makeDir(dir); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return dir, checkPrivate(dir, a)
}

// plain tells whether PostgreSQL reads the path in a setting as it stands.
func plain(path string) bool {
	return !strings.ContainsFunc(path, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`,"'\`, r)
	})
}

// checkPrivate refuses a folder that somebody else has prepared in our place.
func checkPrivate(dir string, a account) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return explain(err, "")
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || stat.Uid != a.uid || info.Mode().Perm() != 0o700 {
		return fmt.Errorf("%s must be a folder of user %s with mode 0700: remove it and start again", dir, a.name)
	}
	return nil
}

// cleanSocketDir removes the socket of a server that is known to be gone.
func cleanSocketDir(dir string) error {
	for _, name := range []string{socketName, socketName + ".lock"} {
		err := os.Remove(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove a stale socket: %w", err)
		}
	}
	return nil
}

// connectionString addresses the database through the socket.
func connectionString(socketDir, password string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(role, password),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {socketDir}}.Encode(),
	}
	return u.String()
}
