package fieldtype

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// measured are the kinds of values that a measure takes; the others take all
// that compare.
var measured = map[string][]query.Kind{
	"sum": {query.Integer, query.Number}, "avg": {query.Integer, query.Number},
	"median": {query.Integer, query.Number}, "stddev": {query.Integer, query.Number},
	"min": {query.Integer, query.Number, query.Date, query.Time, query.Instant},
	"max": {query.Integer, query.Number, query.Date, query.Time, query.Instant},
}

// Measures tells whether a measure (count, count_distinct, sum, avg, min, max,
// median, stddev) can be made of values of a kind.
func Measures(fn string, kind query.Kind) bool {
	kinds, limited := measured[fn]
	return !limited || slices.Contains(kinds, kind)
}

// Compares tells whether two values of a field can be the same one, so that
// records can be grouped by it.
func Compares(f *definition.Field) bool {
	t, ok := Of(f)
	return ok && !t.Kind().Array && t.Kind().Kind < query.Markup && slices.Contains(t.Operators(), OpEqual)
}
