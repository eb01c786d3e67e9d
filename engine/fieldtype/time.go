package fieldtype

import (
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// timeType is a time of day, without a zone.
type timeType struct{ stringType }

var timeOfDay Type = timeType{stringType{
	base:    base{name: "time", kind: query.Type{Kind: query.Time}, column: "time(0)", operators: ordered, sortable: true},
	longest: 40, format: "time", prepare: clockTime,
}}

func clockTime(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		for _, layout := range []string{time.TimeOnly, "15:04"} {
			if t, err := time.Parse(layout, s); err == nil && len(s) == len(layout) {
				return t.Format(time.TimeOnly), nil
			}
		}
		return nil, wrong("invalid_time")
	}, nil
}

// ParseText implements Type.
func (timeType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	s := strings.ToUpper(strings.TrimSpace(strings.ReplaceAll(cell, "：", ":")))
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.TimeOnly), nil
		}
	}
	return nil, wrong("invalid_time", "text", shorten(cell))
}
