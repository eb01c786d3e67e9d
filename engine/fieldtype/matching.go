package fieldtype

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/engine/definition"
)

// matching implements matched.
func (b base) matching() definition.Folding { return b.folding }

// matched is a type whose values can tell duplicates.
type matched interface{ matching() definition.Folding }

// Matching says how values of a field are compared when duplicates are looked
// for; FoldNone when they are not. compare is what the rule says of texts, ""
// for what their type says.
func Matching(f *definition.Field, compare definition.Folding) definition.Folding {
	t, ok := Get(f.Type)
	if !ok || f.System || !f.Stored() {
		return definition.FoldNone
	}
	m, ok := t.(matched)
	if !ok {
		return definition.FoldNone
	}
	if how := m.matching(); compare == "" || how == definition.FoldExact || how == definition.FoldNone {
		return how
	}
	return compare
}

// Fold gives what a text is compared by. The engine's indexes hold the same,
// made by PostgreSQL; a conformance test keeps the two equal.
func Fold(how definition.Folding, s string) string {
	if how == definition.FoldExact {
		return s
	}
	s = strings.ReplaceAll(cases.Lower(language.Und).String(norm.NFKC.String(s)), "ς", "σ")
	if how == definition.FoldLetters {
		s = strings.Map(func(r rune) rune {
			if punctuates(r) {
				return -1
			}
			return r
		}, s)
	}
	if runes := []rune(s); len(runes) > definition.MatchLength {
		s = string(runes[:definition.MatchLength])
	}
	return strings.Trim(s, " \t\n\v\f\r")
}

// punctuation are the characters that say nothing of who or what is meant:
// blanks, marks between words, brackets, and what cannot be seen.
var punctuation = [][2]rune{
	{0x01, 0x2f}, {0x3a, 0x40}, {0x5b, 0x60}, {0x7b, 0xbf}, {0xd7, 0xd7}, {0xf7, 0xf7},
	{0x2000, 0x206f}, {0x2190, 0x2bff}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030},
	{0x30fb, 0x30fb}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
}

func punctuates(r rune) bool {
	for _, span := range punctuation {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return false
}
