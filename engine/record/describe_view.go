package record

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// ViewDescription describes a saved list. What names a field that the caller
// may not read is left out; a view whose kind cannot be drawn without it is a
// table.
type ViewDescription struct {
	Name    string                  `json:"name"`
	Title   string                  `json:"title"`
	Icon    string                  `json:"icon,omitempty"`
	Kind    definition.ViewKind     `json:"kind,omitempty"` // left out of a table
	Columns []definition.ViewColumn `json:"columns"`
	Filter  string                  `json:"filter,omitempty"`
	Sort    []string                `json:"sort,omitempty"`
	Group   string                  `json:"group,omitempty"`  // of a table or a kanban
	Start   string                  `json:"start,omitempty"`  // of a calendar
	End     string                  `json:"end,omitempty"`    // of a calendar
	Parent  string                  `json:"parent,omitempty"` // of a tree
	Cover   string                  `json:"cover,omitempty"`  // of a gallery
	Colors  []ColorDescription      `json:"colors,omitempty"`
	Default bool                    `json:"default,omitempty"` // the one that the caller begins with
}

// ColorDescription colours the records that meet a condition; of several the
// first counts.
type ColorDescription struct {
	When  ConditionDescription `json:"when"`
	Color string               `json:"color"`
}

// views describes those whose filter the caller may ask. The first that is for
// one of his roles is the default.
func (t *teller) views() []ViewDescription {
	views, begins := []ViewDescription{}, false
	for _, v := range t.reader.entity.Views {
		if !t.gives(v) {
			continue
		}
		d := t.view(v)
		d.Default = !begins && slices.ContainsFunc(v.DefaultFor, func(role string) bool { return slices.Contains(t.caller.Principal.Roles, role) })
		begins = begins || d.Default
		views = append(views, d)
	}
	return views
}

// gives tells whether the caller is given a view: whether he may ask its filter.
func (t *teller) gives(v *definition.View) bool {
	if v.Filter == "" {
		return true
	}
	_, err := t.service.parseFilter(t.ctx, t.caller, t.reader, v.Filter, "")
	return err == nil
}

func (t *teller) view(v *definition.View) ViewDescription {
	d := ViewDescription{Name: v.Name, Title: v.Title.In(t.caller.Language), Icon: v.Icon, Filter: v.Filter, Columns: []definition.ViewColumn{}}
	for _, column := range v.Columns {
		if t.reader.known(column.Field) == "" {
			continue
		}
		if t.asked(column.Field) == "" {
			column.Aggregate = ""
		}
		d.Columns = append(d.Columns, column)
	}
	for _, key := range v.Sort {
		if t.asked(strings.TrimPrefix(key, "-")) != "" {
			d.Sort = append(d.Sort, key)
		}
	}
	t.drawn(v, &d)
	for i, condition := range t.reader.entity.Colors(v.Name) {
		if when := t.condition(condition); when != nil {
			d.Colors = append(d.Colors, ColorDescription{When: *when, Color: v.Colors[i].Color})
		}
	}
	return d
}

// drawn says how a view is drawn. Boards, calendars and trees ask for records by
// their field, so the caller must be able to find by it; a picture is only
// shown.
func (t *teller) drawn(v *definition.View, d *ViewDescription) {
	d.Group, d.Start, d.Parent, d.Cover = t.asked(v.Group), t.asked(v.Start), t.asked(v.Parent), t.reader.known(v.Cover)
	if d.Start != "" {
		d.End = t.asked(v.End)
	}
	needed := map[definition.ViewKind]string{
		definition.ViewKanban: d.Group, definition.ViewCalendar: d.Start, definition.ViewTree: d.Parent, definition.ViewGallery: d.Cover,
	}
	if needed[v.Kind] != "" {
		d.Kind = v.Kind
	}
}

// asked gives a field's name if the caller may find records by it, else "".
func (t *teller) asked(name string) string {
	if _, ok := t.reader.findable(name); !ok {
		return ""
	}
	return name
}
