package sheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/importer/sheet"
)

// The last character of a text is one like all others: a short file is told by it.
func TestEncodingOfShortTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a,b\n4,\xe9":      "windows-1252",
		"a,b\n4,\xa9":      "windows-1252",
		"na\xefve,caf\xe9": "windows-1252",
		"a,b\n4,é":         "utf-8",
		"a,b\n4,長":         "utf-8",
		"名名名,名名\n4,\xe9":   "utf-8", // broken, and told by row
	} {
		f, err := sheet.Open(strings.NewReader(text), int64(len(text)), sheet.Options{})
		require.NoError(t, err)
		require.Equal(t, want, f.Encoding, "%q", text)
	}
	long := strings.Repeat("長", 256<<10) // cut within a character
	f, err := sheet.Open(strings.NewReader(long), int64(len(long)), sheet.Options{})
	require.NoError(t, err)
	require.Equal(t, "utf-8", f.Encoding)
}
