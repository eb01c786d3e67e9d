package cluster

import (
	"os"
	"os/user"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// asRoot skips tests that need to become other users.
func asRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can become another user")
	}
}

// nobody is the credential of an ordinary user.
func nobody(t *testing.T) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup("nobody")
	require.NoError(t, err)
	uid, err := parseID(u.Uid)
	require.NoError(t, err)
	gid, err := parseID(u.Gid)
	require.NoError(t, err)
	return &syscall.Credential{Uid: uid, Gid: gid}
}

func TestRootRunsPostgresAsAnotherUser(t *testing.T) {
	t.Parallel()
	asRoot(t)
	c := setup(t).start(t)
	require.NotZero(t, c.account.uid)
	for _, path := range []string{c.folder.root, c.folder.data, c.socket} {
		owner, _, err := ownerOf(path)
		require.NoError(t, err)
		require.Equal(t, c.account.uid, owner.uid, path)
	}
	for _, path := range []string{c.folder.password, c.folder.log, c.folder.guard} {
		owner, _, err := ownerOf(path)
		require.NoError(t, err)
		require.Zero(t, owner.uid, path)
	}
}

func TestOrdinaryUserRunsItAsHimself(t *testing.T) {
	t.Parallel()
	asRoot(t)
	b := setup(t)
	require.NoError(t, os.Chmod(b.home, 0o777))
	e := b.startEngine(t, nobody(t))
	require.Equal(t, "1", query(t, e.dsn, `select '1'`))
	owner, _, err := ownerOf(realData(t, b))
	require.NoError(t, err)
	require.Equal(t, "nobody", owner.name)
	require.NoError(t, e.process.Kill())
	eventually(t, promised, "no postgres is left", func() bool { return len(serverProcesses(realData(t, b), 0)) == 0 })

	c := b.start(t) // root continues with the owner of the cluster
	require.Equal(t, "nobody", c.account.name)
	require.Equal(t, "1", query(t, c.DSN(), `select '1'`))
}

func TestUnreachableFolderMoves(t *testing.T) {
	t.Parallel()
	asRoot(t)
	b := setup(t)
	closed := filepath.Join(b.home, "closed")
	require.NoError(t, os.Mkdir(closed, 0o700))
	b.options.DataDir = filepath.Join(closed, "data")
	c := b.start(t)
	require.Equal(t, b.options.moveTo, filepath.Dir(c.folder.root))
	require.Contains(t, b.log.String(), "cannot reach the data folder")
	require.Contains(t, b.log.String(), c.folder.root)
	_, err := connect(t, c.DSN()).Exec(t.Context(), `create schema s`)
	require.NoError(t, err)
	stop(t, c)

	again := b.start(t)
	require.Equal(t, c.folder, again.folder)
	require.Equal(t, "1", query(t, again.DSN(), `select count(*)::text from pg_namespace where nspname = 's'`))
	stop(t, again)

	require.NoError(t, os.RemoveAll(b.options.DataDir)) // the operator begins anew
	fresh := b.start(t)
	require.Equal(t, "0", query(t, fresh.DSN(), `select count(*)::text from pg_namespace where nspname = 's'`))
	require.Contains(t, b.log.String(), "set aside")
	stop(t, fresh)
	kept, err := filepath.Glob(c.folder.root + ".until-*")
	require.NoError(t, err)
	require.Len(t, kept, 1)

	require.NoError(t, os.Rename(c.folder.root, c.folder.root+".lost"))
	_, err = Start(t.Context(), b.options)
	require.ErrorContains(t, err, "points to a database that is gone")
}

func TestForeignFolderIsRefused(t *testing.T) {
	t.Parallel()
	asRoot(t)
	b := setup(t)
	stop(t, b.start(t))
	require.NoError(t, os.Chmod(b.options.DataDir, 0o777))
	require.NoError(t, os.Chown(filepath.Join(b.options.DataDir, "engine.lock"), int(nobody(t).Uid), -1))
	_, err := b.tryEngine(t, nobody(t))
	require.ErrorContains(t, err, "belongs to user "+b.owner(t)+": start the engine as that user, or as root")
}

func TestClosedFolderIsExplained(t *testing.T) {
	t.Parallel()
	asRoot(t)
	b := setup(t)
	_, err := b.tryEngine(t, nobody(t))
	require.ErrorContains(t, err, "permission denied (the folder does not allow it")
}

func TestSquattedSocketFolderIsRefused(t *testing.T) {
	t.Parallel()
	asRoot(t)
	b := setup(t)
	dir := filepath.Join(b.home, "run")
	require.NoError(t, os.Mkdir(dir, 0o700))
	mine := account{name: "nobody", uid: nobody(t).Uid, other: true}
	require.ErrorContains(t, checkPrivate(dir, mine), "must be a folder of user nobody")
	require.NoError(t, os.Lchown(dir, int(mine.uid), -1))
	require.NoError(t, checkPrivate(dir, mine))
	require.NoError(t, os.Chmod(dir, 0o755))
	require.Error(t, checkPrivate(dir, mine))
	require.NoError(t, os.Symlink(dir, dir+"-link"))
	require.Error(t, checkPrivate(dir+"-link", mine))
}
