package record

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// FormDescription describes a layout of records that is for the caller: of
// several, the first is used whose When holds, or that has none. Where there is
// no such form, records are laid out from the order of the fields.
type FormDescription struct {
	Name     string                  `json:"name"`
	Title    string                  `json:"title,omitempty"`
	Sections []SectionDescription    `json:"sections"`
	Stage    string                  `json:"stage,omitempty"`
	When     *ConditionDescription   `json:"when,omitempty"`
	Actions  []FormActionDescription `json:"actions,omitempty"`
}

// FormActionDescription is a button at the head of a record that begins one of
// Entity, which leads here by Field.
type FormActionDescription struct {
	Title  string `json:"title,omitempty"`
	Icon   string `json:"icon,omitempty"`
	Entity string `json:"entity"`
	Field  string `json:"field"`
}

// SectionDescription is a titled part of a form: a group of fields, a text in
// Markdown, or a list of the records that lead here by a field of theirs.
type SectionDescription struct {
	Title     string                `json:"title,omitempty"`
	Tab       string                `json:"tab,omitempty"` // sections that follow each other with the same one share it
	Columns   int                   `json:"columns"`
	Collapsed bool                  `json:"collapsed,omitempty"` // it begins closed
	Fields    []string              `json:"fields,omitempty"`
	Text      string                `json:"text,omitempty"`
	Related   string                `json:"related,omitempty"` // entity.field
	Visible   *ConditionDescription `json:"visible,omitempty"` // where it is drawn
}

// forms describes those that are for a role of the caller. One whose condition
// he may not know of is not for him: it would say which records meet that.
func (t *teller) forms() []FormDescription {
	forms := []FormDescription{}
	for _, f := range t.reader.entity.Forms {
		mine := func(role string) bool { return slices.Contains(t.caller.Principal.Roles, role) }
		if len(f.Roles) > 0 && !slices.ContainsFunc(f.Roles, mine) {
			continue
		}
		conditions := t.reader.entity.FormConditions(f.Name)
		d := FormDescription{Name: f.Name, Title: f.Title.In(t.caller.Language), Stage: t.reader.known(f.Stage),
			When: t.condition(conditions.When), Sections: []SectionDescription{}}
		if f.When != "" && d.When == nil {
			continue
		}
		for i, s := range f.Sections {
			if section, ok := t.section(s, t.condition(conditions.Sections[i])); ok {
				d.Sections = append(d.Sections, section)
			}
		}
		d.Actions = t.formActions(f.Actions)
		forms = append(forms, d)
	}
	return forms
}

// section describes a section, unless the caller may see nothing of it. A text
// is not told without the condition under which it is shown.
func (t *teller) section(s definition.FormSection, visible *ConditionDescription) (SectionDescription, bool) {
	d := SectionDescription{Title: s.Title.In(t.caller.Language), Tab: s.Tab.In(t.caller.Language), Columns: max(s.Columns, 1), Collapsed: s.Collapsed, Visible: visible}
	for _, f := range s.Fields {
		if t.reader.shows(f) {
			d.Fields = append(d.Fields, f)
		}
	}
	if s.Visible == "" || visible != nil {
		d.Text = s.Text.In(t.caller.Language)
	}
	d.Related = t.related(s.Related)
	return d, len(d.Fields) > 0 || d.Text != "" || d.Related != ""
}

// related gives entity.field if the caller may list records of that entity by
// that field, else "".
func (t *teller) related(name string) string {
	far, field, _ := strings.Cut(name, ".")
	e, ok := t.caller.State.Snapshot.Entity(far)
	if !ok || e.Usable() != nil {
		return ""
	}
	r, err := t.service.read(t.ctx, t.caller, e.Name())
	if err != nil {
		return ""
	}
	if _, ok := r.findable(field); !ok {
		return ""
	}
	return e.Name() + "." + e.Current(field)
}

// formActions describes those by which the caller may begin a record.
func (t *teller) formActions(actions []definition.FormAction) (list []FormActionDescription) {
	for _, a := range actions {
		far, field, _ := strings.Cut(t.related(a.Create), ".")
		if far != "" && t.begins(far, field) {
			list = append(list, FormActionDescription{Title: a.Title.In(t.caller.Language), Icon: a.Icon, Entity: far, Field: field})
		}
	}
	return list
}

// begins tells whether the caller may make records of an entity and give them a
// value of a field.
func (t *teller) begins(entity, field string) bool {
	e, ok := t.caller.State.Snapshot.Entity(entity)
	if !ok {
		return false
	}
	p, err := plan(t.ctx, t.caller, e, "create")
	return err == nil && len(p.Grants)+len(p.Results) > 0 && len(p.Writable[field]) > 0
}
