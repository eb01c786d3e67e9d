package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/builder/guess"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/query"
)

// What makes a column one of options.
const (
	maxOptions = 20
	maxOption  = 40 // characters
	rowsEach   = 5  // for each option, at least
)

// column is what is known of the cells below one header.
type column struct {
	header  string
	guessed string // by the title
	alive   []*candidate

	cells    int64 // that are not empty
	samples  []string
	longest  int // characters
	lines    bool
	texts    []text // distinct ones, up to one more than options may be
	yes, no  int64
	bits     int64 // 0 and 1
	zeros    bool  // a number begins with one that says nothing
	long     bool  // a number has so many digits that it is none
	eight    int64 // cells of eight digits, which may be days
	mobile   int64 // Chinese mobile numbers
	plus     int64 // numbers with the code of a country
	percents int64
	clocks   int64 // days of a workbook with a time
	money    map[string]int64
	decimals int
	above1   bool
}

// text is a distinct text with its number.
type text struct {
	text  string
	count int64
}

func newColumn(header string, l fieldtype.Locale) *column {
	c := &column{header: header, guessed: guess.Type(apart(header)), money: map[string]int64{}}
	c.alive = candidates(c.guessed, l)
	return c
}

var (
	leadingZero = regexp.MustCompile(`^[-+]?0[0-9]`)
	manyDigits  = regexp.MustCompile(`^[-+]?[0-9]{12,}$`)
	eightDigits = regexp.MustCompile(`^[0-9]{8}$`)
	mobileCN    = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	currencies  = regexp.MustCompile(`^[-(+]?\s*(¥|元|CNY|RMB|HK\$|HKD|US\$|\$|USD|€|EUR|£|GBP|JPY|₹|₩)|(¥|元|CNY|RMB|HKD|\$|USD|€|EUR|£|GBP|JPY|₹|₩)\s*\)?$`)
)

var currencyCodes = map[string]string{"¥": "CNY", "元": "CNY", "RMB": "CNY", "CNY": "CNY", "$": "USD", "US$": "USD", "USD": "USD", "HK$": "HKD", "HKD": "HKD",
	"€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "JPY": "JPY", "₹": "INR", "₩": "KRW"}

// add looks at one cell.
func (c *column) add(cell string, kind sheet.Kind) {
	if strings.TrimSpace(cell) == "" || kind == sheet.Failure {
		return // which the import refuses whatever the field
	}
	c.cells++
	s := strings.TrimSpace(norm.NFKC.String(cell))
	c.measure(cell, s)
	if kind == sheet.Percent || strings.HasSuffix(s, "%") {
		c.percents++
	}
	if m := currencies.FindStringSubmatch(s); m != nil {
		c.money[currencyCodes[m[1]+m[2]]]++
	}
	if _, clock, ok := strings.Cut(cell, "T"); kind == sheet.Date && ok && clock != "00:00:00" {
		c.clocks++
	}
	c.digits(s)
	c.alive = slices.DeleteFunc(c.alive, func(one *candidate) bool {
		v, ok := one.accepts(cell, kind)
		if ok {
			c.value(one.field.Type, v)
		}
		return !ok
	})
	if c.cells == maxEach {
		c.forget()
	}
}

// maxEach is after how many cells only one candidate of each type remembers its
// values.
const maxEach = 1000

// forget leaves the values to the first candidate of each type. Where that is
// refused later, the next one does not know whether its values are unique.
func (c *column) forget() {
	for _, one := range c.alive {
		if c.candidate(one.field.Type) != one {
			one.seen = nil
		}
	}
}

// measure keeps what is to be known of texts.
func (c *column) measure(cell, s string) {
	c.longest = max(c.longest, utf8.RuneCountInString(cell))
	c.lines = c.lines || strings.ContainsAny(strings.TrimSpace(cell), "\n\r")
	trimmed := strings.TrimSpace(cell)
	if sample := cut(trimmed); len(c.samples) < maxSample && !slices.Contains(c.samples, sample) {
		c.samples = append(c.samples, sample)
	}
	if s == "0" || s == "1" {
		c.bits++
	}
	if len(c.texts) > maxOptions {
		return
	}
	for i := range c.texts {
		if strings.EqualFold(c.texts[i].text, trimmed) {
			c.texts[i].count++
			return
		}
	}
	c.texts = append(c.texts, text{trimmed, 1})
}

// digits finds numbers that are none: of telephones, and those that name
// things.
func (c *column) digits(s string) {
	c.zeros = c.zeros || leadingZero.MatchString(s) && !strings.ContainsAny(s, ".:-/年")
	c.long = c.long || manyDigits.MatchString(s)
	if eightDigits.MatchString(s) {
		c.eight++
	}
	if mobileCN.MatchString(s) {
		c.mobile++
	}
	if strings.HasPrefix(s, "+") && len(s) > 7 {
		c.plus++
	}
}

// value looks at what a cell is to a type.
func (c *column) value(kind string, v any) {
	switch v := v.(type) {
	case bool:
		if v {
			c.yes++
		} else {
			c.no++
		}
	case query.Decimal:
		if kind != "number" {
			return
		}
		whole, digits, _ := strings.Cut(strings.TrimPrefix(string(v), "-"), ".")
		c.decimals = max(c.decimals, len(digits))
		c.above1 = c.above1 || whole != "0" && string(v) != "1"
	}
}

// candidate gives the first that is left of a type, or nil.
func (c *column) candidate(kind string) *candidate {
	for _, one := range c.alive {
		if one.field.Type == kind {
			return one
		}
	}
	return nil
}

// few tells whether the texts may be options.
func (c *column) few() bool {
	return c.cells > 0 && len(c.texts) <= maxOptions && int64(len(c.texts)*rowsEach) <= c.cells && !c.lines &&
		!slices.ContainsFunc(c.texts, func(t text) bool { return utf8.RuneCountInString(t.text) > maxOption }) && c.candidate("text") != nil
}
