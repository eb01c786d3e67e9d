package exporter

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// XML has no room for control characters; workbooks write them as _x001B_.
// excelize writes them as U+FFFD, and takes a text with _x001B_ for those very
// letters. So they pass through it between two characters that mean nothing in
// any text, which become _x and _ in the part that it writes.
const (
	opening, closing = '\ufdd0', '\ufdd1'
	openingBytes     = "\ufdd0"
	closingBytes     = "\ufdd1"
)

// veiled hides what XML has no room for.
func veiled(s string) string {
	if !strings.ContainsFunc(s, lacking) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if lacking(r) {
			fmt.Fprintf(&b, "%c%04X%c", opening, r, closing)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func lacking(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff' || r == opening || r == closing
}

// parts is a zip file in whose sheets the veil is taken away.
type parts struct{ *zip.Writer }

// Create implements excelize.ZipWriter.
func (p parts) Create(name string) (io.Writer, error) {
	w, err := p.Writer.Create(name)
	if err == nil && strings.HasPrefix(name, "xl/worksheets/") {
		w = &unveiling{w: w}
	}
	return w, err
}

// unveiling writes _x and _ for the characters around what veiled has hidden.
type unveiling struct {
	w    io.Writer
	left []byte // the beginning of such a character at the end of a write
}

// Write implements io.Writer.
func (u *unveiling) Write(p []byte) (int, error) {
	b := p
	if len(u.left) > 0 {
		b = append(u.left, p...)
		u.left = nil
	}
	if bytes.IndexByte(b, openingBytes[0]) >= 0 {
		whole := len(b)
		for n := 1; n < len(openingBytes) && n <= len(b); n++ {
			if bytes.HasSuffix(b, []byte(openingBytes[:n])) { // both begin alike
				whole = len(b) - n
			}
		}
		u.left = bytes.Clone(b[whole:])
		b = bytes.ReplaceAll(bytes.ReplaceAll(b[:whole], []byte(openingBytes), []byte("_x")), []byte(closingBytes), []byte("_"))
	}
	if _, err := u.w.Write(b); err != nil {
		return 0, err
	}
	return len(p), nil
}
