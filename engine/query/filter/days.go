package filter

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// days is a span of days, its end excluded, in the caller's time zone. One with
// a name is known only when the condition is asked.
type days struct {
	from, to time.Time
	name     string
}

// maxDays bounds last_n_days and next_n_days.
const maxDays = 36_500

// relativeText is a span by name, as JSON filters write it.
var relativeText = regexp.MustCompile(`^([a-z_]+)(?:\(([0-9]{1,5})\))?$`)

// parseRelative reads today, this_month, last_n_days(30) and their like.
func (c *compiler) parseRelative(s string) (*days, bool) {
	m := relativeText.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return nil, false
	}
	counted := strings.HasSuffix(m[1], "_n_days")
	if counted != (m[2] != "") {
		return nil, false
	}
	n, _ := strconv.Atoi(m[2])
	return c.relative(m[1], n)
}

// relative gives the span that a name means now. last_n_days(1) is today, as
// next_n_days(1) is.
func (c *compiler) relative(name string, n int) (*days, bool) {
	span, ok := c.relativeNow(name, n)
	if ok && c.options.Late {
		return &days{name: name + "." + strconv.Itoa(n)}, true
	}
	return span, ok
}

func (c *compiler) relativeNow(name string, n int) (*days, bool) {
	y, m, d := c.options.Now.In(c.options.Zone).Date()
	monday := d - (int(c.options.Now.In(c.options.Zone).Weekday())+6)%7
	switch name {
	case "today":
		return c.span(y, m, d, 0, 0, 1), true
	case "yesterday":
		return c.span(y, m, d-1, 0, 0, 1), true
	case "tomorrow":
		return c.span(y, m, d+1, 0, 0, 1), true
	case "this_week":
		return c.span(y, m, monday, 0, 0, 7), true
	case "last_week":
		return c.span(y, m, monday-7, 0, 0, 7), true
	case "next_week":
		return c.span(y, m, monday+7, 0, 0, 7), true
	case "this_month":
		return c.span(y, m, 1, 0, 1, 0), true
	case "last_month":
		return c.span(y, m-1, 1, 0, 1, 0), true
	case "next_month":
		return c.span(y, m+1, 1, 0, 1, 0), true
	case "this_year":
		return c.span(y, 1, 1, 1, 0, 0), true
	case "last_year":
		return c.span(y-1, 1, 1, 1, 0, 0), true
	case "next_year":
		return c.span(y+1, 1, 1, 1, 0, 0), true
	}
	if n < 1 || n > maxDays {
		return nil, false
	}
	switch name {
	case "last_n_days":
		return c.span(y, m, d-n+1, 0, 0, n), true
	case "next_n_days":
		return c.span(y, m, d, 0, 0, n), true
	}
	return nil, false
}

// span is that many years, months and days from a date on.
func (c *compiler) span(y int, m time.Month, d, years, months, count int) *days {
	at := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, c.options.Zone) }
	return &days{from: at(y, m, d), to: at(y+years, m+time.Month(months), d+count)}
}

// day is the span of one date, or false when s is none.
func (c *compiler) day(s string) (*days, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, false
	}
	if c.options.Late {
		return &days{name: s + ".0"}, true
	}
	y, m, d := t.Date()
	return c.span(y, m, d, 0, 0, 1), true
}

// compare makes the condition that a field of dates or instants lies in,
// before or behind the span.
func (s *days) compare(op fieldtype.Operator, f query.Operand) query.Predicate {
	t := f.OperandType()
	from, to := s.boundary(t, "from", s.from), s.boundary(t, "to", s.to)
	switch op {
	case fieldtype.OpLess:
		return query.Compare{Op: query.Lt, X: f, Y: from}
	case fieldtype.OpLessEqual:
		return query.Compare{Op: query.Lt, X: f, Y: to}
	case fieldtype.OpGreater:
		return query.Compare{Op: query.Ge, X: f, Y: to}
	case fieldtype.OpGreaterEqual:
		return query.Compare{Op: query.Ge, X: f, Y: from}
	}
	return query.And{query.Compare{Op: query.Ge, X: f, Y: from}, query.Compare{Op: query.Lt, X: f, Y: to}}
}

func (s *days) boundary(of query.Type, edge string, t time.Time) query.Operand {
	if s.name != "" {
		return query.Param{Type: of, Name: dayParam + s.name + "." + edge + "." + kinds[of.Kind].String()}
	}
	if of.Kind == query.Date {
		return query.Value{Type: of, V: t.Format(time.DateOnly)}
	}
	return query.Value{Type: of, V: t.UTC()}
}

// dayParam begins the names of the parameters that a condition compiled late
// has for the edges of its spans of days.
const dayParam = "day."

// zoneParam is the parameter that holds the name of the time zone.
const zoneParam = "zone"

// Day gives the value of a parameter about days: those of a condition that was
// compiled late, and the zone by which moments become days (nil is UTC); false
// when it is no such parameter.
func Day(param string, now time.Time, zone *time.Location) (any, bool) {
	if param == zoneParam {
		return zoneName(zone), true
	}
	rest, ok := strings.CutPrefix(param, dayParam)
	parts := strings.Split(rest, ".")
	if !ok || len(parts) != 4 {
		return nil, false
	}
	c := newCompiler(nil, Options{Now: now, Zone: zone})
	n, _ := strconv.Atoi(parts[1])
	span, ok := c.day(parts[0])
	if !ok {
		span, ok = c.relativeNow(parts[0], n)
	}
	if !ok {
		return nil, false
	}
	t := span.from
	if parts[2] == "to" {
		t = span.to
	}
	if parts[3] == expression.Date.String() {
		return t.Format(time.DateOnly), true
	}
	return t.UTC(), true
}

// zoneName gives the name of a zone as databases know it. The machine's own
// zone has none unless it was set by name.
func zoneName(zone *time.Location) string {
	if zone == nil || zone.String() == "Local" || zone.String() == "" {
		return "UTC"
	}
	return zone.String()
}
