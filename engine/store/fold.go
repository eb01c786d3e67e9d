package store

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
)

// foldPunctuation are the characters that do not count, as a set of a regular
// expression: spelled out by their numbers, for classes depend on collations.
const foldPunctuation = `[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe00-\ufe0f\ufeff]+`

// folded gives the SQL of what a text is compared by: the same as Go makes of
// it, of immutable functions alone, so that it can be indexed. Other values are
// compared as they are.
func folded(how definition.Folding, sql string) string {
	if how != definition.FoldCase && how != definition.FoldLetters {
		return sql
	}
	// The small sigma at a word's end is the same letter: where words end is told
	// in many ways.
	sql = `translate(lower(normalize(` + sql + `, NFKC) collate pg_catalog."und-x-icu"), 'ς', 'σ')`
	if how == definition.FoldLetters {
		sql = `regexp_replace(` + sql + `, '` + foldPunctuation + `', '', 'g')`
	}
	return `(btrim(left(` + sql + `, ` + strconv.Itoa(definition.MatchLength) + `), E' \t\n\v\f\r') collate "C")`
}

// matches writes that two values are the same to a rule; an empty one never is.
func matches(how definition.Folding, mine, theirs string) string {
	if how != definition.FoldCase && how != definition.FoldLetters {
		return theirs + " = " + mine
	}
	return folded(how, theirs) + " = " + folded(how, mine) + " AND " + folded(how, mine) + " <> ''"
}
