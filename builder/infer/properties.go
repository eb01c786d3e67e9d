package infer

import (
	"slices"
	"strings"
)

// properties are the keywords of a type as this column needs them, and the
// format that the import needs.
func (c *column) properties(kind string) (map[string]any, string) {
	m, format := map[string]any{}, ""
	if one := c.candidate(kind); one != nil && c.cells > 0 {
		format = one.format
		if one.field.Region != "" {
			m["x-region"] = one.field.Region
		}
	}
	switch kind {
	case "choice":
		if c.cells > 0 {
			m["oneOf"] = c.options()
		}
	case "money":
		if currency := c.currency(); currency != "" {
			m["x-currency"] = currency
		}
		if c.decimals > 2 {
			m["x-scale"] = c.decimals
		}
	case "number", "percent":
		if c.decimals > 0 && c.decimals <= maxScale && kind == "number" {
			m["x-scale"] = c.decimals
		}
	}
	return m, format
}

// maxScale is how many digits behind the point a keyword may allow.
const maxScale = 10

// options are the texts of the column, the most frequent first.
func (c *column) options() []any {
	texts := slices.Clone(c.texts)
	slices.SortStableFunc(texts, func(a, b text) int { return int(b.count - a.count) })
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = map[string]any{"const": t.text, "title": t.text, "x-color": colors[i%len(colors)]}
	}
	return list
}

// currency is the one that most amounts name.
func (c *column) currency() string {
	best, most := "", int64(0)
	for code, n := range c.money {
		if n > most || n == most && strings.Compare(code, best) < 0 {
			best, most = code, n
		}
	}
	return best
}

// alternatives lists the other types that every cell fits.
func (c *column) alternatives(f *Field) {
	for _, kind := range order {
		numeric := slices.Contains([]string{"integer", "number", "money", "percent", "rating", "duration"}, kind)
		switch {
		case kind == f.Type, c.cells == 0 && kind != "text", numeric && c.named(), kind == "date" && c.clocks > 0:
			continue
		case kind == "choice" && !c.few(), kind != "choice" && !c.has(kind):
			continue
		case kind == "money" && c.decimals > maxScale, kind == "phone" && c.guessed != "phone" && c.mobile+c.plus == 0:
			continue
		}
		f.Alternatives = append(f.Alternatives, kind)
		m, format := c.properties(kind)
		if len(m) > 0 {
			if f.Others == nil {
				f.Others = map[string]map[string]any{}
			}
			f.Others[kind] = m
		}
		if format != "" {
			if f.Formats == nil {
				f.Formats = map[string]string{}
			}
			f.Formats[kind] = format
		}
	}
	if c.cells > 0 && slices.Contains([]string{"user", "users", "department"}, c.guessed) {
		f.Alternatives = append(f.Alternatives, c.guessed)
	}
}
