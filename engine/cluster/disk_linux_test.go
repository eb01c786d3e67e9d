package cluster

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFullDiskIsExplained(t *testing.T) {
	t.Parallel()
	asRoot(t)
	b := setup(t)
	require.NoError(t, os.Mkdir(b.options.DataDir, 0o711))
	if err := syscall.Mount("tmpfs", b.options.DataDir, "tmpfs", 0, "size=8m,mode=711"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(b.options.DataDir, 0)) })
	_, err := Start(t.Context(), b.options)
	require.ErrorContains(t, err, "the disk is full: free some space")
	entries, err := os.ReadDir(filepath.Join(b.options.DataDir, folderName))
	require.NoError(t, err)
	require.Empty(t, entries, "nothing half-made is left to fill the disk")
}
