package fieldtype

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/engine/problem"
)

var (
	groupedNumber = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
	plainNumber   = regexp.MustCompile(`^([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$`)
	// currencyMark is what may stand before or behind an amount.
	currencyMark = regexp.MustCompile(`^(?:[¥$€£₩₹]|元|(?:CNY|RMB|USD|EUR|GBP|JPY|HKD|US\$|HK\$)\s?)|(?:[¥$€£₩₹]|元|\s?(?:CNY|RMB|USD|EUR|GBP|JPY|HKD))$`)
)

// parseNumberCell reads a number as people write it: with thousands
// separators, a currency, full-width digits, or in brackets when negative.
// A comma that does not part thousands is refused, for it may be a point. A
// scaled one may end with the short form of a power of ten.
func parseNumberCell(cell string, scaled bool) (any, *problem.Detail) {
	s := strings.TrimSpace(norm.NFKC.String(cell))
	s = strings.ReplaceAll(s, "−", "-")
	negative := false
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s, negative = s[1:len(s)-1], true
	}
	s, minus := cutSign(s)
	s = strings.TrimSpace(currencyMark.ReplaceAllString(s, ""))
	s, minusInside := cutSign(s)
	power := ""
	if scaled {
		s, power = cutPower(s)
	}
	signs := 0
	for _, b := range []bool{negative, minus, minusInside} {
		if b {
			signs++
		}
	}
	if groupedNumber.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	if signs > 1 || !plainNumber.MatchString(s) {
		return nil, wrong("not_a_number", "text", shorten(cell))
	}
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	s = strings.TrimSuffix(s, ".")
	if whole, rest, dotted := strings.Cut(s, "."); dotted && rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		s = whole + rest
	}
	if signs == 1 {
		s = "-" + s
	}
	return json.Number(s + power), nil
}

// powers are the short forms of powers of ten, as exponents.
var powers = map[string]string{"K": "e3", "M": "e6", "B": "e9", "万": "e4", "亿": "e8"}

// cutPower takes the short form of a power of ten from the end of a number.
func cutPower(s string) (number, exponent string) {
	r, size := utf8.DecodeLastRuneInString(s)
	exponent = powers[strings.ToUpper(string(r))]
	if exponent == "" || strings.ContainsAny(s, "eE") {
		return s, ""
	}
	return strings.TrimSpace(s[:len(s)-size]), exponent
}

func cutSign(s string) (string, bool) {
	if t, ok := strings.CutPrefix(s, "+"); ok {
		return t, false
	}
	t, minus := strings.CutPrefix(s, "-")
	return t, minus
}

// shorten keeps messages about long cells short.
func shorten(s string) string { return shortenTo(s, 40) }

// shortenTo keeps the first characters of a text.
func shortenTo(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
