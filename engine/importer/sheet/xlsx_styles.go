package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// style is what a number format makes of a number.
type style struct{ day, clock, percent bool }

func (w *workbook) readStyles(part string) error {
	var all struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.small(part, &all); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range all.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range all.Cells {
		code, own := codes[c.Format]
		if !own {
			code = builtIn(c.Format)
		}
		w.styles = append(w.styles, styleOf(code))
	}
	return nil
}

// builtIn gives a code for the formats that a workbook does not spell out, as
// far as they are of days, times and percentages.
func builtIn(id int) string {
	switch {
	case id == 9 || id == 10:
		return "0%"
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return "yyyy-mm-dd"
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return "hh:mm:ss"
	case id == 22:
		return "yyyy-mm-dd hh:mm"
	}
	return ""
}

// styleOf reads a format code: its first section counts, without what is
// quoted, escaped or in brackets.
func styleOf(code string) style {
	var s style
	lower := strings.ToLower(code)
	if strings.Contains(lower, "general") {
		return s
	}
	minutes := false
	for i := 0; i < len(lower); i++ {
		switch c := lower[i]; c {
		case '"':
			end := strings.IndexByte(lower[i+1:], '"')
			if end < 0 {
				return s
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(lower[i:], ']')
			if end < 0 {
				return s
			}
			if strings.Trim(lower[i+1:i+end], "hms") == "" {
				s.clock = true // time that has passed
			}
			i += end
		case ';':
			i = len(lower)
		case 'y', 'd', 'e', 'g', 'b':
			s.day = s.day || c == 'y' || c == 'd'
		case 'h', 's':
			s.clock = true
		case 'm':
			minutes = true
		case '%':
			s.percent = true
		}
	}
	if minutes && !s.clock {
		s.day = true // months
	}
	return s
}

// number is a cell's number as text, and what it is.
func (w *workbook) number(raw string, styleNumber int) (string, Kind) {
	var s style
	if styleNumber >= 0 && styleNumber < len(w.styles) {
		s = w.styles[styleNumber]
	}
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return raw, Number
	}
	switch {
	case s.day || s.clock:
		if text, ok := w.date(v, s); ok {
			return text, Date
		}
	case s.percent:
		return plain(v*100) + "%", Percent
	}
	return plain(v), Number
}

// plain is a number with the 15 digits that a spreadsheet program keeps.
func plain(v float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		rounded = v
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// lastDay is 9999-12-31 as a number.
const lastDay = 2958466

// date reads a number as days since 1900, or 1904. In the first, a 29th of
// February 1900 was never taken out.
func (w *workbook) date(v float64, s style) (string, bool) {
	if v < 0 || v >= lastDay {
		return "", false
	}
	seconds := int64(math.Round(v * 86400))
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.from1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case v < 60:
		first = first.AddDate(0, 0, 1)
	}
	at := first.Add(time.Duration(seconds%86400)*time.Second).AddDate(0, 0, int(seconds/86400))
	switch {
	case !s.day && v >= 1: // hours that have passed
		return strconv.FormatInt(seconds/3600, 10) + at.Format(":04:05"), true
	case !s.day || v < 1 && s.clock:
		return at.Format("15:04:05"), true
	case !s.clock:
		return at.Format("2006-01-02"), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}
