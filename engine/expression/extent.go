package expression

import (
	"slices"
	"unicode"
)

// Extent gives the characters of an expression, from and to as of a Name, that a
// problem at a line and column is about: the path, the text, the number or the
// sign that begins there. name narrows a path to the step of that name.
func Extent(src string, line, column int, name string) (from, to int) {
	text := []rune(src)
	from = offset(text, line, column)
	to = from + token(text[from:])
	if name == "" {
		return from, to
	}
	for at := from; at < to; at++ {
		end := at + len([]rune(name))
		if end <= to && slices.Equal(text[at:end], []rune(name)) && (at == from || !word(text[at-1])) && (end == to || !word(text[end])) {
			return at, end
		}
	}
	return from, to
}

// offset is the character at a line and column, from 1.
func offset(text []rune, line, column int) int {
	at := 0
	for ; line > 1 && at < len(text); at++ {
		if text[at] == '\n' {
			line--
		}
	}
	return max(0, min(at+max(column, 1)-1, len(text)))
}

func word(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// token is how many characters belong to what begins a text.
func token(text []rune) int {
	if len(text) == 0 {
		return 0
	}
	switch r := text[0]; {
	case r == '\'' || r == '"' || r == '`':
		for at := 1; at < len(text); at++ {
			if text[at] == '\\' && r != '`' {
				at++
			} else if text[at] == r {
				return at + 1
			}
		}
		return len(text)
	case word(r):
		at := 1
		for at < len(text) && (word(text[at]) || text[at] == '.' && at+1 < len(text) && word(text[at+1])) {
			at++
		}
		return at
	}
	return 1
}
