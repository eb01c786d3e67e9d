package infer

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/builder/guess"
)

// The reasons for a type.
const (
	whyValues  = "values"
	whyTitle   = "title"
	whyBoth    = "both"
	whyNothing = "nothing"   // neither says more than that it is a text
	whyNumber  = "no_number" // digits that name something
	whyDates   = "ambiguous" // days that could be two
	whyFew     = "few"       // the same texts again and again
	whyLong    = "long"      // lines, or long texts
	usualText  = 200         // characters of a text that is not a long one
)

// colors are given to options in turn.
var colors = []string{"blue", "green", "orange", "violet", "teal", "pink", "red", "gray"}

// order is how alternatives are listed.
var order = []string{"choice", "boolean", "integer", "number", "money", "percent", "rating", "duration", "date", "datetime", "time", "phone", "email", "url", "idcard", "color", "location", "tags", "longtext", "text"}

// decide makes a field of what the column is known to be.
func (c *column) decide(rows int64) Field {
	f := Field{Properties: map[string]any{}, Samples: append([]string{}, c.samples...), Alternatives: []string{}, Required: c.cells > 0 && c.cells == rows}
	if rows > 0 {
		f.Empty = float64(rows-c.cells) / float64(rows)
	}
	f.Type, f.Why = c.kind()
	f.Properties, f.Format = c.properties(f.Type)
	if one := c.candidate(f.Type); one != nil && c.cells > 0 {
		f.Unique = one.seen != nil
	}
	c.alternatives(&f)
	return f
}

// kind chooses a type.
func (c *column) kind() (kind, why string) {
	if c.cells == 0 {
		return c.ofTitle()
	}
	for _, try := range []func() string{c.truth, c.address, c.moment, c.telephone, c.share} {
		if kind = try(); kind != "" {
			return kind, c.because(kind)
		}
	}
	switch few := c.few(); {
	case few && c.guessed == "choice":
		return "choice", whyBoth
	case c.named():
		if few && !c.digitsOnly() {
			return "choice", whyFew
		}
		return c.words(whyNumber)
	}
	if kind = c.number(); kind != "" {
		return kind, c.because(kind)
	}
	if slices.Contains(byTitle, c.guessed) && c.candidate(c.guessed) != nil {
		return c.guessed, whyBoth
	}
	if c.ambiguous() {
		return c.words(whyDates)
	}
	if c.few() && len(c.texts) > 1 && c.guessed != "longtext" {
		return "choice", whyFew
	}
	return c.words(whyNothing)
}

// empties are types that a column without values may have by its title.
var empties = append([]string{"boolean", "idcard", "phone", "email", "url", "percent", "money", "integer", "number", "date", "datetime", "longtext", "user", "users", "department"}, byTitle...)

// ofTitle is the type of a column without values.
func (c *column) ofTitle() (string, string) {
	if slices.Contains(empties, c.guessed) {
		return c.guessed, whyTitle
	}
	return guess.Plain, whyNothing
}

func (c *column) because(kind string) string {
	if c.guessed == kind {
		return whyBoth
	}
	return whyValues
}

// has tells whether every cell fits a type.
func (c *column) has(kind string) bool { return c.candidate(kind) != nil }

// truth is for yes and no, both of which must be there unless the title asks.
func (c *column) truth() string {
	if c.has("boolean") && (c.guessed == "boolean" || c.yes > 0 && c.no > 0 && c.bits < c.cells) {
		return "boolean"
	}
	return ""
}

// address is for what is written in a way of its own.
func (c *column) address() string {
	for _, kind := range []string{"idcard", "email", "url"} {
		if c.has(kind) {
			return kind
		}
	}
	return ""
}

// moment is for days and times.
func (c *column) moment() string {
	dated := c.guessed == "date" || c.guessed == "datetime"
	if c.eight == c.cells && !dated {
		return "" // eight digits are a number
	}
	if c.ambiguous() {
		return ""
	}
	if c.guessed == "duration" && c.has("duration") {
		return "duration"
	}
	for _, kind := range []string{"date", "datetime", "time"} {
		if c.has(kind) && (kind != "date" || c.clocks == 0) {
			return kind
		}
	}
	return ""
}

// ambiguous tells whether the days of the column may be read in two orders.
func (c *column) ambiguous() bool {
	for _, kind := range []string{"date", "datetime"} {
		plain, orders := false, 0
		for _, one := range c.alive {
			if one.field.Type == kind {
				plain = plain || one.format == ""
				orders++
			}
		}
		if plain {
			return false
		}
		if orders == 2 {
			return true
		}
	}
	return false
}

// telephone is for numbers of telephones; the title has to say so where they
// look like any other.
func (c *column) telephone() string {
	if c.has("phone") && (c.guessed == "phone" || c.mobile == c.cells || c.plus == c.cells) {
		return "phone"
	}
	return ""
}

// share is for parts of a hundred.
func (c *column) share() string {
	if c.has("percent") && (c.percents > 0 || c.guessed == "percent" && c.above1 && !c.named()) {
		return "percent"
	}
	return ""
}

// number is for what one can count with.
func (c *column) number() string {
	marks := int64(0)
	for _, n := range c.money {
		marks += n
	}
	switch {
	case !c.has("number"):
		return ""
	case (c.guessed == "money" || 2*marks >= c.cells) && c.decimals <= maxScale:
		return "money"
	case (c.guessed == "rating" || c.guessed == "duration") && c.has(c.guessed):
		return c.guessed
	case c.has("integer") && c.guessed != "number":
		return "integer"
	}
	return "number"
}

// named tells whether the digits name something instead of counting.
func (c *column) named() bool {
	return c.zeros || c.long || c.guessed == "phone" || 2*c.mobile > c.cells
}

// digitsOnly tells whether all texts are numbers.
func (c *column) digitsOnly() bool {
	return !slices.ContainsFunc(c.texts, func(t text) bool { return strings.Trim(t.text, "0123456789") != "" })
}

// words is for all other texts.
func (c *column) words(why string) (string, string) {
	switch {
	case c.guessed == "longtext" && c.has("longtext"):
		return "longtext", whyBoth
	case c.lines || c.longest > usualText || !c.has("text"):
		return "longtext", whyLong
	}
	return "text", why
}
