package file

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
)

// Detect tells the media type of a content by its bytes; a name proves
// nothing. What it does not know is application/octet-stream, and text of any
// kind that a browser would not draw is text/plain.
func Detect(content []byte) string {
	if t := container(content); t != "" {
		return t
	}
	if bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return "application/x-ole-storage" // Office before 2007
	}
	t, _, _ := strings.Cut(http.DetectContentType(content), ";")
	switch t {
	case "application/zip":
		return inside(content)
	case "text/plain", "text/xml":
		if looksLikeSVG(content) {
			return "image/svg+xml"
		}
	case "image/vnd.microsoft.icon", "image/x-icon":
		return "image/vnd.microsoft.icon"
	}
	return t
}

// brands are those of the ISO container that hold a still image.
var brands = map[string]string{"heic": "image/heic", "heix": "image/heic", "mif1": "image/heif", "msf1": "image/heif", "avif": "image/avif", "avis": "image/avif"}

func container(content []byte) string {
	if len(content) < 12 || string(content[4:8]) != "ftyp" {
		return ""
	}
	return brands[string(content[8:12])]
}

// parts are the folders that tell documents in a zip archive apart.
var parts = []struct{ prefix, mediaType string }{
	{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
}

// longestType bounds the text of a media type that an archive declares itself.
const longestType = 100

// inside looks at the names of a zip archive; it unpacks nothing but the media
// type that OpenDocument and EPUB files store in their first entry.
func inside(content []byte) string {
	const plain = "application/zip"
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(r.File) == 0 {
		return plain
	}
	if first := r.File[0]; first.Name == "mimetype" && first.Method == zip.Store && first.UncompressedSize64 <= longestType {
		if t := stored(content, first); strings.HasPrefix(t, "application/vnd.oasis.opendocument.") || t == "application/epub+zip" {
			return t
		}
	}
	for _, f := range r.File {
		for _, p := range parts {
			if strings.HasPrefix(f.Name, p.prefix) && hasEntry(r, "[Content_Types].xml") {
				return p.mediaType
			}
		}
	}
	return plain
}

func stored(content []byte, f *zip.File) string {
	at, err := f.DataOffset()
	if err != nil || at < 0 || at+int64(f.UncompressedSize64) > int64(len(content)) {
		return ""
	}
	t := string(content[at : at+int64(f.UncompressedSize64)])
	if strings.IndexFunc(t, func(r rune) bool { return r < '!' || r > '~' }) >= 0 {
		return ""
	}
	return t
}

func hasEntry(r *zip.Reader, name string) bool {
	for _, f := range r.File {
		if f.Name == name {
			return true
		}
	}
	return false
}

// looksLikeSVG finds the root element among the first bytes: an SVG image can
// run scripts, so it must not pass for text or for a picture that cannot.
func looksLikeSVG(content []byte) bool {
	head := content[:min(len(content), 4096)]
	return bytes.Contains(bytes.ToLower(head), []byte("<svg"))
}

// inline are the types that a browser may draw in a page's place: pictures
// that hold nothing to run.
var inline = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/avif": true}

// Inline tells whether a file of a media type may be shown by a browser rather
// than saved.
func Inline(mediaType string) bool { return inline[mediaType] }
