package query

import (
	"math/big"
	"sync"
	"time"
)

// The days and moments that computed values may be.
var (
	firstMoment = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	endOfTime   = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
)

func dayOf(v any) (time.Time, bool) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}

// day gives a date as a value, nil when it is out of bounds.
func day(t time.Time) any {
	if t.Before(firstMoment) || !t.Before(endOfTime) {
		return nil
	}
	return t.Format(time.DateOnly)
}

func moment(t time.Time) any {
	if t.Before(firstMoment) || !t.Before(endOfTime) {
		return nil
	}
	return t.UTC()
}

// datePart gives the year, the month, the day or the day of the week.
func datePart(part int) function {
	return func(args []any) any {
		t, ok := dayOf(args[0])
		if !ok {
			return nil
		}
		y, m, d := t.Date()
		return whole(int64([...]int{y, int(m), d, (int(t.Weekday())+6)%7 + 1}[part]))
	}
}

var zones sync.Map // by name, of *time.Location

// zone gives a time zone by its name in the IANA database.
func zone(v any) *time.Location {
	name, _ := v.(string)
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil
	}
	zones.Store(name, z)
	return z
}

// local reads a moment and a zone.
func local(args []any) (time.Time, bool) {
	t, ok := args[0].(time.Time)
	z := zone(args[1])
	if !ok || z == nil {
		return t, false
	}
	return t.In(z), true
}

func clockPart(part int) function {
	return func(args []any) any {
		t, ok := local(args)
		if !ok {
			return nil
		}
		return whole(int64([...]int{t.Hour(), t.Minute()}[part]))
	}
}

func dateOf(args []any) any {
	t, ok := local(args)
	if !ok {
		return nil
	}
	y, m, d := t.Date()
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// between gives the seconds from the second argument to the first.
func between(args []any) any {
	a, ok := args[0].(time.Time)
	b, ok2 := args[1].(time.Time)
	if !ok || !ok2 {
		if a, ok = dayOf(args[0]); ok {
			b, ok2 = dayOf(args[1])
		}
	}
	if !ok || !ok2 {
		return nil
	}
	return number(big.NewRat(a.UnixMicro()-b.UnixMicro(), 1_000_000))
}

// count reads a number of days, months or hours; parts of one do not count.
func count(v any, most int64) (int, bool) {
	d, ok := decimal(v)
	x, ok2 := new(big.Rat).SetString(string(d))
	if !ok || !ok2 {
		return 0, false
	}
	n := truncated(x)
	return int(n.Num().Int64()), n.Num().IsInt64() && max(n.Num().Int64(), -n.Num().Int64()) <= most
}

func addDays(args []any) any {
	n, ok := count(args[1], MaxDays)
	if t, instant := args[0].(time.Time); instant && ok {
		return moment(t.Add(time.Duration(n%100_000)*24*time.Hour).AddDate(0, 0, n-n%100_000))
	}
	t, ok2 := dayOf(args[0])
	if !ok || !ok2 {
		return nil
	}
	return day(t.AddDate(0, 0, n))
}

// addMonths keeps the day of the month where there is one, else takes the last.
func addMonths(args []any) any {
	n, ok := count(args[1], MaxMonths)
	t, ok2 := dayOf(args[0])
	if !ok || !ok2 {
		return nil
	}
	y, m, d := t.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return day(first.AddDate(0, 0, min(d, last)-1))
}

func addHours(args []any) any {
	n, ok := count(args[1], MaxHours)
	t, ok2 := args[0].(time.Time)
	if !ok || !ok2 {
		return nil
	}
	return moment(t.Add(time.Duration(n) * time.Hour))
}
