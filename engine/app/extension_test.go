package app_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// The example of an extension is a module of its own, which nothing else in
// this one compiles: it must build, and its hooks must be called.
func TestTheExampleOfAnExtensionRuns(t *testing.T) {
	t.Parallel()
	if os.Getenv("MORTISE_EXTENSION") == "" {
		t.Skip("MORTISE_EXTENSION is not set: building a binary takes a while")
	}
	client := startExample(t, buildExample(t))
	ctx := context.Background()
	team, err := client.Records("team").Create(ctx, mortise.Record{"name": "  North   and South "})
	require.NoError(t, err)
	require.Equal(t, "North and South", team.Text("name"))
	_, err = client.Records("team").Update(ctx, team.ID(), 0, mortise.Record{"name": "nobody"})
	var p *mortise.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, "Nobody is not a name.", p.Errors[0].Message)
}

// buildExample builds a copy, so that its go.mod stays as short as it is shown.
func buildExample(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(root, "docs", "examples", "hooks"))))
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o600))
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(strings.ReplaceAll(string(mod), "../../..", root)), 0o600))
	build := exec.Command("go", "build", "-mod=mod", "-buildvcs=false", "-o", "extended", ".")
	build.Dir = dir
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return filepath.Join(dir, "extended")
}

// startExample serves until the test ends, and signs the administrator in.
func startExample(t *testing.T, bin string) *mortise.Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	ctx, cancel := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, bin, "serve", "--listen", address, "--data", t.TempDir())
	server.Env = append(os.Environ(), "DATABASE_URL="+enginetest.NewDatabase(t), "MORTISE_ADMIN_EMAIL=root@example.test", "MORTISE_ADMIN_PASSWORD=a-long-password-1")
	require.NoError(t, server.Start())
	t.Cleanup(func() { cancel(); _ = server.Wait() }) // which it was told to end
	client, err := mortise.New("http://" + address)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := client.SignIn(ctx, "root@example.test", "a-long-password-1")
		return err == nil
	}, time.Minute, 100*time.Millisecond)
	return client
}
