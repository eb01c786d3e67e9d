package store

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// maskAll is what a text shows of which nothing is to be seen.
const maskAll = "'••••••'"

// masks are the patterns of texts, with the text for $. Where a value is too
// short for its pattern, showing a part would show all of it.
var masks = map[string]string{
	// The national number's first three digits and last four; the country
	// code of +86 is left out as people write it.
	"phone": `CASE WHEN length(regexp_replace($, '^\+86', '')) >= 8
		THEN left(regexp_replace($, '^\+86', ''), 3) || repeat('*', length(regexp_replace($, '^\+86', '')) - 7) || right($, 4)
		ELSE '****' END`,
	"email": `CASE WHEN position('@' in $) > 1 THEN left($, 1) || '***' || substr($, position('@' in $)) ELSE '***' END`,
	// How many characters follow the first of a name would tell some people
	// apart, so their number is always the same.
	"name": `CASE WHEN length($) > 1 THEN left($, 1) || '**' ELSE '**' END`,
	"id":   `CASE WHEN length($) >= 10 THEN left($, 3) || repeat('*', length($) - 7) || right($, 4) ELSE '****' END`,
	"tail": `CASE WHEN length($) > 4 THEN '****' || right($, 4) ELSE '****' END`,
}

// masked writes the part of a cell that its mask shows, in the type of the
// field. An empty cell stays empty. A pattern that does not fit the type, and
// "all" for what is no text, show nothing: the cell is as an empty one.
func (w *Writer) masked(c *Cell) {
	f, t := w.fieldText(c.Field), c.Field.Type
	switch {
	case t == query.Type{Kind: query.Text}:
		pattern, ok := masks[c.Show]
		if !ok {
			pattern = maskAll
		}
		w.Text("CASE WHEN ", f, " IS NULL THEN NULL ELSE ", strings.ReplaceAll(pattern, "$", f), " END")
	case c.Show == "date" && t == query.Type{Kind: query.Date}:
		w.Text("date_trunc('year', ", f, "::timestamp)::date")
	case c.Show == "date" && t == query.Type{Kind: query.Instant}:
		w.Text("date_trunc('year', ", f, ", 'UTC')")
	case c.Show == "round" && (t == query.Type{Kind: query.Integer} || t == query.Type{Kind: query.Number}):
		// The leading digit, the others zero; what is between -1 and 1 is 0.
		w.Text("trunc(", f, "::numeric, 1 - length(trunc(abs(", f, "::numeric))::text))::", SQLType(t))
	case t == query.Type{Kind: query.Markup}:
		w.Text("CASE WHEN ", f, " IS NULL THEN NULL ELSE ", maskAll, " END")
	case t == query.Type{Kind: query.Sealed}:
		w.Text("NULL::boolean")
	default:
		w.Text("NULL::", SQLType(t))
	}
}
