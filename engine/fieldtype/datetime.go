package fieldtype

import (
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// dateTimeType is an instant, kept in UTC to the microsecond.
type dateTimeType struct{ stringType }

var dateTime Type = dateTimeType{stringType{
	base:    base{name: "datetime", kind: query.Type{Kind: query.Instant}, column: "timestamptz", operators: ordered, sortable: true},
	longest: 60, format: "date-time", prepare: instant,
}}

func instant(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return nil, wrong("invalid_datetime")
		}
		t = t.UTC().Truncate(time.Microsecond)
		if t.Year() < 1 || t.Year() > 9999 {
			return nil, wrong("invalid_datetime")
		}
		return t, nil
	}, nil
}

// ParseText implements Type: a date, perhaps with a time, in the zone of the
// locale unless it has an offset.
func (dateTimeType) ParseText(_ *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	t, detail := parseDateTimeCell(cell, l)
	if detail != nil {
		return nil, detail
	}
	return t.UTC().Format(time.RFC3339Nano), nil
}

// FormatText implements Type.
func (dateTimeType) FormatText(_ *definition.Field, v any, l Locale) string {
	t, _ := v.(time.Time)
	return t.In(l.zone()).Format("2006-01-02 15:04:05.999999")
}
