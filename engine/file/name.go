package file

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestName is that of a name in bytes, as most file systems have it.
const longestName = 200

// Name makes a file name of what somebody calls a file: its last part, without
// what a file system, a terminal or a reader could be deceived by.
func Name(given string) string {
	given = norm.NFC.String(strings.ToValidUTF8(given, ""))
	given = given[strings.LastIndexAny(given, `/\`)+1:]
	clean := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r): // direction overrides hide what a name ends in
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, given)
	clean = strings.Trim(clean, " .")
	if clean == "" {
		return "file"
	}
	return shorten(clean)
}

// shorten keeps the ending, by which people know what a file is.
func shorten(name string) string {
	if len(name) <= longestName {
		return name
	}
	ending := path.Ext(name)
	if len(ending) > 20 {
		ending = ""
	}
	stem := name[:longestName-len(ending)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return stem + ending
}
