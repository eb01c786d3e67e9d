package draft

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Brief is what lists show of a document, as far as its body can be read.
type Brief struct {
	Title   string `json:"title,omitempty"`
	Entity  string `json:"entity,omitempty"`  // that it is about
	Fields  *int   `json:"fields,omitempty"`  // of an entity: how many it has
	Options *int   `json:"options,omitempty"` // of a list of choices
	Icon    string `json:"icon,omitempty"`
	Color   string `json:"color,omitempty"`
	Package string `json:"package,omitempty"` // the app package that brought it
}

// outline is a body as Brief and Of read it: a draft may say anything anywhere.
type outline struct {
	Title      json.RawMessage `json:"title"`
	Entity     json.RawMessage `json:"entity"`
	Entities   json.RawMessage `json:"entities"`
	Options    json.RawMessage `json:"options"`
	Properties json.RawMessage `json:"properties"`
	Icon       json.RawMessage `json:"x-icon"`
	Color      json.RawMessage `json:"x-color"`
	Package    json.RawMessage `json:"x-package"`
}

// read gives a value as T, or the zero T where it is something else.
func read[T any](raw []byte) T {
	var v T
	if json.Unmarshal(raw, &v) != nil {
		var zero T
		return zero
	}
	return v
}

// Brief outlines a document in a language.
func (i Item) Brief(language string) Brief {
	o := read[outline](i.Body)
	b := Brief{
		Title: read[definition.Text](o.Title).In(language), Entity: read[string](o.Entity),
		Icon: read[string](o.Icon), Color: read[string](o.Color), Package: read[string](o.Package),
	}
	switch i.Kind {
	case definition.KindEntity:
		n := len(read[map[string]json.RawMessage](o.Properties))
		b.Fields = &n
	case definition.KindChoices:
		n := len(read[[]json.RawMessage](o.Options))
		b.Options = &n
	}
	return b
}

// Of gives the documents that one needs to design an entity: its own, those
// about it, all roles, and the lists of choices that its fields use. It finds
// none where there is no such entity.
func (v *View) Of(entity string) ([]Item, bool) {
	own, ok := v.Find(definition.Key{Kind: definition.KindEntity, Name: entity})
	if !ok {
		return nil, false
	}
	choices := choicesOf(own.Body)
	quoted := []byte(`"` + entity + `"`)
	var list []Item
	for _, i := range v.Items {
		switch {
		case i.Change == Removed:
		case i.Kind == definition.KindRole, i.Key == own.Key, i.Kind == definition.KindChoices && choices[i.Name],
			i.Kind != definition.KindEntity && bytes.Contains(i.Body, quoted) && i.about(entity):
			list = append(list, i)
		}
	}
	return list, true
}

// about tells whether a document says that it is about an entity.
func (i Item) about(entity string) bool {
	o := read[outline](i.Body)
	return read[string](o.Entity) == entity || slices.Contains(read[[]string](o.Entities), entity)
}

// choicesOf are the shared lists that the fields of an entity use.
func choicesOf(body []byte) map[string]bool {
	names := map[string]bool{}
	for _, f := range read[map[string]json.RawMessage](read[outline](body).Properties) {
		names[read[struct {
			Choices string `json:"x-choices"`
		}](f).Choices] = true
	}
	return names
}
