package exporter

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Wherever a write is cut, the veil comes off, and nothing else changes.
func TestControlCharactersAreWrittenAsWorkbooksDo(t *testing.T) {
	t.Parallel()
	text := "a\x1b[0m\ufdd0\ufdd1\uffff 長 \ufdcf\ufdd2\uf8ff_x0041_"
	veil := veiled(text)
	require.NotEqual(t, text, veil)
	for size := 1; size <= len(veil); size++ {
		var file bytes.Buffer
		z := parts{zip.NewWriter(&file)}
		w, err := z.Create("xl/worksheets/sheet1.xml")
		require.NoError(t, err)
		for rest := veil; rest != ""; rest = rest[min(size, len(rest)):] {
			_, err := io.WriteString(w, rest[:min(size, len(rest))])
			require.NoError(t, err)
		}
		require.NoError(t, z.Close())
		r, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
		require.NoError(t, err)
		part, err := r.Open("xl/worksheets/sheet1.xml")
		require.NoError(t, err)
		got, err := io.ReadAll(part)
		require.NoError(t, err)
		require.Equal(t, "a_x001B_[0m_xFDD0__xFDD1__xFFFF_ 長 \ufdcf\ufdd2\uf8ff_x0041_", string(got), "%d bytes at once", size)
	}
	require.Equal(t, strings.Repeat("x\t\r\n", 9), veiled(strings.Repeat("x\t\r\n", 9)))
}
