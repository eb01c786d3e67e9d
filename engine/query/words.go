package query

import (
	"regexp"
	"strings"
)

// What parts words in sanitised HTML, and what does not. The store renders the
// same patterns, so they use only what both dialects of regular expressions
// read alike.
const (
	BlockTags = `</?(address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)( [^>]*)?/?>`
	AnyTag    = `<[^>]*>`
)

var (
	blockTags = regexp.MustCompile(BlockTags)
	anyTag    = regexp.MustCompile(AnyTag)
)

// Entities are the characters that sanitised HTML writes as entities, in the
// order in which they are read back: & comes last.
var Entities = [...][2]string{{"&lt;", "<"}, {"&gt;", ">"}, {"&#34;", `"`}, {"&#39;", "'"}, {"&#13;", "\r"}, {"&amp;", "&"}}

// Words is the text that sanitised HTML shows: blocks part lines, other marks
// part nothing.
func Words(markup string) string {
	s := anyTag.ReplaceAllLiteralString(blockTags.ReplaceAllLiteralString(markup, "\n"), "")
	for _, e := range Entities {
		s = strings.ReplaceAll(s, e[0], e[1])
	}
	return s
}
