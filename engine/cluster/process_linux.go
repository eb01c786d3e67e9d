package cluster

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// dieWithParent has the kernel end one of PostgreSQL's programs when the thread
// that started it dies. QUIT also ends the server's sessions at once.
func dieWithParent(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGQUIT }

// serverProcesses lists the processes named postgres whose working directory is
// the cluster's: PostgreSQL enters it at start, sessions included.
func serverProcesses(data string, _ int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err == nil && isServer(filepath.Join("/proc", entry.Name()), data) {
			found = append(found, pid)
		}
	}
	return found
}

// isServer looks at one process; one that ends meanwhile is none.
func isServer(proc, data string) bool {
	dir, err := os.Readlink(filepath.Join(proc, "cwd"))
	if err != nil || strings.TrimSuffix(dir, " (deleted)") != data {
		return false
	}
	exe, err := os.Readlink(filepath.Join(proc, "exe"))
	return err == nil && strings.HasPrefix(filepath.Base(exe), "postgres")
}
