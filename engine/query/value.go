package query

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// InstantLayout is the one text form of an Instant in policies: fixed width,
// so that texts order as the instants do.
const InstantLayout = "2006-01-02T15:04:05.000000Z"

// Comparable tells whether values of two types can be equal at all: single
// values of one kind, Integer and Number counting as one. Values of Markup,
// JSON and Sealed never are.
func Comparable(x, y Type) bool {
	return !x.Array && !y.Array && x.Kind < Markup && class(x.Kind) == class(y.Kind)
}

func class(k Kind) Kind {
	if k == Integer {
		return Number
	}
	return k
}

// compareValues orders two values that are not empty and whose kinds are
// comparable; ok is false when a value has not the Go type of its kind.
func compareValues(x, y any) (order int, ok bool) {
	switch x := x.(type) {
	case string:
		y, ok := y.(string)
		return strings.Compare(x, y), ok
	case bool:
		y, ok := y.(bool)
		return bytes.Compare([]byte{truth(x)}, []byte{truth(y)}), ok
	case time.Time:
		y, ok := y.(time.Time)
		return x.Truncate(time.Microsecond).Compare(y.Truncate(time.Microsecond)), ok
	case int64:
		if y, ok := y.(int64); ok {
			return compareInts(x, y), true
		}
	}
	dx, okX := decimal(x)
	dy, okY := decimal(y)
	if !okX || !okY {
		return 0, false
	}
	return dx.Cmp(dy), true
}

func compareInts(x, y int64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func decimal(v any) (Decimal, bool) {
	switch v := v.(type) {
	case Decimal:
		return v, true
	case int64:
		return Decimal(strconv.FormatInt(v, 10)), true
	}
	return "", false
}

func truth(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// holds tells whether an order of x to y satisfies op.
func (op Op) holds(order int) bool {
	switch op {
	case Eq:
		return order == 0
	case Ne:
		return order != 0
	case Lt:
		return order < 0
	case Le:
		return order <= 0
	case Gt:
		return order > 0
	case Ge:
		return order >= 0
	}
	return false
}

// holds tells whether x has y at the place.
func (how How) holds(x, y string) bool {
	switch how {
	case Contains:
		return strings.Contains(x, y)
	case HasPrefix:
		return strings.HasPrefix(x, y)
	case HasSuffix:
		return strings.HasSuffix(x, y)
	}
	return false
}

// Fold is the form in which texts are compared without regard to case: the
// simple lower case of every code point.
func Fold(s string) string { return strings.ToLower(s) }

// FoldsASCII tells whether x, the text that a Match looks for without regard
// to case, is a constant of ASCII alone. Then only the ASCII letters of the
// other side are folded, which is much cheaper for a server: the Kelvin sign
// is no k.
func FoldsASCII(x Operand) bool {
	v, ok := x.(Value)
	if !ok {
		return false
	}
	s, ok := v.V.(string)
	for i := 0; ok && i < len(s); i++ {
		ok = s[i] < 0x80
	}
	return ok
}

// Caseless tells whether no letter of a text has a case, as in Chinese and in
// numbers: then it is found without folding what is searched.
func Caseless(text string) bool {
	for _, r := range text {
		if unicode.IsMark(r) || unicode.ToLower(r) != r || unicode.ToUpper(r) != r || unicode.ToTitle(r) != r {
			return false
		}
	}
	return true
}

// FoldASCII is Fold for the letters A to Z alone.
func FoldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// elements gives an array value as a list: []any, or one of the typed slices
// that requests carry.
func elements(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return list
	}
	return nil
}
