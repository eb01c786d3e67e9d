package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// folderName is the cluster's subfolder of the engine's data folder. It is a
// symbolic link when the cluster had to move.
const folderName = "postgres"

// movedTo is where a cluster goes whose data folder PostgreSQL's user cannot reach.
const movedTo = "/var/lib/mortise"

// folder names the places of one cluster.
type folder struct {
	root     string // belongs to PostgreSQL's user; real path, never a link
	data     string // PostgreSQL's own data directory
	log      string // the rest belongs to the engine's user
	password string
	guard    string
}

// newFolder derives all places from the data folder and the real root.
func newFolder(dir, root string) folder {
	return folder{
		root:     root,
		data:     filepath.Join(root, "data"),
		log:      filepath.Join(dir, "postgres.log"),
		password: filepath.Join(dir, "postgres.password"),
		guard:    filepath.Join(dir, "postgres.lock"),
	}
}

// makeDataDir makes the engine's data folder and gives its real, absolute path.
func makeDataDir(path string) (string, error) {
	if path == "" {
		return "", errors.New("no data folder is named")
	}
	dir, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711 // PostgreSQL's user passes through to its own subfolder
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", explain(err, "")
	}
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, os.ErrExist) {
		return "", explain(err, "")
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	if info, err := os.Stat(real); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s is not a folder", real)
	}
	return real, nil
}

// place finds the cluster of a data folder, or makes an empty place for it.
func (c *Cluster) place(dir string) (folder, error) {
	path := filepath.Join(dir, folderName)
	if _, err := os.Lstat(path); err == nil {
		root, err := filepath.EvalSymlinks(path)
		if err != nil {
			return folder{}, fmt.Errorf("%s points to a database that is gone; restore it, or remove the link to begin anew: %w", path, err)
		}
		return newFolder(dir, root), nil
	}
	if err := reachable(dir, c.account); err != nil {
		c.log.Warn("user "+c.account.name+" runs PostgreSQL and cannot reach the data folder", "because", err)
		return c.placeElsewhere(dir, path)
	}
	if err := c.account.makeDir(path); err != nil {
		return folder{}, err
	}
	return newFolder(dir, path), nil
}

// placeElsewhere puts the cluster where system services keep theirs, and leaves
// a link to it. A cluster whose link was deleted is set aside, never removed.
func (c *Cluster) placeElsewhere(dir, link string) (folder, error) {
	base := c.options.moveTo
	if base == "" {
		base = movedTo
	}
	if err := os.MkdirAll(base, 0o711); err != nil {
		return folder{}, explain(err, "")
	}
	sum := sha256.Sum256([]byte(dir))
	root := filepath.Join(base, hex.EncodeToString(sum[:6]))
	if _, err := os.Lstat(root); err == nil {
		aside := root + ".until-" + time.Now().UTC().Format("20060102T150405.000")
		if err := os.Rename(root, aside); err != nil {
			return folder{}, fmt.Errorf("set an abandoned database aside: %w", err)
		}
		c.log.Warn("an earlier database of this data folder was set aside; remove it if you do not need it", "folder", aside)
	}
	if err := c.account.makeDir(root); err != nil {
		return folder{}, err
	}
	if err := os.Symlink(root, link); err != nil {
		return folder{}, explain(err, "")
	}
	c.log.Warn("the database is kept elsewhere", "folder", root)
	return newFolder(dir, root), nil
}

// reachable explains which folder on the way keeps the account out, if any.
func reachable(dir string, a account) error {
	if !a.other {
		return nil
	}
	for path := dir; ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if !a.canEnter(info) {
			return fmt.Errorf("%s is closed to it (mode %v)", path, info.Mode().Perm())
		}
		if path == filepath.Dir(path) {
			return nil
		}
	}
}
