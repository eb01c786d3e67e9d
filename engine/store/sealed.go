package store

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// SealedPrefix begins every sealed text. What does not begin so is never
// written to a sealed column.
const SealedPrefix = "v1."

// unsealed has no form in the database, and nothing to be seen in an error.
type unsealed struct{}

// encodeSealed lets nothing through but sealed texts: a plain one fails the
// statement.
func encodeSealed(v any) any {
	if v == nil {
		return nil
	}
	if s, ok := v.(string); ok && strings.HasPrefix(s, SealedPrefix) {
		return s
	}
	return unsealed{}
}

// shownText is what an answer shows of a field's column: of a sealed one,
// whether it has a value.
func (w *Writer) shownText(f query.Field) string { return shown(f.Type, w.fieldText(f)) }

func shown(t query.Type, column string) string {
	if t.Kind == query.Sealed {
		return "CASE WHEN " + column + " IS NOT NULL THEN true END"
	}
	return column
}
