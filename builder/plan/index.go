package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// index is one index that an entity wants: name and step.
type index struct {
	name string
	step store.Step
}

// wantedIndexes gives what e, an entity of set, wants, without repetition, in a
// stable order: the ones that every list needs, relations, x-indexes,
// x-reminders, x-duplicates, unique rules.
func (b *builder) wantedIndexes(set *definition.Set, e *definition.Entity) []index {
	var list []index
	seen := map[string]bool{}
	add := func(name string, step store.Step) {
		if name != "" && !seen[name] {
			seen[name] = true
			list = append(list, index{name, step})
		}
	}
	plain := func(about store.Subject, present bool, columns ...store.IndexColumn) {
		step := store.NewIndex(about, e.ID, present, columns...)
		step.Params = map[string]any{"columns": len(columns)}
		add(step.Name, step)
	}
	newest := []store.IndexColumn{{Column: "created_at", Descending: true}, {Column: "id", Descending: true}}
	// Whoever comes from another record finds archived ones, too: then one index
	// over all serves both, for with two PostgreSQL may take the one that leaves
	// it to sort.
	reached := b.known[set].reached[e.Name]
	led := set.LedBy(e)
	for _, f := range led {
		plain(about(e, f), reached, append([]store.IndexColumn{{Column: store.FieldColumn(f)}}, newest...)...)
	}
	plain(about(e, nil), false, newest...)
	for _, f := range stored(e) {
		if f.ToOne() != "" && !slices.Contains(led, f) {
			plain(about(e, f), true, store.IndexColumn{Column: store.FieldColumn(f)})
		}
	}
	for _, x := range e.Indexes {
		if columns, ok := b.indexColumns(e, x.Fields); ok {
			plain(about(e, nil), false, columns...)
		}
	}
	for _, r := range e.Reminders {
		if columns, ok := b.indexColumns(e, []string{r.At}); ok && field(e, r.At) != nil {
			plain(about(e, nil), false, columns...)
		}
	}
	if step, ok := store.SearchIndex(e, typeOf); ok {
		step.Subject = about(e, nil)
		step.Params = map[string]any{"columns": len(step.Columns)}
		add(step.Name, step)
	}
	for _, rule := range e.Duplicates {
		if columns, ok := matchColumns(e, rule); ok {
			plain(about(e, nil), true, columns...)
		}
	}
	for _, step := range b.uniqueSteps(e) {
		add(step.Name, step)
	}
	return list
}

// typeOf tells the kind of a field's values.
func typeOf(f *definition.Field) (query.Type, bool) {
	t, ok := fieldtype.Of(f)
	if !ok {
		return query.Type{}, false
	}
	return t.Kind(), true
}

// matchColumns are what the records of an x-duplicates rule are compared by.
func matchColumns(e *definition.Entity, rule definition.Duplicates) ([]store.IndexColumn, bool) {
	var columns []store.IndexColumn
	for _, name := range rule.Match {
		f := field(e, name)
		if f == nil {
			return nil, false
		}
		columns = append(columns, store.IndexColumn{Column: store.FieldColumn(f), Folding: fieldtype.Matching(f, rule.Compare)})
	}
	return columns, len(columns) > 0
}

// indexColumns resolves the fields of an x-indexes entry and completes them by
// id, in the direction of the last one, as lists are sorted.
func (b *builder) indexColumns(e *definition.Entity, names []string) ([]store.IndexColumn, bool) {
	var columns []store.IndexColumn
	descending := false
	for _, name := range names {
		name, descending = strings.CutPrefix(name, "-")
		c := store.IndexColumn{Column: name, Descending: descending}
		if !store.SystemColumn(name) {
			f := field(e, name)
			if f == nil {
				return nil, false
			}
			columnType, _ := b.columnType(f)
			c.Column, c.Linguistic = store.FieldColumn(f), columnType == "text"
		}
		columns = append(columns, c)
	}
	if len(columns) == 0 {
		return nil, false
	}
	if columns[len(columns)-1].Column != "id" {
		columns = append(columns, store.IndexColumn{Column: "id", Descending: descending})
	}
	return columns, true
}

// alterIndexes plans the indexes of an entity that stays: an index is known by
// its name, which says all of it.
func (b *builder) alterIndexes(old, e *definition.Entity) {
	before := map[string]bool{}
	for _, i := range b.wantedIndexes(b.before, old) {
		before[i.name] = true
	}
	for _, i := range b.wantedIndexes(b.wanted, e) {
		if before[i.name] {
			delete(before, i.name)
			continue
		}
		switch s := i.step.(type) {
		case store.CreateIndex:
			s.Risk = store.Slow
			b.indexes = append(b.indexes, s)
		case store.AddUnique:
			s.Risk = store.Slow
			b.indexes = append(b.indexes, s)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		b.drops = append(b.drops, store.DropIndex{Subject: about(e, nil), Name: name})
	}
}

func field(e *definition.Entity, name string) *definition.Field {
	for _, f := range stored(e) {
		if f.Name == name {
			return f
		}
	}
	return nil
}
