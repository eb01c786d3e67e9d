package fieldtype

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// durationType is a length of time in whole seconds. A payload may give it as
// a number of seconds, or as a text in one of the forms of parseDuration.
type durationType struct{ integerType }

var duration Type = durationType{integerType{base{
	name: "duration", kind: query.Type{Kind: query.Integer}, column: "bigint", operators: ordered, sortable: true,
}}}

// maxDuration is ten thousand years of 365.25 days, in seconds.
const maxDuration = "315576000000"

// bounded is the field with the limits of the type where it has none itself.
func (durationType) bounded(f *definition.Field) *definition.Field {
	most, least := maxDuration, "-"+maxDuration
	g := *f
	if g.Maximum == nil {
		g.Maximum = &most
	}
	if g.Minimum == nil {
		g.Minimum = &least
	}
	return &g
}

// Compile implements Type.
func (d durationType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	seconds, detail := d.integerType.Compile(d.bounded(f))
	if detail != nil {
		return nil, detail
	}
	return func(v any) (any, *problem.Detail) {
		s, ok := v.(string)
		switch {
		case !ok:
			return seconds(v)
		case s == "":
			return nil, nil
		}
		n, ok := parseDuration(s)
		if !ok {
			return nil, wrong("invalid_duration", "text", shorten(s))
		}
		return seconds(json.Number(n))
	}, nil
}

// JSONSchema implements Type.
func (d durationType) JSONSchema(f *definition.Field) map[string]any {
	m := d.integerType.JSONSchema(d.bounded(f))
	m["type"] = []any{"integer", "string"}
	return m
}

// Assert implements asserter: the bounds of numbers are standard keywords,
// those of texts are not.
func (d durationType) Assert(f *definition.Field) func(v any) bool {
	coerce, detail := d.Compile(f)
	return func(v any) bool {
		s, ok := v.(string)
		if !ok {
			return true
		}
		if detail != nil || s == "" && f.Required {
			return false
		}
		_, wrong := coerce(s)
		return wrong == nil
	}
}

// ParseText implements Type.
func (durationType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	n, ok := parseDuration(cell)
	if !ok {
		return nil, wrong("invalid_duration", "text", shorten(cell))
	}
	return json.Number(n), nil
}

// FormatText implements Type: hours, minutes and seconds.
func (durationType) FormatText(_ *definition.Field, v any, _ Locale) string {
	n, _ := v.(int64)
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d:%02d:%02d", sign, n/3600, n/60%60, n%60)
}

// filterValue reads texts as payloads do, and numbers without bounds.
func (durationType) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	s, ok := v.(string)
	if !ok {
		return filterNumber(v)
	}
	n, ok := parseDuration(s)
	if !ok {
		return query.Value{}, wrong("invalid_duration", "text", shorten(strings.ToValidUTF8(s, "")))
	}
	return filterNumber(json.Number(n))
}
