package fieldtype

import (
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// MaxDigits is how many significant digits a number may have, and how many
// digits may stand before and after its point.
const MaxDigits = 15

// ParseDecimal brings the text of a JSON number into the form of
// query.Decimal. It is false for anything else, and for numbers with more
// than MaxDigits digits.
func ParseDecimal(s string) (query.Decimal, bool) {
	return parseDecimal(s, MaxDigits)
}

func parseDecimal(s string, maxDigits int) (query.Decimal, bool) {
	negative := strings.HasPrefix(s, "-")
	digits, point, ok := splitNumber(strings.TrimPrefix(s, "-"))
	if !ok {
		return "", false
	}
	digits, point = trimZeros(digits, point)
	if digits == "" {
		return "0", true
	}
	// point is how many of the digits stand before the decimal point; it may
	// lie outside of them.
	if len(digits) > maxDigits || point > maxDigits || len(digits)-point > maxDigits {
		return "", false
	}
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	switch {
	case point <= 0:
		b.WriteString("0." + strings.Repeat("0", -point) + digits)
	case point >= len(digits):
		b.WriteString(digits + strings.Repeat("0", point-len(digits)))
	default:
		b.WriteString(digits[:point] + "." + digits[point:])
	}
	return query.Decimal(b.String()), true
}

// splitNumber takes an unsigned JSON number apart: its digits, and how many of
// them stand before the point once the exponent is applied.
func splitNumber(s string) (digits string, point int, ok bool) {
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > 1000 || e < -1000 {
			return "", 0, false
		}
		mantissa, exponent = s[:i], e
	}
	whole, fraction, dotted := strings.Cut(mantissa, ".")
	if whole == "" || dotted && fraction == "" || len(mantissa) > 1000 || !allDigits(whole) || !allDigits(fraction) {
		return "", 0, false
	}
	return whole + fraction, len(whole) + exponent, true
}

func trimZeros(digits string, point int) (string, int) {
	trimmed := strings.TrimLeft(digits, "0")
	point -= len(digits) - len(trimmed)
	return strings.TrimRight(trimmed, "0"), point
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// CompareDecimals orders two decimals by value: -1, 0 or 1.
func CompareDecimals(a, b query.Decimal) int {
	x, y := string(a), string(b)
	nx, ny := strings.HasPrefix(x, "-"), strings.HasPrefix(y, "-")
	switch {
	case nx && ny:
		return compareMagnitudes(y[1:], x[1:])
	case nx:
		return -1
	case ny:
		return 1
	}
	return compareMagnitudes(x, y)
}

func compareMagnitudes(x, y string) int {
	xw, xf, _ := strings.Cut(x, ".")
	yw, yf, _ := strings.Cut(y, ".")
	if len(xw) != len(yw) {
		if len(xw) < len(yw) {
			return -1
		}
		return 1
	}
	if c := strings.Compare(xw, yw); c != 0 {
		return c
	}
	return strings.Compare(xf, yf)
}

// decimals counts the digits after the point.
func decimals(d query.Decimal) int {
	_, fraction, _ := strings.Cut(string(d), ".")
	return len(fraction)
}
