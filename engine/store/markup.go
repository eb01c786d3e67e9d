package store

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// words writes what query.Words makes of a text with markup. What it puts into
// the statement are constants of the program.
func words(text string) string {
	s := "regexp_replace(regexp_replace(" + text + ", '" + query.BlockTags + "', E'\\n', 'g'), '" + query.AnyTag + "', '', 'g')"
	for _, e := range query.Entities {
		s = "replace(" + s + ", '" + e[0] + "', " + characterText(e[1]) + ")"
	}
	return s
}

// characterText writes one character of a constant.
func characterText(s string) string {
	return "E'" + strings.NewReplacer("'", `\'`, "\r", `\r`).Replace(s) + "'"
}
