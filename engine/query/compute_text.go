package query

import (
	"strings"
	"time"
	"unicode/utf8"
)

// spaces are what trim takes away, the wide space of Chinese texts included.
const spaces = " \t\n\r\u3000"

func trimmed(s string) string { return strings.Trim(s, spaces) }

// textual1 makes a function of one of a text.
func textual1(f func(string) string) function {
	return func(args []any) any {
		s, ok := args[0].(string)
		if !ok {
			return nil
		}
		return f(s)
	}
}

func concat(args []any) any {
	var b strings.Builder
	for _, v := range args {
		s, ok := v.(string)
		if !ok {
			return nil
		}
		b.WriteString(s)
	}
	return cut(b.String(), 0, MaxText)
}

// cut gives count characters of s, after skipping some.
func cut(s string, skip, count int64) string {
	from, at := len(s), int64(0)
	if skip <= 0 {
		from = 0
	}
	for i := range s {
		switch {
		case at == skip+count:
			return s[from:i]
		case at == skip:
			from = i
		}
		at++
	}
	return s[from:]
}

func length(args []any) any {
	s, ok := args[0].(string)
	if !ok {
		return nil
	}
	return whole(int64(utf8.RuneCountInString(s)))
}

func left(args []any) any {
	s, n, ok := textAndCount(args)
	if !ok {
		return nil
	}
	return cut(s, 0, n)
}

func right(args []any) any {
	s, n, ok := textAndCount(args)
	if !ok {
		return nil
	}
	return cut(s, max(0, int64(utf8.RuneCountInString(s))-n), n)
}

func textAndCount(args []any) (string, int64, bool) {
	s, ok := args[0].(string)
	n, ok2 := args[1].(int64)
	return s, n, ok && ok2 && n >= 0
}

func substring(args []any) any {
	s, first, ok := textAndCount(args)
	n, ok2 := args[2].(int64)
	if !ok || !ok2 || first < 1 || n < 0 {
		return nil
	}
	return cut(s, first-1, n)
}

func replaced(args []any) any {
	s, ok := args[0].(string)
	what, ok2 := args[1].(string)
	with, ok3 := args[2].(string)
	if !ok || !ok2 || !ok3 {
		return nil
	}
	if what == "" {
		return s
	}
	return cut(strings.ReplaceAll(s, what, with), 0, MaxText)
}

// asText writes a number without trailing zeros, a day as 2026-01-31.
func asText(args []any) any {
	switch v := args[0].(type) {
	case string:
		return v
	case time.Time:
		return nil
	}
	d, ok := decimal(args[0])
	if !ok {
		return nil
	}
	return string(d)
}
