package fieldtype

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// coerceList brings a list of texts into canonical form; an empty list is the
// empty value.
func coerceList(v any, most int, item func(s string) *problem.Detail) (any, *problem.Detail) {
	if v == nil {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, wrong("wrong_type", "want", "array")
	}
	if len(list) > most {
		return nil, wrong("too_many", "max", most)
	}
	seen := make(map[string]bool, len(list))
	for i, x := range list {
		at := fmt.Sprintf("/%d", i)
		s, ok := x.(string)
		if !ok {
			return nil, wrongAt(at, "wrong_type", "want", "string")
		}
		if detail := item(s); detail != nil {
			detail.Pointer = at
			return nil, detail
		}
		if seen[s] {
			return nil, wrongAt(at, "duplicate", "value", shorten(s))
		}
		seen[s] = true
	}
	if len(list) == 0 {
		return nil, nil
	}
	return append([]any(nil), list...), nil
}

// Semicolons part the items of a cell; where there is none, commas, enumeration
// commas, bars and lines do.
var (
	semicolon = regexp.MustCompile(`\s*[;；]\s*`)
	separator = regexp.MustCompile(`\s*[,，、|\n]\s*`)
)

// splitCell parts a cell that lists several texts.
func splitCell(cell string) []string {
	at := separator
	if semicolon.MatchString(cell) {
		at = semicolon
	}
	var out []string
	for _, s := range at.Split(strings.TrimSpace(cell), -1) {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// joinCell writes what splitCell parts.
func joinCell(items []string) string {
	cell := strings.Join(items, "; ")
	if len(items) == 1 && separator.MatchString(cell) {
		return cell + ";"
	}
	return cell
}

// texts gives the items of a canonical list.
func texts(v any) []string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, x := range list {
		s, _ := x.(string)
		out = append(out, s)
	}
	return out
}
