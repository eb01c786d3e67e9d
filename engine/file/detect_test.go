package file_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/file"
)

// archive makes a zip of entries without content, stored and in order; one
// with "=" has what follows as its content.
func archive(t *testing.T, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		name, content, _ := strings.Cut(e, "=")
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		require.NoError(t, err)
		_, err = f.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

func TestDetectLooksAtTheBytes(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff\xe0": "image/jpeg", "GIF89a": "image/gif", "%PDF-1.7": "application/pdf",
		"RIFF\x00\x00\x00\x00WEBPVP8 ": "image/webp", "\x00\x00\x00\x18ftypheic\x00": "image/heic", "\x00\x00\x00\x18ftypavif\x00": "image/avif",
		"hello": "text/plain", "你好": "text/plain", "<!DOCTYPE html><p>": "text/html", "\x00\x01\x02": "application/octet-stream",
		`<?xml version="1.0"?><a/>`: "text/xml", `<?xml version="1.0"?><SVG onload="x()">`: "image/svg+xml", `<svg xmlns="x"></svg>`: "image/svg+xml",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "application/x-ole-storage", "PK\x03\x04broken": "application/zip", archive(t, "a.txt"): "application/zip",
		archive(t, "[Content_Types].xml", "word/document.xml"): "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		archive(t, "[Content_Types].xml", "xl/workbook.xml"):   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		archive(t, "xl/workbook.xml"):                          "application/zip", archive(t, "mimetype=application/vnd.oasis.opendocument.text", "content.xml"): "application/vnd.oasis.opendocument.text",
		archive(t, "mimetype=text/html"): "application/zip", archive(t, "mimetype=application/vnd.oasis.opendocument.\r\nX: y"): "application/zip",
	} {
		require.Equal(t, want, file.Detect([]byte(content)), "%.40q", content)
	}
	require.True(t, file.Inline("image/png"))
	require.False(t, file.Inline("image/svg+xml"))
	require.False(t, file.Inline("text/html"))
}

func TestNameKeepsWhatIsHarmless(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"合同 2026.pdf": "合同 2026.pdf", "../../etc/passwd": "passwd", `C:\temp\a.txt`: "a.txt", "": "file", "..": "file", "/": "file", "a\x00b\nc.txt": "abc.txt",
		"invoice\u202efdp.exe": "invoicefdp.exe", `a"b<c>.txt`: "a_b_c_.txt", "\xff.txt": "txt", "e\u0301.txt": "é.txt", " a . ": "a",
	} {
		require.Equal(t, want, file.Name(given), "%q", given)
	}
	long := file.Name(strings.Repeat("长", 300) + ".pdf")
	require.LessOrEqual(t, len(long), 200)
	require.True(t, utf8.ValidString(long))
	require.True(t, strings.HasSuffix(long, "长.pdf"), long)
}
