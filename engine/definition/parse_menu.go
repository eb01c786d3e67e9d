package definition

import (
	"net/url"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// MaxMenuItems is how many items a menu has, groups and what is in them.
const MaxMenuItems = 200

// checkMenu reports items that are not one kind of thing, or of which there are
// too many.
func checkMenu(m *Menu) problem.List {
	c := menuCheck{ids: map[string]bool{}}
	c.items("/items", m.Items)
	if c.count > MaxMenuItems {
		c.l.Add("/items", "too_many", "max", MaxMenuItems)
	}
	return c.l
}

// menuCheck is what was seen of a menu.
type menuCheck struct {
	l     problem.List
	ids   map[string]bool
	count int
}

func (c *menuCheck) items(pointer string, items []MenuItem) {
	c.count += len(items)
	for i, item := range items {
		at := indexPointer(pointer, i)
		if c.ids[item.ID] {
			c.l.Add(at+"/x-id", "duplicate_id", "id", item.ID)
		}
		c.ids[item.ID] = true
		c.item(at, &item)
		c.items(at+"/items", item.Items)
	}
}

func (c *menuCheck) item(at string, item *MenuItem) {
	kinds := 0
	for _, is := range []bool{item.Entity != "", item.URL != "", item.Items != nil} {
		if is {
			kinds++
		}
	}
	if kinds != 1 {
		c.l.Add(at, "menu_item_kind")
		return
	}
	if item.View != "" && item.Entity == "" {
		c.l.Add(at+"/view", "menu_view_without_entity")
	}
	if item.Entity == "" && item.Title.In("") == "" {
		c.l.Add(at+"/title", "required")
	}
	if item.URL != "" && !menuAddress(item.URL) {
		c.l.Add(at+"/url", "menu_address")
	}
}

// menuAddress tells whether a menu may lead to an address: a page of the web, or
// a path on this server. Browsers read "//" and "/\\" at the beginning of a path
// as another server.
func menuAddress(address string) bool {
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' }) {
		return false
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.User != nil:
		return false
	case strings.HasPrefix(address, "/"):
		return u.Host == "" && !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// assignItemIDs gives the items of a menu x-ids: what leads to the same as an
// item of the menu before keeps the id of that.
func assignItemIDs(o, before *object) bool {
	ids, taken := map[string]string{}, map[string]bool{}
	for _, item := range menuItems(o) {
		taken[item.text("x-id")] = true
	}
	for _, item := range menuItems(before) {
		if id := item.text("x-id"); id != "" && !taken[id] {
			ids[target(item)] = id
		}
	}
	changed := false
	for _, item := range menuItems(o) {
		if _, ok := item.values["x-id"]; ok {
			continue
		}
		id, ok := ids[target(item)]
		if !ok {
			id = NewID()
		}
		delete(ids, target(item))
		item.insert("", "x-id", id)
		changed = true
	}
	return changed
}

// menuItems gives the items of a menu, and those of its groups.
func menuItems(menu *object) []*object {
	var all []*object
	for _, item := range objects(menu.get("items")) {
		all = append(append(all, item), objects(item.get("items"))...)
	}
	return all
}

// target says where an item leads; of a group, how it is called.
func target(item *object) string {
	if item.get("items") != nil {
		return "group " + string(EncodeValue(item.get("title")))
	}
	return item.text("entity") + " " + item.text("view") + " " + item.text("url")
}
