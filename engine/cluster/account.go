package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// account is the system user that PostgreSQL runs as. It refuses root.
type account struct {
	name     string
	uid, gid uint32
	other    bool // another user than the engine's own
}

// chooseAccount decides who runs PostgreSQL. An existing cluster stays with its
// owner; a new one belongs to the engine's own user, or, when that is root, to
// the system user postgres or nobody.
func chooseAccount(path string) (account, error) {
	self := uint32(os.Geteuid())
	owner, exists, err := ownerOf(path)
	if err != nil {
		return account{}, err
	}
	if self != 0 {
		if exists && owner.uid != self {
			return account{}, fmt.Errorf("the database in %s belongs to user %s: start the engine as that user, or as root", path, owner.name)
		}
		return account{name: userName(self), uid: self, gid: uint32(os.Getegid())}, nil
	}
	if exists && owner.uid != 0 {
		return owner, nil
	}
	return unprivileged()
}

// unprivileged finds the user for a cluster that root makes.
func unprivileged() (account, error) {
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := parseID(u.Uid)
		gid, err2 := parseID(u.Gid)
		if err := errors.Join(err1, err2); err != nil {
			return account{}, fmt.Errorf("read the ids of user %s: %w", name, err)
		}
		return account{name: name, uid: uid, gid: gid, other: true}, nil
	}
	return account{}, errors.New("PostgreSQL must not run as root, and this system has neither a user postgres nor nobody: make one with 'useradd --system postgres'")
}

// parseID reads a user or group id; macOS writes nobody's as -2.
func parseID(text string) (uint32, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	return uint32(n), err
}

// ownerOf tells whose the path is, if it exists.
func ownerOf(path string) (account, bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return account{}, false, nil
	}
	if err != nil {
		return account{}, false, fmt.Errorf("look at the database folder: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, false, fmt.Errorf("the owner of %s cannot be read on this system", path)
	}
	return account{name: userName(stat.Uid), uid: stat.Uid, gid: stat.Gid, other: true}, true, nil
}

// userName is the name of a user id, or the id itself when it has none.
func userName(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// attributes makes a child process run as the account.
func (a account) attributes() *syscall.SysProcAttr {
	if !a.other {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: a.uid, Gid: a.gid}}
}

// give hands a file or folder over to the account.
func (a account) give(f *os.File) error {
	if !a.other {
		return nil
	}
	if err := f.Chown(int(a.uid), int(a.gid)); err != nil {
		return fmt.Errorf("give %s to user %s: %w", f.Name(), a.name, err)
	}
	return nil
}

// makeDir makes a folder that only the account may enter.
func (a account) makeDir(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil {
		return explain(err, "")
	}
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the new folder: %w", err)
	}
	defer closeQuietly(dir)
	return a.give(dir)
}

// canEnter tells whether the account may pass through a folder, going by its
// permission bits.
func (a account) canEnter(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode().Perm()
	switch {
	case !ok:
		return false
	case stat.Uid == a.uid:
		return mode&0o100 != 0
	case stat.Gid == a.gid:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}
