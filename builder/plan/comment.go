package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

func entityComment(e *definition.Entity) string { return comment(e.Name, e.Title) }

func fieldComment(f *definition.Field) string { return comment(f.Name, f.Title) }

// comment is what the database says of a table or column: its name, and its
// titles in the order of their languages.
func comment(name string, title definition.Text) string {
	var b strings.Builder
	b.WriteString(name)
	for i, language := range slices.Sorted(maps.Keys(title)) {
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString(" / ")
		}
		b.WriteString(title[language])
	}
	return b.String()
}
