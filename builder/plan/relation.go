package plan

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// foreignKeys gives what the relations of e, an entity of set, want. A target
// outside the set has no table to refer to.
func foreignKeys(set *definition.Set, e *definition.Entity) []store.AddForeignKey {
	var keys []store.AddForeignKey
	for _, f := range designed(e) {
		id := target(set, f)
		if id == "" || f.Table() {
			continue
		}
		if f.Links() {
			keys = append(keys, linkKey(e, f, id))
			continue
		}
		action := deleteAction(f)
		keys = append(keys, store.AddForeignKey{
			Subject: about(e, f), Table: store.EntityTable(e.ID), Name: store.ForeignKeyName(f.ID, action),
			Column: store.FieldColumn(f), Target: store.EntityTable(id), OnDelete: action,
		})
	}
	return keys
}

// alterForeignKeys plans the foreign keys of an entity that stays. An archived
// field gives its key up.
func (b *builder) alterForeignKeys(old, e *definition.Entity) {
	before := map[string]store.AddForeignKey{}
	for _, k := range foreignKeys(b.before, old) {
		before[k.Name] = k
	}
	held := map[string]bool{} // columns that may hold values
	for _, f := range stored(old) {
		held[store.FieldColumn(f)] = true
	}
	for _, k := range foreignKeys(b.wanted, e) {
		if _, ok := before[k.Name]; ok {
			delete(before, k.Name)
			continue
		}
		if held[k.Column] {
			k.Risk = store.Slow
		}
		b.keys = append(b.keys, k)
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		k := before[name]
		b.drops = append(b.drops, store.DropForeignKey{Subject: k.Subject, Table: k.Table, Name: k.Name})
	}
}

// target gives the x-id of the entity in set that a relation points to, or "".
func target(set *definition.Set, f *definition.Field) string {
	for _, e := range set.Entities {
		if f.Entity != "" && e.Name == f.Entity {
			return e.ID
		}
	}
	return ""
}

func retargeted(from, to string) bool { return from != "" && to != "" && from != to }
