package record

import (
	"cmp"
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// MenuDescription describes a menu of the caller: the links that lead somewhere
// for him.
type MenuDescription struct {
	Name  string                `json:"name"`
	Title string                `json:"title"`
	Items []MenuItemDescription `json:"items"`
}

// MenuItemDescription describes a link, or a group of them, which has Items. A
// link leads to an entity, to a view of it, or to URL.
type MenuItemDescription struct {
	ID     string                `json:"id"`
	Title  string                `json:"title"`
	Icon   string                `json:"icon,omitempty"` // that of the entity when not given
	Entity string                `json:"entity,omitempty"`
	View   string                `json:"view,omitempty"`
	URL    string                `json:"url,omitempty"`
	Items  []MenuItemDescription `json:"items,omitempty"`
}

// menus describes those for everybody and for the caller's roles. What leads to
// an entity that he may not read, or to a view that he is not given, is left
// out, and so are groups and menus of which nothing is left.
func (s *Service) menus(ctx context.Context, c *Caller) ([]MenuDescription, error) {
	var list []MenuDescription
	g := &guide{ctx, s, c}
	menus := slices.Clone(c.State.Snapshot.Set.Menus)
	slices.SortStableFunc(menus, func(a, b *definition.Menu) int { return cmp.Compare(a.Order, b.Order) })
	for _, m := range menus {
		if len(m.Roles) > 0 && !slices.ContainsFunc(m.Roles, func(role string) bool { return slices.Contains(c.Principal.Roles, role) }) {
			continue
		}
		items, err := g.items(m.Items)
		if err != nil {
			return nil, err
		}
		if len(items) > 0 {
			list = append(list, MenuDescription{Name: m.Name, Title: m.Title.In(c.Language), Items: items})
		}
	}
	return list, nil
}

// guide tells where a caller may go.
type guide struct {
	ctx     context.Context
	service *Service
	caller  *Caller
}

func (g *guide) items(items []definition.MenuItem) ([]MenuItemDescription, error) {
	var list []MenuItemDescription
	for i := range items {
		d, ok, err := g.item(&items[i])
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, d)
		}
	}
	return list, nil
}

// item describes an item; false where it leads nowhere.
func (g *guide) item(m *definition.MenuItem) (MenuItemDescription, bool, error) {
	d := MenuItemDescription{ID: m.ID, Title: m.Title.In(g.caller.Language), Icon: m.Icon, URL: m.URL}
	switch {
	case m.Entity != "":
		ok, err := g.leads(m, &d)
		return d, ok, err
	case m.URL != "":
		return d, true, nil
	}
	var err error
	d.Items, err = g.items(m.Items)
	return d, len(d.Items) > 0, err
}

// leads describes an item that leads to an entity.
func (g *guide) leads(m *definition.MenuItem, d *MenuItemDescription) (bool, error) {
	r, err := g.service.read(g.ctx, g.caller, m.Entity)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil || r.entity.Usable() != nil {
		return false, err
	}
	title := headOf(r.entity.Definition, g.caller.Language).Plural
	if m.View != "" {
		i := slices.IndexFunc(r.entity.Views, func(v *definition.View) bool { return v.Name == m.View })
		if i < 0 || !(&teller{g.ctx, g.service, g.caller, r}).gives(r.entity.Views[i]) {
			return false, nil
		}
		title = r.entity.Views[i].Title.In(g.caller.Language)
		d.Icon = cmp.Or(d.Icon, r.entity.Views[i].Icon)
	}
	d.Entity, d.View = r.entity.Name(), m.View
	d.Title = cmp.Or(d.Title, title)
	return true, nil
}
