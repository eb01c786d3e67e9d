//go:build !linux

package cluster

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// dieWithParent does nothing here: only Linux tells a child of its parent's
// death. The supervisor's pipe still covers the death of the engine.
func dieWithParent(*syscall.SysProcAttr) {}

// serverProcesses tells whether the recorded process is PostgreSQL in this
// cluster's folder, going by its command line.
func serverProcesses(data string, postmaster int) []int {
	if postmaster <= 0 {
		return nil
	}
	out, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(postmaster)).Output()
	if err != nil || !strings.Contains(string(out), "postgres") || !strings.Contains(string(out), data) {
		return nil
	}
	return []int{postmaster}
}
