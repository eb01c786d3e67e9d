package cluster

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
)

// explain adds what to do to an error of the system or of PostgreSQL. said is
// what PostgreSQL's program printed.
func explain(err error, said string) error {
	if said = importantLines(said); said != "" {
		err = fmt.Errorf("%w: %s", err, said)
	}
	hint := ""
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT),
		strings.Contains(said, "No space left on device"), strings.Contains(said, "Disk quota exceeded"):
		hint = "the disk is full: free some space, or choose another folder with --data"
	case errors.Is(err, syscall.EROFS), strings.Contains(said, "Read-only file system"):
		hint = "the disk is read-only: choose another folder with --data"
	case errors.Is(err, os.ErrPermission), strings.Contains(said, "Permission denied"),
		strings.Contains(said, "Operation not permitted"), strings.Contains(said, "invalid permissions"):
		hint = "the folder does not allow it: correct its owner and mode, or choose another folder with --data"
	case strings.Contains(said, "Cannot allocate memory"):
		hint = "there is too little memory for shared_buffers: free some, or lower it at the end of postgresql.conf"
	}
	if hint == "" {
		return err
	}
	return fmt.Errorf("%w (%s)", err, hint)
}

var (
	important = regexp.MustCompile(`(FATAL|PANIC|ERROR|HINT|DETAIL|error|could not|invalid)`)
	stamp     = regexp.MustCompile(`^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] `)
)

// importantLines picks the few lines of a program's output that say why.
func importantLines(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		line = stamp.ReplaceAllString(strings.TrimSpace(line), "")
		if important.MatchString(line) && len(lines) < 4 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}
