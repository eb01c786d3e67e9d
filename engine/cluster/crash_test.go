package cluster

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// processes of a cluster end within this time after their engine was killed.
const promised = 5 * time.Second

func TestKilledEngineLeavesNoPostgres(t *testing.T) {
	t.Parallel()
	b := setup(t)
	e := b.startEngine(t, nil)
	data := realData(t, b)
	_, err := connect(t, e.dsn).Exec(t.Context(), `create schema s; create table s.kept as select 'kept' as word`)
	require.NoError(t, err)
	require.NoError(t, e.process.Kill())
	took := eventually(t, promised, "no postgres is left", func() bool { return len(serverProcesses(data, 0)) == 0 })
	t.Logf("gone after %v", took)
	require.Equal(t, "kept", query(t, b.start(t).DSN(), `select word from s.kept`))
}

func TestKilledDuringTheFirstStart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cmd := exec.Command(b.ownBinary(t), engineCommand, b.options.DataDir, b.options.moveTo)
	require.NoError(t, cmd.Start())
	pattern := filepath.Join(b.options.DataDir, folderName, draftPrefix+"*", "PG_VERSION")
	eventually(t, 20*time.Second, "initdb is at work", func() bool {
		found, err := filepath.Glob(pattern)
		return err == nil && len(found) > 0
	})
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	require.Equal(t, "1", query(t, b.start(t).DSN(), `select '1'`))
}

func TestKilledWhileBusyAndStartedAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	e := b.startEngine(t, nil)
	conn := connect(t, e.dsn)
	_, err := conn.Exec(t.Context(), `create schema s; create table s.counted (n int)`)
	require.NoError(t, err)
	go func() { // a session that does not listen to the end of its client
		_, _ = conn.Exec(t.Context(), `insert into s.counted select generate_series(1, 100000000)`)
	}()
	require.NoError(t, e.process.Kill())
	require.Equal(t, "0", query(t, b.start(t).DSN(), `select count(*)::text from s.counted`))
}

func TestKilledSupervisorTakesPostgresAlong(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells a child of its parent's death")
	}
	b := setup(t)
	e := b.startEngine(t, nil)
	data := realData(t, b)
	require.NoError(t, e.process.Kill())
	for _, pid := range supervisors(t, filepath.Dir(data)) {
		require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
	}
	eventually(t, promised, "no postgres is left", func() bool { return len(serverProcesses(data, 0)) == 0 })
	require.Equal(t, "1", query(t, b.start(t).DSN(), `select '1'`))
}

func TestPostgresIsStartedAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	for name, kill := range map[string]func() int{
		"postgres":   func() int { pid, _ := recordedProcess(c.folder.data); return pid },
		"supervisor": func() int { return supervisors(t, c.folder.root)[0] },
	} {
		pid := kill()
		require.NoError(t, syscall.Kill(pid, syscall.SIGKILL), name)
		eventually(t, promised, name+" is gone", func() bool { return syscall.Kill(pid, 0) != nil })
		eventually(t, promised, name+" is replaced", func() bool {
			now, err := recordedProcess(c.folder.data)
			return err == nil && now != 0 && now != pid && len(supervisors(t, c.folder.root)) == 1
		})
		require.Equal(t, "1", query(t, c.DSN(), `select '1'`), name)
	}
}

func TestOrphanIsStopped(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	stop(t, c)
	require.NoError(t, c.account.makeDir(c.socket))
	j := c.job()
	orphan := exec.Command(j.Command[0], j.Command[1:]...)
	orphan.Dir, orphan.Env, orphan.SysProcAttr = j.Dir, j.Env, c.account.attributes()
	require.NoError(t, orphan.Start())
	require.Equal(t, "1", query(t, c.DSN(), `select '1'`))
	reaped := make(chan error, 1)
	go func() { reaped <- orphan.Wait() }()

	again := b.start(t)
	require.NoError(t, <-reaped)
	require.Equal(t, "1", query(t, again.DSN(), `select '1'`))
	require.Contains(t, b.log.String(), "left behind")
}

func TestStaleFilesAreNoObstacle(t *testing.T) {
	t.Parallel()
	for name, pid := range map[string]int{
		"a stranger's number": os.Getpid(),
		"nobody's number":     1 << 22,
		"init's number":       1,
		"no number":           -1,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			c := b.start(t)
			stop(t, c)
			text := strconv.Itoa(pid) + "\n" + c.folder.data + "\n1700000000\n5432\n" + c.socket + "\n\n  1234567  0\nready   \n"
			if pid < 0 {
				text = ""
			}
			require.NoError(t, c.account.makeDir(c.socket))
			require.NoError(t, c.writeFile(filepath.Join(c.folder.data, "postmaster.pid"), text))
			require.NoError(t, c.writeFile(filepath.Join(c.socket, socketName+".lock"), text))
			require.NoError(t, c.writeFile(filepath.Join(c.socket, socketName), ""))
			require.Equal(t, "1", query(t, b.start(t).DSN(), `select '1'`))
		})
	}
}

// realData is PostgreSQL's folder, also if it had to move.
func realData(t *testing.T, b *bundle) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(filepath.Join(b.options.DataDir, folderName))
	require.NoError(t, err)
	return filepath.Join(root, "data")
}
