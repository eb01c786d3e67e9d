package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// orphanSteps end a PostgreSQL whose engine and supervisor were both killed.
var orphanSteps = []step{{0, syscall.SIGINT}, {3 * time.Second, syscall.SIGQUIT}, {6 * time.Second, syscall.SIGKILL}}

// clearLeftovers ends every process of PostgreSQL that still works in the
// cluster's folder. The caller holds both locks, so none of them has an engine.
func clearLeftovers(ctx context.Context, where folder, log *slog.Logger) error {
	postmaster, err := recordedProcess(where.data)
	if err != nil {
		return err
	}
	orphans := serverProcesses(where.data, postmaster)
	if len(orphans) > 0 {
		log.Warn("stopping a PostgreSQL that a crashed engine left behind", "folder", where.data, "processes", len(orphans))
		if err := endAll(ctx, where.data, postmaster, orphans); err != nil {
			return err
		}
	}
	return forgetProcess(where.data, postmaster)
}

// endAll stops the main process in order and, in the end, every other by force.
func endAll(ctx context.Context, data string, postmaster int, orphans []int) error {
	begun := time.Now()
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for _, s := range orphanSteps {
		for ; time.Since(begun) < s.after; orphans = serverProcesses(data, postmaster) {
			if len(orphans) == 0 {
				return nil
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("wait for an orphaned PostgreSQL to end: %w", ctx.Err())
			case <-ticker.C:
			}
		}
		targets := orphans
		if s.signal != syscall.SIGKILL && slices.Contains(orphans, postmaster) {
			targets = []int{postmaster} // it ends its own children
		}
		for _, pid := range targets {
			_ = syscall.Kill(pid, s.signal) // it may be gone already; the loop looks again
		}
	}
	for range 200 {
		if len(serverProcesses(data, postmaster)) == 0 {
			return nil
		}
		<-ticker.C
	}
	return fmt.Errorf("PostgreSQL processes %v in %s do not end", orphans, data)
}

// recordedProcess reads the process id in postmaster.pid; 0 when there is none.
func recordedProcess(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, explain(err, "")
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return 0, nil // cut short by a full disk: forgetProcess removes it
	}
	return pid, nil
}

// forgetProcess removes postmaster.pid when its number now belongs to a
// stranger, or to nobody: PostgreSQL would take the stranger for itself.
// No process of the cluster is left when it is called.
func forgetProcess(data string, postmaster int) error {
	if postmaster != 0 && syscall.Kill(postmaster, 0) == syscall.ESRCH {
		return nil // PostgreSQL cleans up after itself, and looks for shared memory in use
	}
	err := os.Remove(filepath.Join(data, "postmaster.pid"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove a stale postmaster.pid: %w", err)
	}
	return nil
}
