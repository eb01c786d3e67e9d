package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// percentType holds 12.5 for 12.5 %.
type percentType struct{ numeric }

var percent Type = percentType{newNumeric("percent")}

// ParseText implements Type: a percent sign may follow the number.
func (p percentType) ParseText(f *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	cell = strings.TrimSpace(cell)
	for _, sign := range []string{"%", "％"} {
		cell = strings.TrimSuffix(cell, sign)
	}
	return p.numeric.ParseText(f, cell, l)
}
