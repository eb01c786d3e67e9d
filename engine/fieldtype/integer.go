package fieldtype

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// integerType holds whole numbers of 64 bits.
type integerType struct{ base }

var integer Type = integerType{base{
	name: "integer", folding: definition.FoldExact, kind: query.Type{Kind: query.Integer}, column: "bigint", operators: ordered, sortable: true,
}}

const (
	minInteger = "-9223372036854775808"
	maxInteger = "9223372036854775807"
	intDigits  = len(maxInteger)
)

// Compile implements Type.
func (integerType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	limits, detail := compileBounds(f, intDigits)
	if detail != nil {
		return nil, detail
	}
	lowest, highest := query.Decimal(minInteger), query.Decimal(maxInteger)
	if limits.min == nil {
		limits.min = &lowest
	}
	if limits.max == nil {
		limits.max = &highest
	}
	return func(v any) (any, *problem.Detail) {
		if v == nil {
			return nil, nil
		}
		s, ok := numberText(v)
		if !ok {
			return nil, wrong("wrong_type", "want", "integer")
		}
		d, ok := parseDecimal(s, 2*intDigits)
		if !ok {
			return nil, wrong("too_many_digits", "max", intDigits)
		}
		if decimals(d) > 0 {
			return nil, wrong("wrong_type", "want", "integer")
		}
		if detail := limits.check(d); detail != nil {
			return nil, detail
		}
		n, err := strconv.ParseInt(string(d), 10, 64)
		if err != nil {
			return nil, wrong("too_many_digits", "max", intDigits)
		}
		return n, nil
	}, nil
}

// JSONSchema implements Type.
func (integerType) JSONSchema(f *definition.Field) map[string]any {
	return boundsSchema(f, "integer", minInteger, maxInteger)
}

// ParseText implements Type.
func (integerType) ParseText(_ *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	return parseNumberCell(cell, l.Scaled)
}

// FormatText implements Type.
func (integerType) FormatText(_ *definition.Field, v any, _ Locale) string {
	n, _ := v.(int64)
	return strconv.FormatInt(n, 10)
}
