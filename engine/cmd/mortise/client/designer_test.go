package client

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// designer edits a design at random; what it renders is valid whatever it did.
type designer struct {
	random   *rand.Rand
	made     int // names given
	entities []*designedEntity
	roles    []named
	choices  []designedChoices
}

type named struct{ name, id, title string }

type designedEntity struct {
	named
	fields []designedField
	views  []string
	title  string
	hidden string   // a field that grants leave out; "" for none
	roles  []string // who may read it
	mask   bool
}

type designedField struct {
	named
	kind    string // a field type
	choices string
}

type designedChoices struct {
	named
	options int
}

func (d *designer) name(what string) named {
	d.made++
	return named{fmt.Sprintf("%s%d", what, d.made), d.id(), fmt.Sprintf("%s <%d> 名", what, d.random.IntN(1000))}
}

// id is random, but the same for the same seed.
func (d *designer) id() string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	id := make([]byte, 10)
	for i := range id {
		id[i] = letters[d.random.IntN(len(letters))]
	}
	return string(id)
}

// edit makes one change.
func (d *designer) edit() {
	if len(d.entities) == 0 {
		d.addEntity()
		return
	}
	e := d.entities[d.random.IntN(len(d.entities))]
	edits := []func(){
		d.addEntity, func() { d.addField(e) }, func() { d.addField(e) }, func() { d.removeField(e) }, func() { d.renameField(e) },
		func() { e.title = fmt.Sprint("Title ", d.random.IntN(100)) },
		func() { e.views = append(e.views, d.name("view").name) },
		func() { e.views = e.views[:len(e.views)/2] },
		func() { d.roles = append(d.roles, d.name("role")) },
		func() { d.grant(e) }, func() { e.roles = e.roles[:len(e.roles)/2] },
		func() { e.hidden = e.fields[d.random.IntN(len(e.fields))].name },
		func() { e.mask = !e.mask },
		func() { d.choices = append(d.choices, designedChoices{d.name("list"), 1}) },
		func() {
			if len(d.choices) > 0 {
				d.choices[d.random.IntN(len(d.choices))].options++
			}
		},
		func() { d.removeEntity(e) },
	}
	edits[d.random.IntN(len(edits))]()
}

func (d *designer) addEntity() {
	n := d.name("thing")
	e := &designedEntity{named: n, title: n.title}
	e.fields = []designedField{{named: d.name("field"), kind: "text"}}
	d.entities = append(d.entities, e)
}

func (d *designer) removeEntity(e *designedEntity) {
	d.entities = slices.DeleteFunc(d.entities, func(x *designedEntity) bool { return x == e })
}

func (d *designer) addField(e *designedEntity) {
	kinds := []string{"text", "longtext", "integer", "number", "boolean", "date", "datetime", "email", "url", "tags"}
	f := designedField{named: d.name("field"), kind: kinds[d.random.IntN(len(kinds))]}
	if len(d.choices) > 0 && d.random.IntN(3) == 0 {
		f.kind, f.choices = "choice", d.choices[d.random.IntN(len(d.choices))].name
	}
	e.fields = append(e.fields, f)
}

func (d *designer) removeField(e *designedEntity) {
	if len(e.fields) < 2 {
		return
	}
	i := 1 + d.random.IntN(len(e.fields)-1)
	if e.hidden == e.fields[i].name {
		e.hidden = ""
	}
	e.fields = slices.Delete(e.fields, i, i+1)
}

// renameField gives another name to the same field.
func (d *designer) renameField(e *designedEntity) {
	i := d.random.IntN(len(e.fields))
	was := e.fields[i].name
	d.made++
	e.fields[i].name = fmt.Sprintf("field%d", d.made)
	if e.hidden == was {
		e.hidden = e.fields[i].name
	}
}

func (d *designer) grant(e *designedEntity) {
	if len(d.roles) == 0 {
		return
	}
	if role := d.roles[d.random.IntN(len(d.roles))].name; !slices.Contains(e.roles, role) {
		e.roles = append(e.roles, role)
	}
}

// object is a JSON object whose members keep their order as json.Marshal sorts
// them, which is an order as good as any.
type object map[string]any

func (d *designer) render() []mortise.Document {
	var docs []mortise.Document
	add := func(kind definition.Kind, name string, o object) {
		o["name"] = name
		body, err := json.Marshal(o)
		if err != nil {
			panic(err) // the design is made of plain values
		}
		docs = append(docs, mortise.Document{Kind: string(kind), Name: name, Body: body})
	}
	for _, r := range d.roles {
		add(definition.KindRole, r.name, object{"x-id": r.id, "title": r.title})
	}
	for _, c := range d.choices {
		options := []object{}
		for n := range c.options {
			options = append(options, object{"value": fmt.Sprintf("v%d", n), "title": object{"en": fmt.Sprint("Option ", n), "zh-CN": "选项"}})
		}
		add(definition.KindChoices, c.name, object{"x-id": c.id, "title": c.title, "options": options})
	}
	for _, e := range d.entities {
		e.render(add)
	}
	return docs
}

func (e *designedEntity) render(add func(definition.Kind, string, object)) {
	properties, names, columns := object{}, []string{}, []object{}
	for _, f := range e.fields {
		field := object{"x-field": f.kind, "x-id": f.id, "title": f.title}
		if f.choices != "" {
			field["x-choices"] = f.choices
		}
		properties[f.name] = field
		names, columns = append(names, f.name), append(columns, object{"field": f.name})
	}
	add(definition.KindEntity, e.name, object{"type": "object", "x-id": e.id, "title": e.title, "x-label": e.fields[0].name, "properties": properties})
	add(definition.KindForm, e.name+".default", object{"entity": e.name, "sections": []object{{"fields": names}}})
	for _, view := range e.views {
		add(definition.KindView, e.name+"."+view, object{"entity": e.name, "title": view, "columns": columns})
	}
	for _, role := range e.roles {
		read := any("all")
		if e.hidden != "" {
			read = object{"except": []string{e.hidden}}
		}
		add(definition.KindGrant, e.name+"_"+role, object{"role": role, "entity": e.name, "actions": []string{"read"}, "scope": "all", "read": read})
	}
	if e.mask && e.fields[0].kind == "text" {
		add(definition.KindMask, e.name+"_mask", object{"entity": e.name, "fields": []string{e.fields[0].name}, "show": "tail"})
	}
}
