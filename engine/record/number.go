package record

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/store"
)

// numberPieces reads an auto-number's pattern: C{YYYY}-{00000} is a letter,
// the year, a dash and five digits. The definition's check has made sure that
// it is well formed and has exactly one group of zeros.
func numberPieces(pattern string) []store.NumberPiece {
	var pieces []store.NumberPiece
	for pattern != "" {
		open := strings.IndexByte(pattern, '{')
		end := strings.IndexByte(pattern, '}')
		if open < 0 || end < open {
			return append(pieces, store.NumberPiece{Text: pattern})
		}
		if open > 0 {
			pieces = append(pieces, store.NumberPiece{Text: pattern[:open]})
		}
		switch group := pattern[open+1 : end]; {
		case strings.Trim(group, "0") == "":
			pieces = append(pieces, store.NumberPiece{Digits: len(group)})
		default:
			pieces = append(pieces, store.NumberPiece{Date: group})
		}
		pattern = pattern[end+1:]
	}
	return pieces
}
