package spreadsheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

func TestEscapedIsNoFormula(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"=1+1": "'=1+1", "+86 135": "'+86 135", "-x": "'-x", "@a": "'@a", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1",
		"'=1": "''=1", "''@": "'''@", "'tis": "'tis", "'": "'", "": "", " ": "' ", "\u3000\t": "'\u3000\t", "' ": "'' ", " a": " a", "a=1": "a=1", "\xff=": "\xff=", "张": "张",
	} {
		require.Equal(t, want, spreadsheet.Escape(given), "%q", given)
		require.Equal(t, given, spreadsheet.Unescape(want), "%q", want)
	}
}

func TestUnescapeGivesEachTextBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "'", "''", "="}).Draw(t, "before") + rapid.OneOf(rapid.String(), rapid.StringMatching(`[-=+@'＝\t\r\n ]{0,4}x?`)).Draw(t, "text")
		escaped := spreadsheet.Escape(text)
		require.Equal(t, text, spreadsheet.Unescape(escaped))
		require.False(t, escaped != "" && strings.ContainsAny(escaped[:1], "=+-@\t\r\n"), "%q", escaped)
	})
}
