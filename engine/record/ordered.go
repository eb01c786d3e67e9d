package record

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// ordered tells whether an index of an entity's table has the order of sort,
// forwards or backwards: the newest first, by id, or an x-indexes entry.
func ordered(e *definition.Entity, sort []store.SortKey) bool {
	names := make([]string, len(sort))
	for i, k := range sort {
		if k.Readable != nil || k.Masked != nil || k.Findable != nil {
			return false
		}
		names[i] = k.Name
		if k.Desc {
			names[i] = "-" + k.Name
		}
	}
	for _, index := range append([]definition.Index{{Fields: []string{"-created_at"}}, {Fields: []string{"id"}}}, e.Indexes...) {
		order := indexOrder(index.Fields)
		if slices.Equal(order, names) || slices.Equal(backwards(order), names) {
			return true
		}
	}
	return false
}

// indexOrder completes an index by id, in the direction of its last field, as
// lists are sorted.
func indexOrder(fields []string) []string {
	if len(fields) == 0 || strings.TrimPrefix(fields[len(fields)-1], "-") == "id" {
		return fields
	}
	last := "id"
	if strings.HasPrefix(fields[len(fields)-1], "-") {
		last = "-id"
	}
	return append(slices.Clone(fields), last)
}

func backwards(fields []string) []string {
	turned := make([]string, len(fields))
	for i, f := range fields {
		if name, desc := strings.CutPrefix(f, "-"); desc {
			turned[i] = name
		} else {
			turned[i] = "-" + f
		}
	}
	return turned
}

// led names the columns by which scopes find an entity's records.
func led(set *definition.Set, e *definition.Entity) []string {
	var columns []string
	for _, f := range set.LedBy(e) {
		columns = append(columns, f.Column)
	}
	return columns
}
