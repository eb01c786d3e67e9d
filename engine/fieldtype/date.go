package fieldtype

import (
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

type dateType struct{ stringType }

var date Type = dateType{stringType{
	base:    base{name: "date", folding: definition.FoldExact, kind: query.Type{Kind: query.Date}, column: "date", operators: ordered, sortable: true},
	longest: 40, format: "date", prepare: calendarDate,
}}

func calendarDate(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil || t.Year() < 1 {
			return nil, wrong("invalid_date")
		}
		return s, nil
	}, nil
}

// ParseText implements Type: year first in several forms, the month in words,
// or numbers whose order can only be one.
func (dateType) ParseText(_ *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	t, detail := parseDateCell(cell, l.Dates)
	if detail != nil {
		return nil, detail
	}
	return t.Format(time.DateOnly), nil
}
