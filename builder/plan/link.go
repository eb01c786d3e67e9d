package plan

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// links plans the table of a field that points to any number of records. It
// comes after the tables of entities.
func (b *builder) links(e *definition.Entity, f *definition.Field) {
	if f.Links() {
		b.columns = append(b.columns, store.CreateLinks{
			Subject: about(e, f), Table: f.LinkTable(), Records: store.EntityTable(e.ID), Comment: fieldComment(f),
		})
	}
}

// linkKey lets links lead only to records that exist. To clear one is to remove
// the link.
func linkKey(e *definition.Entity, f *definition.Field, target string) store.AddForeignKey {
	action := deleteAction(f)
	k := store.AddForeignKey{
		Subject: about(e, f), Table: f.LinkTable(), Name: store.ForeignKeyName(f, action),
		Column: "target", Target: store.EntityTable(target), OnDelete: action,
	}
	if action == store.DeleteClear {
		k.OnDelete = store.DeleteCascade
	}
	return k
}

func deleteAction(f *definition.Field) store.DeleteAction {
	if f.OnDelete == string(store.DeleteClear) {
		return store.DeleteClear
	}
	return store.DeleteRestrict
}
