package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPick(t *testing.T) {
	t.Parallel()
	old, middle, young := binaries{"/14", 14}, binaries{"/15", 15}, binaries{"/17", 17}
	for name, test := range map[string]struct {
		installed []binaries
		made      int
		want      binaries
		says      []string
	}{
		"the newest for a new cluster":    {[]binaries{old, middle, young}, 0, young, nil},
		"the maker for an existing one":   {[]binaries{old, middle, young}, 15, middle, nil},
		"nothing installed":               {nil, 0, binaries{}, []string{"none is installed here", "install", "DATABASE_URL"}},
		"too old":                         {[]binaries{old}, 0, binaries{}, []string{"version 15 or newer", "installed here: 14"}},
		"made by a newer one":             {[]binaries{middle}, 17, binaries{}, []string{"PostgreSQL 17", "installed here: 15", "postgresql"}},
		"made by one that is gone":        {[]binaries{young}, 15, binaries{}, []string{"PostgreSQL 15", "installed here: 17", "pg_upgrade"}},
		"made by one that is too old":     {[]binaries{old, young}, 14, binaries{}, []string{"PostgreSQL 14", "needs 15", "installed here: 14, 17", "pg_upgrade"}},
		"existing, but nothing to run it": {nil, 16, binaries{}, []string{"PostgreSQL 16", "none is installed here"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pick(test.installed, test.made, "/data")
			require.Equal(t, test.want, got)
			if test.says == nil {
				require.NoError(t, err)
			}
			for _, part := range test.says {
				require.ErrorContains(t, err, part)
			}
		})
	}
}

func TestInstalledBinaries(t *testing.T) {
	t.Parallel()
	found := installedBinaries(t.Context())
	require.NotEmpty(t, found)
	for _, b := range found {
		require.FileExists(t, b.path("postgres"))
		require.Positive(t, b.major)
	}
}

func TestRotatingLogTakesKnownRoom(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	l, err := openLog(path)
	require.NoError(t, err)
	l.limit = 100
	for range 50 {
		n, err := l.Write([]byte(strings.Repeat("x", 39) + "\n"))
		require.NoError(t, err)
		require.Equal(t, 40, n)
	}
	files, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	require.Equal(t, []string{path, path + ".1", path + ".2", path + ".3"}, files)
	for _, file := range files {
		require.Equal(t, int64(80), size(file), file)
	}
	require.NoError(t, os.RemoveAll(filepath.Dir(path)))
	_, err = l.Write([]byte(strings.Repeat("x", 90)))
	require.NoError(t, err, "PostgreSQL goes on without its log")
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"2026-01-01 10:00:00.000 UTC [12] FATAL:  could not write: No space left on device\nnoise\n": "boom: FATAL:  could not write: No space left on device (the disk is full: free some space, or choose another folder with --data)",
		"initdb: error: could not create directory \"x\": Permission denied\n":                       "boom: initdb: error: could not create directory \"x\": Permission denied (the folder does not allow it: correct its owner and mode, or choose another folder with --data)",
		"nothing of note\n": "boom",
	} {
		require.EqualError(t, explain(errors.New("boom"), said), want)
	}
	require.ErrorContains(t, explain(&os.PathError{Op: "mkdir", Path: "/x", Err: syscall.ENOSPC}, ""), "disk is full")
	require.ErrorIs(t, explain(syscall.EACCES, ""), os.ErrPermission)
}

func TestStartInsideASupervisorIsRefused(t *testing.T) {
	t.Setenv(guardVariable, "1")
	_, err := Start(t.Context(), Options{DataDir: t.TempDir()})
	require.ErrorContains(t, err, "cluster.Supervise must run first")
}

func TestDataDirMustBeAFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, path := range []string{"", file, filepath.Join(file, "below")} {
		_, err := Start(t.Context(), Options{DataDir: path})
		require.Error(t, err, path)
	}
}
