package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestStartMakesThenReopens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.options.Throwaway = false
	begun := time.Now()
	c := b.start(t)
	t.Logf("first start took %v", time.Since(begun))

	require.Equal(t, "mortise mortise UTF8", query(t, c.DSN(), `select current_user || ' ' || current_database() || ' ' ||
		(select pg_encoding_to_char(encoding) from pg_database where datname = current_database())`))
	require.Equal(t, "false false", query(t, c.DSN(),
		`select concat_ws(' ', rolsuper::text, rolcreaterole::text) from pg_roles where rolname = current_user`))
	require.Equal(t, "on on on  off", query(t, c.DSN(), `select concat_ws(' ', current_setting('fsync'),
		current_setting('synchronous_commit'), current_setting('data_checksums'), current_setting('listen_addresses'), current_setting('jit'))`))
	_, err := connect(t, c.DSN()).Exec(t.Context(), `create schema s; create table s.kept as select 'kept' as word`)
	require.NoError(t, err)
	stop(t, c)

	begun = time.Now()
	again := b.start(t)
	t.Logf("next start took %v", time.Since(begun))
	require.Equal(t, "kept", query(t, again.DSN(), `select word from s.kept`))
	require.Equal(t, c.DSN(), again.DSN())
}

func TestDatabaseIsPrivate(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	for path, mode := range map[string]os.FileMode{
		c.folder.password: 0o600, c.folder.log: 0o600, c.folder.root: 0o700, c.folder.data: 0o700, c.socket: 0o700,
	} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode().Perm(), path)
	}
	require.LessOrEqual(t, len(c.socket)+1+len(socketName), longestSocket)
	_, err := pgx.Connect(t.Context(), connectionString(c.socket, "wrong"))
	require.ErrorContains(t, err, "password authentication failed")
	log, err := os.ReadFile(c.folder.log)
	require.NoError(t, err)
	password, _, err := readPassword(c.folder.password)
	require.NoError(t, err)
	require.NotContains(t, string(log), password)
}

func TestSecondEngineIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	_, err := Start(t.Context(), b.options)
	require.ErrorContains(t, err, "another engine uses the data folder "+b.options.DataDir)
	require.Equal(t, "1", query(t, c.DSN(), `select '1'`))
}

func TestStopTwice(t *testing.T) {
	t.Parallel()
	c := setup(t).start(t)
	stop(t, c)
	stop(t, c)
}

func TestUnusualPaths(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"spaces and quotes": `my "data", it's here`,
		"Chinese":           "数据 目录/库",
		"long":              strings.Repeat("long-folder-name/", 12),
		"backslash":         `a\b`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.options.DataDir = filepath.Join(b.home, path)
			c := b.start(t)
			require.Equal(t, "1", query(t, c.DSN(), `select '1'`))
			stop(t, c)
			require.NoDirExists(t, c.socket)
		})
	}
}

func TestOtherVersionIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	stop(t, c)
	for _, version := range []string{"14", "99", "9.6"} {
		require.NoError(t, os.WriteFile(filepath.Join(c.folder.data, "PG_VERSION"), []byte(version+"\n"), 0o600))
		_, err := Start(t.Context(), b.options)
		major, _, _ := strings.Cut(version, ".")
		require.ErrorContains(t, err, "was made by PostgreSQL "+major, version)
		require.ErrorContains(t, err, "installed here: ", version)
		require.ErrorContains(t, err, "pg_upgrade", version)
	}
}

func TestInterruptedFirstStartIsRepeated(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := &Cluster{options: b.options, log: b.options.Log}
	dir, err := makeDataDir(b.options.DataDir)
	require.NoError(t, err)
	c.account, err = chooseAccount(filepath.Join(dir, folderName))
	require.NoError(t, err)
	where, err := c.place(dir)
	require.NoError(t, err)
	draft := filepath.Join(where.root, draftPrefix+"of-yesterday")
	require.NoError(t, c.account.makeDir(draft))
	require.NoError(t, os.WriteFile(filepath.Join(draft, "PG_VERSION"), []byte("15\n"), 0o600))
	require.Equal(t, "1", query(t, b.start(t).DSN(), `select '1'`))
	require.NoDirExists(t, draft)
}

func TestLostPasswordIsSetAnew(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	stop(t, c)
	require.NoError(t, os.Remove(c.folder.password))
	again := b.start(t)
	require.NotEqual(t, c.DSN(), again.DSN())
	require.Equal(t, "1", query(t, again.DSN(), `select '1'`))
}

func TestBrokenConfigurationIsExplained(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.start(t)
	stop(t, c)
	f, err := os.OpenFile(filepath.Join(c.folder.data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString("work_mem = 'much'\n")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	_, err = Start(t.Context(), b.options)
	require.ErrorContains(t, err, `invalid value for parameter "work_mem"`)
	require.Empty(t, serverProcesses(c.folder.data, 0))
}
