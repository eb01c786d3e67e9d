package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	poll          = 5 * time.Millisecond
	refuseAfter   = 500 * time.Millisecond // an engine that was just killed is not yet gone
	takeOverLimit = 15 * time.Second
)

// lockDataDir makes sure that one engine at a time uses a data folder. The lock
// ends with the process, however that ends.
func lockDataDir(ctx context.Context, dir string) (*os.File, error) {
	f, err := lockFile(ctx, filepath.Join(dir, "engine.lock"), refuseAfter)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("another engine uses the data folder %s: stop it first, or choose another folder with --data", dir)
	}
	return f, err
}

// lockSupervisor waits until no supervisor of an earlier engine is at work: it
// may still be stopping PostgreSQL. Supervisors inherit this lock.
func lockSupervisor(ctx context.Context, where folder) (*os.File, error) {
	f, err := lockFile(ctx, where.guard, takeOverLimit)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("an earlier engine's PostgreSQL in %s does not end: stop it by hand", where.root)
	}
	return f, err
}

// lockFile waits for a lock as long as limit, then returns EWOULDBLOCK.
func lockFile(ctx context.Context, path string, limit time.Duration) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explain(err, "")
	}
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for begun := time.Now(); ; {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return f, nil
		case !errors.Is(err, syscall.EWOULDBLOCK) || time.Since(begun) > limit:
			closeQuietly(f)
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		select {
		case <-ctx.Done():
			closeQuietly(f)
			return nil, fmt.Errorf("wait for the lock %s: %w", path, ctx.Err())
		case <-ticker.C:
		}
	}
}
