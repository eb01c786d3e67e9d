package fieldtype

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// locationType is a place on earth: latitude and longitude in degrees (WGS 84),
// as "31.230416,121.473701".
type locationType struct{ stringType }

var location Type = locationType{stringType{
	base:    base{name: "location", kind: query.Type{Kind: query.Text}, column: "text", operators: equality, masks: whole},
	longest: 60, format: "location", prepare: coordinates,
}}

// placeDecimals are the digits after the point that tell places apart: a tenth
// of a metre.
const placeDecimals = 6

func coordinates(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		latitude, longitude, ok := strings.Cut(s, ",")
		lat, okLat := degrees(latitude, "90")
		lng, okLng := degrees(longitude, "180")
		if !ok || !okLat || !okLng {
			return nil, wrong("invalid_location")
		}
		if decimals(lat) > placeDecimals || decimals(lng) > placeDecimals {
			return nil, wrong("too_many_decimals", "max", placeDecimals)
		}
		return string(lat) + "," + string(lng), nil
	}, nil
}

// degrees reads a number between -most and most.
func degrees(s string, most query.Decimal) (query.Decimal, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "+")
	d, ok := parseDecimal(s, 2*MaxDigits)
	return d, ok && CompareDecimals(d, most) <= 0 && CompareDecimals(d, "-"+most) >= 0
}

// ParseText implements Type: devices write more digits than they measure, so
// those beyond the sixth are cut off; comma, semicolon or space parts the two.
func (locationType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	parts := strings.FieldsFunc(norm.NFKC.String(cell), func(r rune) bool { return r == ',' || r == ';' || r == '、' || r == ' ' })
	if len(parts) != 2 {
		return nil, wrong("invalid_location", "text", shorten(cell))
	}
	for i, s := range parts {
		whole, fraction, dotted := strings.Cut(s, ".")
		if dotted && allDigits(fraction) && len(fraction) > placeDecimals {
			parts[i] = whole + "." + fraction[:placeDecimals]
		}
	}
	return parts[0] + "," + parts[1], nil
}
