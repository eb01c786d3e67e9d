package fieldtype

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/engine/problem"
)

var (
	yearFirst    = regexp.MustCompile(`^(\d{4})[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?`)
	compactDate  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:\D|$)`)
	yearLast     = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})`)
	clockLayouts = []string{
		"15:04:05.999999999", "15:04:05", "15:04", "3:04:05 PM", "3:04:05PM", "3:04 PM", "3:04PM", "3 PM", "3PM", "15时04分05秒", "15时04分", "15点04分",
	}
	// wordLayouts name the month in English.
	wordLayouts = []string{"2 Jan 2006", "2 Jan, 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "January 2 2006", "2-Jan-2006", "2-Jan-06"}
)

// parseDateCell reads a cell that is a date; a time of midnight may follow.
func parseDateCell(cell string, order DateOrder) (time.Time, *problem.Detail) {
	t, rest, detail := cutDate(strings.TrimSpace(norm.NFKC.String(cell)), order)
	if detail != nil {
		return t, detail
	}
	if rest != "" {
		clock, ok := parseClock(rest)
		if !ok || clock != 0 {
			return t, wrong("invalid_date", "text", shorten(cell))
		}
	}
	return t, nil
}

// parseDateTimeCell reads a date and, if there is one, a time.
func parseDateTimeCell(cell string, l Locale) (time.Time, *problem.Detail) {
	s := strings.TrimSpace(norm.NFKC.String(cell))
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05-0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	day, rest, detail := cutDate(s, l.Dates)
	if detail != nil {
		if detail.Code == "invalid_date" {
			detail.Code = "invalid_datetime"
		}
		return day, detail
	}
	clock, ok := time.Duration(0), true
	if rest != "" {
		clock, ok = parseClock(rest)
	}
	if !ok {
		return day, wrong("invalid_datetime", "text", shorten(cell))
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, int(clock/time.Second), int(clock%time.Second), l.zone()), nil
}

// parseClock reads what stands behind a date as the time since midnight.
func parseClock(s string) (time.Duration, bool) {
	s = strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(s, "T")))
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)), true
		}
	}
	return 0, false
}

// cutDate reads the date at the head of s and gives what follows it.
func cutDate(s string, order DateOrder) (time.Time, string, *problem.Detail) {
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return makeDate(s, m[1], m[2], m[3], m[0])
	}
	if m := compactDate.FindStringSubmatch(s); m != nil {
		return makeDate(s, m[1], m[2], m[3], m[0][:8])
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		return cutYearLast(s, m, order)
	}
	for _, layout := range wordLayouts {
		for _, head := range heads(s) {
			if t, err := time.Parse(layout, head); err == nil {
				return t, strings.TrimSpace(s[len(head):]), nil
			}
		}
	}
	return time.Time{}, "", wrong("invalid_date", "text", shorten(s))
}

// heads gives the first word of s, its first three words, and all of it.
func heads(s string) []string {
	out := []string{s}
	spaces := 0
	for i, r := range s {
		if r != ' ' {
			continue
		}
		if spaces++; spaces == 1 || spaces == 3 {
			out = append(out, s[:i])
		}
	}
	return out
}

// cutYearLast reads 31/12/2026 or 12/31/2026 in a given order; without one, it
// refuses what could be both.
func cutYearLast(s string, m []string, order DateOrder) (time.Time, string, *problem.Detail) {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	switch {
	case order == DayFirst || order == "" && (a == b || a > 12):
		return makeDate(s, m[3], m[2], m[1], m[0])
	case order == MonthFirst || b > 12:
		return makeDate(s, m[3], m[1], m[2], m[0])
	}
	return time.Time{}, "", wrong("ambiguous_date", "text", shorten(s))
}

func makeDate(s, year, month, day, head string) (time.Time, string, *problem.Detail) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || t.Day() != d || int(t.Month()) != m {
		return t, "", wrong("invalid_date", "text", shorten(s))
	}
	return t, strings.TrimSpace(s[len(head):]), nil
}
