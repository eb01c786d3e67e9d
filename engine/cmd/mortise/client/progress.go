package client

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress is one line on a terminal that says how far the command is. It
// writes nothing when its output is a file or a pipe.
type progress struct {
	out   io.Writer
	began time.Time
	first int64 // rows that were done when it began to count
	shown bool
}

func newProgress(out io.Writer) *progress {
	f, ok := out.(*os.File)
	if !ok {
		return &progress{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{out: f}
}

// show tells how many rows are done; a total of 0 is unknown.
func (p *progress) show(done, total, failed int64) {
	if p.out == nil {
		return
	}
	p.clear()
	if p.began.IsZero() {
		p.began, p.first = time.Now(), done
	}
	_, _ = io.WriteString(p.out, progressLine(done, total, failed, done-p.first, time.Since(p.began)))
	p.shown = true
}

// progressLine is the line where some rows were done in a time.
func progressLine(done, total, failed, some int64, took time.Duration) string {
	line := fmt.Sprintf("%d rows", done)
	if total > 0 {
		line = fmt.Sprintf("%d of %d rows", done, total)
	}
	if took >= time.Second {
		line += fmt.Sprintf(", %.0f rows/s", float64(some)/took.Seconds())
	}
	return line + fmt.Sprintf(", %d failed", failed)
}

// clear takes the line away, so that other text can be printed.
func (p *progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.out, "\r\x1b[K")
		p.shown = false
	}
}
