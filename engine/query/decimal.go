package query

import (
	"math/big"
	"strconv"
	"strings"
)

// maxDecimal bounds the text and the exponent that ParseDecimal accepts.
const maxDecimal = 400

// ParseDecimal makes the canonical Decimal of a number in JSON's syntax
// (exponent allowed), or false when s is not a number or out of bounds.
func ParseDecimal(s string) (Decimal, bool) {
	if len(s) == 0 || len(s) > maxDecimal || !jsonNumber(s) {
		return "", false
	}
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(strings.TrimPrefix(s[i+1:], "+"))
		if err != nil || n > maxDecimal || n < -maxDecimal {
			return "", false
		}
		mantissa, exponent = s[:i], n
	}
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, point := whole+fraction, len(whole)+exponent
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole = strings.TrimLeft(digits[:point], "0")
	fraction = strings.TrimRight(digits[point:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		return Decimal(sign + whole + "." + fraction), true
	}
	if whole == "0" {
		return "0", true
	}
	return Decimal(sign + whole), true
}

// jsonNumber tells whether s is a number as JSON writes it.
func jsonNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	digits := func() bool {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		s = s[n:]
		return n > 0
	}
	if !digits() {
		return false
	}
	if rest, ok := strings.CutPrefix(s, "."); ok {
		s = rest
		if !digits() {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return s == ""
}

// Cmp compares two decimals by value: -1, 0 or 1.
func (d Decimal) Cmp(e Decimal) int {
	if d == e {
		return 0
	}
	x, ok := new(big.Rat).SetString(string(d))
	y, ok2 := new(big.Rat).SetString(string(e))
	if !ok || !ok2 {
		return strings.Compare(string(d), string(e))
	}
	return x.Cmp(y)
}

// Int64 gives the decimal as an integer, or false when it has a fraction or
// does not fit.
func (d Decimal) Int64() (int64, bool) {
	n, err := strconv.ParseInt(string(d), 10, 64)
	return n, err == nil
}

// Bounded tells whether the decimal is one that computing may give: within
// MaxWhole digits before the point and Places after it.
func (d Decimal) Bounded() bool {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(string(d), "-"), ".")
	return len(whole) <= MaxWhole && len(fraction) <= Places
}

// Add gives the sum of two decimals.
func (d Decimal) Add(e Decimal) Decimal {
	x, ok := new(big.Rat).SetString(string(d))
	y, ok2 := new(big.Rat).SetString(string(e))
	if !ok || !ok2 {
		return d
	}
	sum, _ := ParseDecimal(x.Add(x, y).FloatString(Places))
	return sum
}
