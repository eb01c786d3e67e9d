package file

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Detect tells the media type of a content by its bytes; a name proves
// nothing. What it does not know is application/octet-stream, and text of any
// kind that a browser would not draw is text/plain.
func Detect(content []byte) string {
	t, _ := DetectAt(bytes.NewReader(content), int64(len(content))) // what is in memory can be read
	return t
}

// sniffed is how much of the beginning of a content is looked at.
const sniffed = 4096

// DetectAt is Detect for a content of size bytes of which it reads a few
// places alone. An error is one of reading.
func DetectAt(content io.ReaderAt, size int64) (string, error) {
	head := make([]byte, min(size, sniffed))
	if n, err := content.ReadAt(head, 0); err != nil && n < len(head) {
		return "", fmt.Errorf("look at a file: %w", err)
	}
	if t := container(head); t != "" {
		return t, nil
	}
	if bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return "application/x-ole-storage", nil // Office before 2007
	}
	t, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch t {
	case "application/zip":
		return inside(content, size)
	case "text/plain", "text/xml":
		if looksLikeSVG(head) {
			return "image/svg+xml", nil
		}
	case "image/vnd.microsoft.icon", "image/x-icon":
		return "image/vnd.microsoft.icon", nil
	}
	return t, nil
}

// brands are those of the ISO container that hold a still image.
var brands = map[string]string{"heic": "image/heic", "heix": "image/heic", "mif1": "image/heif", "msf1": "image/heif", "avif": "image/avif", "avis": "image/avif"}

func container(content []byte) string {
	if len(content) < 12 || string(content[4:8]) != "ftyp" {
		return ""
	}
	return brands[string(content[8:12])]
}

// looksLikeSVG finds the root element among the first bytes: an SVG image can
// run scripts, so it must not pass for text or for a picture that cannot.
func looksLikeSVG(head []byte) bool {
	return bytes.Contains(bytes.ToLower(head), []byte("<svg"))
}

// inline are the types that a browser may draw in a page's place: pictures
// that hold nothing to run.
var inline = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/avif": true}

// Inline tells whether a file of a media type may be shown by a browser rather
// than saved.
func Inline(mediaType string) bool { return inline[mediaType] }
