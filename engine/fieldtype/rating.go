package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// ratingType is a number of stars, from one to the field's maximum, which the
// definition completes.
type ratingType struct{ integerType }

var rating Type = ratingType{integerType{base{
	name: "rating", kind: query.Type{Kind: query.Integer}, column: "bigint", operators: ordered, sortable: true,
}}}

// ParseText implements Type: a number, or as many stars.
func (r ratingType) ParseText(f *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	s := strings.TrimSpace(cell)
	s = strings.TrimRight(s, "☆")
	if stars := strings.Count(s, "★"); stars > 0 && strings.Repeat("★", stars) == s {
		return stars, nil
	}
	return r.integerType.ParseText(f, cell, l)
}
