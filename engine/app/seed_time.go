package app

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// seedClock is the moment of a loading of demo data: all that it loads counts
// from that.
type seedClock struct {
	now  time.Time
	zone *time.Location // in which days begin
}

// relative is a time counted from the loading: "@-3d", "@+2d 14:30", "@-2h".
var relative = regexp.MustCompile(`^@(?:([+-][0-9]{1,5})(y|mo|w|d|h|min))?(?: ([01][0-9]|2[0-3]):([0-5][0-9]))?$`)

// date gives the day of a relative text.
func (c seedClock) date(text string) (string, error) {
	m := relative.FindStringSubmatch(text)
	if m == nil || m[3] != "" || m[2] == "h" || m[2] == "min" {
		return "", fmt.Errorf("%q is no day: write @, @-3d, @+2w, @-6mo or @-1y", text)
	}
	return c.moved(m).Format(time.DateOnly), nil
}

// moment gives the instant of a relative text.
func (c seedClock) moment(text string) (time.Time, error) {
	m := relative.FindStringSubmatch(text)
	if m == nil || m[3] != "" && (m[2] == "h" || m[2] == "min") {
		return time.Time{}, fmt.Errorf("%q is no time: write @, @-2h, @-90min, @-3d or @+2d 14:30", text)
	}
	at := c.moved(m)
	if m[3] != "" {
		hour, _ := strconv.Atoi(m[3])
		minute, _ := strconv.Atoi(m[4])
		at = time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 0, 0, c.zone)
	}
	return at.UTC(), nil
}

// today tells whether an instant lies on the day of the loading.
func (c seedClock) today(at time.Time) bool {
	return at.In(c.zone).Format(time.DateOnly) == c.now.In(c.zone).Format(time.DateOnly)
}

// moved is the moment of the loading, moved as a match of relative says. Months
// and years that lack the day end on their last one.
func (c seedClock) moved(m []string) time.Time {
	now := c.now.In(c.zone).Truncate(time.Second)
	n, _ := strconv.Atoi(m[1]) // "" for none: 0
	switch m[2] {
	case "y":
		return months(now, 12*n)
	case "mo":
		return months(now, n)
	case "w":
		return now.AddDate(0, 0, 7*n)
	case "d":
		return now.AddDate(0, 0, n)
	case "h":
		return now.Add(time.Duration(n) * time.Hour)
	case "min":
		return now.Add(time.Duration(n) * time.Minute)
	}
	return now
}

func months(t time.Time, n int) time.Time {
	moved := t.AddDate(0, n, 0)
	if moved.Day() != t.Day() {
		moved = moved.AddDate(0, 0, -moved.Day())
	}
	return moved
}
