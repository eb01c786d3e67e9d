package check

import "github.com/mortise-crm/mortise/engine/definition"

// menuItems checks what the items of a menu, or of a group of it, lead to.
func (d document) menuItems(pointer string, items []definition.MenuItem) {
	for i, item := range items {
		p := at(pointer, i)
		if item.Entity != "" {
			d.entity(p+"/entity", item.Entity)
			d.viewOf(p+"/view", item.Entity, item.View)
		}
		d.menuItems(p+"/items", item.Items)
	}
}

// viewOf reports a view that does not exist, or is of another entity; none is
// right.
func (d document) viewOf(pointer, entity, name string) {
	if name == "" {
		return
	}
	if !d.named[definition.Key{Kind: definition.KindView, Name: name}] {
		d.add(pointer, "unknown_view", "name", name)
		return
	}
	for _, v := range d.set.Views {
		if v.Name == name && v.Entity != entity {
			d.add(pointer, "view_of_another_entity", "name", name, "entity", entity, "other", v.Entity)
		}
	}
}
