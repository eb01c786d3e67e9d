package openapi

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/record"
)

// place gives the path, the operation id and the tag of an operation.
func place(r Route, e *record.EntityShape) (path, id, tag string) {
	path, id, tag = r.Full(), r.ID, r.Group.Name
	if e != nil && r.OfEntity() {
		path, tag = strings.Replace(path, "{entity}", e.Name, 1), e.Name
		_, verb, _ := strings.Cut(id, ".")
		id = e.Name + "." + verb
	}
	return path, id, tag
}

func methodKey(method string) string { return strings.ToLower(method) }

// group remembers the heading of an operation.
func (d *document) group(r Route, e *record.EntityShape) {
	g := r.Group
	if e != nil && r.OfEntity() {
		g = Group{e.Name, Text{e.Title, e.Title}}
	}
	if !slices.ContainsFunc(d.groups, func(has Group) bool { return has.Name == g.Name }) {
		d.groups = append(d.groups, g)
	}
}

func (d *document) tags() []any {
	list := make([]any, len(d.groups))
	for i, g := range d.groups {
		list[i] = object{"name": g.Name, "description": g.Title.In(d.Language), "x-displayName": g.Title.In(d.Language)}
	}
	return list
}

// parameters gives an operation's parameters, those of its path first.
func (d *document) parameters(r Route) []any {
	var list []any
	for _, name := range names(r.Path) {
		if i := slices.IndexFunc(r.Params, func(p Param) bool { return p.In == "path" && p.Name == name }); i >= 0 {
			list = append(list, d.param(r.Params[i]))
		} else if name != "entity" || d.entity == nil {
			list = append(list, d.param(pathParam(name)))
		}
	}
	for _, p := range r.Params {
		if p.In != "path" {
			list = append(list, d.param(p))
		}
	}
	return list
}

// pathParam is what a parameter of a path is where the route does not say.
func pathParam(name string) Param {
	p := Param{Name: name, In: "path", Shape: String, Title: Text{"Name of the " + name, "名称：" + name}}
	switch name {
	case "id":
		p.Shape, p.Title = UUID, Text{"Id of the record", "记录编号"}
	case "entity":
		p.Title = Text{"Name of the entity", "实体名称"}
	}
	return p
}

// param gives a reference to a parameter among the components, where the same
// stand once.
func (d *document) param(p Param) any {
	in, shape := p.In, p.Shape
	if in == "" {
		in = "query"
	}
	if shape == nil {
		shape = String
	}
	title := p.Title.In(d.Language)
	if title == "" {
		title = p.Name
	}
	o := object{"name": p.Name, "in": in, "description": title, "schema": shape(d)}
	if p.Required || in == "path" {
		o["required"] = true
	}
	if p.Repeated {
		o["schema"] = object{"type": "array", "items": o["schema"]}
	}
	return d.shared(p.Name, o)
}

func (d *document) shared(name string, o object) any {
	want, _ := json.Marshal(o) // plain values always encode
	for n := 1; ; n++ {
		key := name
		if n > 1 {
			key += "." + strconv.Itoa(n)
		}
		has, taken := d.params[key]
		if !taken {
			d.params[key] = o
		} else if have, _ := json.Marshal(has); string(have) != string(want) {
			continue
		}
		return object{"$ref": "#/components/parameters/" + key}
	}
}

// part is one of the JSON Schemas of an entity.
type part func(e *record.EntityShape) map[string]any

func readPart(e *record.EntityShape) map[string]any   { return e.Read }
func createPart(e *record.EntityShape) map[string]any { return e.Create }
func updatePart(e *record.EntityShape) map[string]any { return e.Update }

// record gives a reference to a JSON Schema of the operation's entity; of any
// entity it is an object of any members.
func (d *document) record(suffix string, of part) any {
	if d.entity == nil || of(d.entity) == nil {
		return d.anyRecord()
	}
	name := d.entity.Name + suffix
	if _, ok := d.schemas[name]; !ok {
		d.schemas[name] = portable(d.entity, of(d.entity))
	}
	return object{"$ref": "#/components/schemas/" + name}
}

func (d *document) anyRecord() any {
	d.schemas["Record"] = object{"type": "object", "additionalProperties": true}
	return object{"$ref": "#/components/schemas/Record"}
}

// portable takes out of a JSON Schema what designers wrote of JSON fields: it
// may name resources of its own, which tools for OpenAPI do not resolve. The
// entity's own JSON Schema has it.
func portable(e *record.EntityShape, whole map[string]any) map[string]any {
	properties, ok := whole["properties"].(map[string]any)
	if !ok {
		return whole
	}
	out, kept := object{}, object{}
	for k, v := range whole {
		out[k] = v
	}
	for name, v := range properties {
		kept[name] = v
	}
	for _, f := range e.Fields {
		if _, has := kept[f.Name]; has && len(f.JSONSchema) > 0 {
			kept[f.Name] = object{"title": f.Title, "x-field": f.Type, "type": anyType, "items": object{}}
		}
	}
	out["properties"] = kept
	return out
}
