package fieldtype

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// numeric is the core of number, money and percent.
type numeric struct{ base }

func newNumeric(name string) numeric {
	return numeric{base{name: name, kind: query.Type{Kind: query.Number}, column: "numeric", operators: ordered, sortable: true}}
}

// numberText gives the text of a JSON number, however it was decoded.
func numberText(v any) (string, bool) {
	switch v := v.(type) {
	case json.Number:
		return string(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case int:
		return strconv.Itoa(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	case query.Decimal:
		return string(v), true
	}
	return "", false
}

// bounds are the limits of a numeric field, nil where there is none.
type bounds struct{ min, max *query.Decimal }

func compileBounds(f *definition.Field, digits int) (bounds, *problem.Detail) {
	var b bounds
	for _, side := range []struct {
		text *string
		to   **query.Decimal
		at   string
	}{{f.Minimum, &b.min, "/minimum"}, {f.Maximum, &b.max, "/maximum"}} {
		if side.text == nil {
			continue
		}
		d, ok := parseDecimal(*side.text, digits)
		if !ok {
			return b, wrongAt(side.at, "too_many_digits", "max", digits)
		}
		*side.to = &d
	}
	if b.min != nil && b.max != nil && CompareDecimals(*b.min, *b.max) > 0 {
		return b, wrongAt("/minimum", "maximum", "max", json.Number(*b.max))
	}
	return b, nil
}

func (b bounds) check(d query.Decimal) *problem.Detail {
	if b.min != nil && CompareDecimals(d, *b.min) < 0 {
		return wrong("minimum", "min", json.Number(*b.min))
	}
	if b.max != nil && CompareDecimals(d, *b.max) > 0 {
		return wrong("maximum", "max", json.Number(*b.max))
	}
	return nil
}

// Compile implements Type.
func (numeric) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	limits, detail := compileBounds(f, MaxDigits)
	if detail != nil {
		return nil, detail
	}
	scale := f.Scale
	return func(v any) (any, *problem.Detail) {
		if v == nil {
			return nil, nil
		}
		s, ok := numberText(v)
		if !ok {
			return nil, wrong("wrong_type", "want", "number")
		}
		d, ok := ParseDecimal(s)
		if !ok {
			return nil, wrong("too_many_digits", "max", MaxDigits)
		}
		if scale >= 0 && decimals(d) > scale {
			return nil, wrong("too_many_decimals", "max", scale)
		}
		if detail := limits.check(d); detail != nil {
			return nil, detail
		}
		return d, nil
	}, nil
}

// JSONSchema implements Type.
func (numeric) JSONSchema(f *definition.Field) map[string]any {
	m := boundsSchema(f, "number", "-999999999999999", "999999999999999")
	if f.Scale >= 0 {
		m["multipleOf"] = json.Number(scaleStep(f.Scale))
	}
	return m
}

func scaleStep(scale int) string {
	if scale == 0 {
		return "1"
	}
	return "0." + strings.Repeat("0", scale-1) + "1"
}

func boundsSchema(f *definition.Field, jsonType, minimum, maximum string) map[string]any {
	if f.Minimum != nil {
		minimum = *f.Minimum
	}
	if f.Maximum != nil {
		maximum = *f.Maximum
	}
	return map[string]any{"type": jsonType, "minimum": json.Number(minimum), "maximum": json.Number(maximum)}
}

// ParseText implements Type.
func (numeric) ParseText(_ *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	return parseNumberCell(cell, l.Scaled)
}

// FormatText implements Type.
func (numeric) FormatText(_ *definition.Field, v any, _ Locale) string {
	d, _ := v.(query.Decimal)
	return string(d)
}
