package client

import (
	"fmt"
	"io"
	"os"
)

// counter counts the bytes read through it.
type counter struct {
	in io.Reader
	n  int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// progress is one line on a terminal that says how far the command is. It
// writes nothing when its output is a file or a pipe.
type progress struct {
	out   io.Writer
	total int64
	shown bool
}

func newProgress(out io.Writer, total int64) *progress {
	f, ok := out.(*os.File)
	if !ok {
		return &progress{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{out: f, total: total}
}

func (p *progress) show(read, rows, failed int64) {
	if p.out == nil {
		return
	}
	p.clear()
	share := ""
	if p.total > 0 {
		share = fmt.Sprintf("%3d%%  ", read*100/p.total)
	}
	_, _ = fmt.Fprintf(p.out, "%s%d rows, %d failed", share, rows, failed)
	p.shown = true
}

// clear takes the line away, so that other text can be printed.
func (p *progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.out, "\r\x1b[K")
		p.shown = false
	}
}
