package cluster

import (
	"fmt"
	"os"
	"strconv"
)

const (
	logLimit = 10 << 20 // bytes of one log file
	logKeep  = 3        // older files beside it: postgres.log.1 is the youngest
)

// rotatingLog is a log file that never takes more than a known room on disk.
// Its one writer is the goroutine that copies PostgreSQL's messages.
type rotatingLog struct {
	path  string
	file  *os.File
	size  int64
	limit int64
}

// openLog appends to the log at path.
func openLog(path string) (*rotatingLog, error) {
	l := &rotatingLog{path: path, limit: logLimit}
	return l, l.open()
}

func (l *rotatingLog) open() error {
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	l.file, l.size = f, size(l.path)
	return nil
}

// Write never fails: PostgreSQL must not end because its log cannot be written.
func (l *rotatingLog) Write(text []byte) (int, error) {
	if l.size > 0 && l.size+int64(len(text)) > l.limit {
		l.rotate()
	}
	n, _ := l.file.Write(text)
	l.size += int64(n)
	return len(text), nil
}

// rotate renames the files and begins a new one; on failure the old one goes on.
func (l *rotatingLog) rotate() {
	for i := logKeep; i > 1; i-- {
		_ = os.Rename(l.numbered(i-1), l.numbered(i)) // missing at first
	}
	if os.Rename(l.path, l.numbered(1)) != nil {
		return
	}
	old := l.file
	if l.open() != nil {
		l.file, l.size = old, 0
		return
	}
	closeQuietly(old)
}

func (l *rotatingLog) numbered(i int) string { return l.path + "." + strconv.Itoa(i) }
