package spreadsheet

import (
	"strings"
	"unicode/utf8"
)

// formula are the characters with which a spreadsheet program takes a text for
// something to run; some take the wide ones for the same.
const formula = "=+-@\t\r\n＝＋－＠"

// Escape puts an apostrophe before a text that a spreadsheet program would run or
// that is blanks alone, which are no value to an import, and one more before a
// text that looks as if that had been done to it.
// Unescape gives each text back, byte for byte.
func Escape(text string) string {
	if needs(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Unescape takes away the apostrophe of Escape, and leaves other texts alone.
func Unescape(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && needs(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}

func needs(text string) bool {
	if text != "" && strings.TrimSpace(text) == "" {
		return true
	}
	first, size := utf8.DecodeRuneInString(text)
	return size > 0 && strings.ContainsRune(formula, first)
}
