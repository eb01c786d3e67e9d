package fieldtype

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// whole are the masks of types of which no part means less than the whole.
var whole = []string{"all"}

// Masks implements Type: what the class of the values allows, unless the type
// knows better.
func (b base) Masks() []string {
	switch {
	case b.masks != nil:
		return slices.Clone(b.masks)
	case b.kind.Array:
		return slices.Clone(whole)
	}
	switch b.kind.Kind {
	case query.Text:
		return []string{"name", "id", "tail", "all"}
	case query.Integer, query.Number:
		return []string{"round", "all"}
	case query.Date, query.Instant:
		return []string{"date", "all"}
	}
	return slices.Clone(whole)
}
