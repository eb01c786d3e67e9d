package infer

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
)

// candidate is a field that a column may be, as long as it accepts each cell.
type candidate struct {
	field  definition.Field
	format string
	locale fieldtype.Locale
	kind   fieldtype.Type
	coerce fieldtype.Coercer
	seen   map[uint64]bool // values; nil once there was one twice
}

// regions are the countries of telephone numbers that name none, as tried.
var regions = []string{"CN", "US", "GB", "DE", "FR", "JP", "IN", "HK", "TW", ""}

// distinct are the types of which a field may be unique as it is.
var distinct = []string{"text", "integer", "date", "datetime", "phone", "email", "idcard"}

// byTitle are types that only a title can suggest.
var byTitle = []string{"rating", "duration", "color", "location", "tags"}

// candidates are all that a column may be, those of its title last.
func candidates(guessed string, l fieldtype.Locale) []*candidate {
	list := []*candidate{}
	add := func(kind, format, region string) {
		f := definition.Field{Name: "x", Type: kind, Scale: definition.ScaleAny, Region: region}
		one := &candidate{field: f, format: format, locale: importer.LocaleOf(l, format)}
		var known bool
		if one.kind, known = fieldtype.Get(kind); !known {
			return
		}
		one.coerce, _ = one.kind.Compile(&one.field)
		if one.coerce == nil {
			return
		}
		if slices.Contains(distinct, kind) {
			one.seen = map[uint64]bool{}
		}
		list = append(list, one)
	}
	for _, kind := range []string{"text", "longtext", "boolean", "idcard", "email", "url", "integer", "number", "money", "percent", "date", "datetime", "time"} {
		add(kind, "", "")
	}
	for _, order := range []fieldtype.DateOrder{fieldtype.DayFirst, fieldtype.MonthFirst} {
		add("date", string(order), "")
		add("datetime", string(order), "")
	}
	for _, kind := range []string{"integer", "number", "money"} {
		add(kind, "scaled", "")
	}
	for _, region := range regions {
		add("phone", "", region)
	}
	if slices.Contains(byTitle, guessed) {
		add(guessed, "", "")
	}
	return list
}

var seed = maphash.MakeSeed()

// accepts tells whether the import would take a cell into the field.
func (c *candidate) accepts(cell string, kind sheet.Kind) (value any, ok bool) {
	v, wrong := importer.Cell(&c.field, c.kind, cell, kind, c.locale)
	if wrong != nil {
		return nil, false
	}
	if value, wrong = c.coerce(v); wrong != nil {
		return nil, false
	}
	c.note(value)
	return value, true
}

// note finds values that are there twice; texts that are read alike count as
// one.
func (c *candidate) note(value any) {
	if c.seen == nil || value == nil {
		return
	}
	key := maphash.String(seed, strings.ToLower(norm.NFKC.String(fmt.Sprint(value))))
	if c.seen[key] {
		c.seen = nil
		return
	}
	c.seen[key] = true
}
