package fieldtype

import (
	"math/big"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

var (
	clockSpan = regexp.MustCompile(`^([0-9]{1,9}):([0-5]?[0-9])(?::([0-5]?[0-9]))?$`)
	isoSpan   = regexp.MustCompile(`^P(?:([0-9.]{1,12})W)?(?:([0-9.]{1,12})D)?(?:T(?:([0-9.]{1,12})H)?(?:([0-9.]{1,12})M)?(?:([0-9.]{1,12})S)?)?$`)
	wordSpan  = regexp.MustCompile(`^(?:([0-9.]{1,12})\s*(?:w|weeks?|周|星期))?\s*(?:([0-9.]{1,12})\s*(?:d|days?|天|日))?\s*` +
		`(?:([0-9.]{1,12})\s*(?:h|hr|hrs|hours?|小时|时))?\s*(?:([0-9.]{1,12})\s*(?:m|min|mins|minutes?|分钟|分))?\s*` +
		`(?:([0-9.]{1,12})\s*(?:s|sec|secs|seconds?|秒钟|秒))?$`)
	plainSpan = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,9})?$`)
)

// spanSeconds are the seconds of a week, a day, an hour, a minute and a second.
var spanSeconds = [...]int64{7 * 86400, 86400, 3600, 60, 1}

// parseDuration reads a length of time as people and programs write it:
// "1:30:00" and "1:30" (hours first), "90m", "1h 30m", "1.5 小时", "PT1H30M",
// or a number of seconds. It gives whole seconds as a decimal text, and false
// for anything else, a fraction of a second included.
func parseDuration(text string) (string, bool) {
	if len(text) > 100 {
		return "", false
	}
	s := strings.ToLower(strings.TrimSpace(norm.NFKC.String(text)))
	s = strings.ReplaceAll(s, "−", "-")
	s, negative := strings.CutPrefix(s, "-")
	total := new(big.Rat)
	upper := strings.ToUpper(s)
	clock := clockSpan.FindStringSubmatch(s)
	iso, words := isoSpan.FindStringSubmatch(upper), wordSpan.FindStringSubmatch(s)
	ok := true
	switch {
	case s == "" || strings.HasSuffix(upper, "T") || upper == "P":
		return "", false
	case clock != nil:
		ok = addSpans(total, clock[1:], spanSeconds[2:])
	case plainSpan.MatchString(s):
		ok = addSpans(total, []string{s}, spanSeconds[4:])
	case iso != nil:
		ok = addSpans(total, iso[1:], spanSeconds[:])
	case words != nil:
		ok = addSpans(total, words[1:], spanSeconds[:])
	default:
		return "", false
	}
	if !ok || !total.IsInt() {
		return "", false
	}
	if negative {
		total.Neg(total)
	}
	return total.Num().String(), true
}

// addSpans adds as many of each unit as a text says; an empty one says none.
func addSpans(total *big.Rat, counts []string, units []int64) bool {
	for i, count := range counts {
		if count == "" {
			continue
		}
		n, ok := parseDecimal(count, MaxDigits)
		if !ok {
			return false
		}
		r, ok := new(big.Rat).SetString(string(n))
		if !ok {
			return false
		}
		total.Add(total, r.Mul(r, new(big.Rat).SetInt64(units[i])))
	}
	return true
}
