package enginetest

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestSchemaIsolatesTests(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 3 {
		name := Schema(t)
		require.False(t, seen[name])
		seen[name] = true
		_, err := Database(t).Exec(t.Context(), "create table "+quote(name)+".note (text text)")
		require.NoError(t, err)
	}
}

func TestSchemaIsDroppedWhenTheTestEnds(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) { name = Schema(t) })
	var left int
	err := Database(t).QueryRow(t.Context(), "select count(*) from pg_catalog.pg_namespace where nspname = $1", name).Scan(&left)
	require.NoError(t, err)
	require.Zero(t, left)
}

func TestSearchPathIsEmpty(t *testing.T) {
	t.Parallel()
	var path string
	require.NoError(t, Database(t).QueryRow(t.Context(), "show search_path").Scan(&path))
	require.Contains(t, []string{"", `""`}, path)
}

func TestNewDatabaseStandsAlone(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), NewDatabase(t))
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.Background()) }()
	var name string
	require.NoError(t, conn.QueryRow(t.Context(), "select current_database()").Scan(&name))
	require.True(t, strings.HasPrefix(name, "mortise_"))
}

// childVariable makes a copy of this test binary start a cluster and wait.
const childVariable = "ENGINETEST_CHILD"

func TestClusterEndsWithAKilledProcess(t *testing.T) {
	t.Parallel()
	if os.Getenv(childVariable) != "" {
		dsn, err := startCluster()
		require.NoError(t, err)
		_, _ = os.Stdout.WriteString("DSN=" + dsn + "\n")
		<-t.Context().Done()
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^TestClusterEndsWithAKilledProcess$")
	child.Env = append(os.Environ(), childVariable+"=1")
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	dsn := readDSN(t, out)
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.Background()) }()

	require.NoError(t, child.Process.Kill())
	_ = child.Wait() // it was killed: an error is expected

	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := os.Stat(config.Host)
		return os.IsNotExist(err)
	}, 10*time.Second, 20*time.Millisecond, "folder %s must be removed", config.Host)
	require.Error(t, conn.Ping(t.Context()), "the server must be gone")
}

// readDSN waits for the line DSN=… of a child process.
func readDSN(t *testing.T, r io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if dsn, ok := strings.CutPrefix(lines.Text(), "DSN="); ok {
			return dsn
		}
	}
	t.Fatalf("the child ended without a DSN: %v", lines.Err())
	return ""
}
