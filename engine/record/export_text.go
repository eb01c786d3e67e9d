package record

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
)

// Printers gives, for the columns of types of extensions, what prints a value
// of theirs as an import reads it; false is for what is no value of the type,
// such as the rest of a masked one.
func (e *Export) Printers() map[string]func(v any) (string, bool) {
	printers := map[string]func(v any) (string, bool){}
	for _, column := range e.Columns {
		if f := e.column(column); f != nil && fieldtype.Base(f) != "" {
			printers[column] = func(v any) (string, bool) {
				return fieldtype.Print(f, v, fieldtype.Locale{Language: e.caller.Language, Zone: e.caller.Zone})
			}
		}
	}
	return printers
}

// column is the field that a column shows; a dotted one is that of the record
// which a relation points to.
func (e *Export) column(column string) *definition.Field {
	entity, ok := e.caller.State.Snapshot.Entity(e.entity)
	for name := range strings.SplitSeq(column, ".") {
		if !ok {
			return nil
		}
		f, known := entity.Field(name)
		switch {
		case !known:
			return nil
		case !strings.Contains(column, "."):
			return shownAs(f)
		}
		_, column, _ = strings.Cut(column, ".")
		entity, ok = e.caller.State.Snapshot.Entity(f.Entity)
	}
	return nil
}

// shownAs is the field as which a computed one is shown, else the field.
func shownAs(f *definition.Field) *definition.Field {
	if f.Shown != nil {
		return f.Shown
	}
	return f
}
