package fuzzing

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// request makes one that should be done: from the document, and where that says
// too little, from what is known of the operation. It is nil where nothing is
// there yet that it could be about.
func (m *maker) request(o *operation) *request {
	r := &request{op: o, by: m.me, path: o.path}
	prefix, suffix := template(o.path)
	if strings.Contains(o.path, "{") {
		at, ok := m.known.any(m.rng, prefix)
		if !ok {
			if at, ok = m.guessed(o); !ok {
				return nil
			}
		}
		r.path = strings.Replace(at, "/records/user/", pick(m, "/records/user/"), 1) + suffix
		if strings.HasPrefix(o.path, "/api/v1/users/") {
			r.path = strings.Replace(r.path, "/records/user/", "/users/", 1)
		}
		if strings.HasPrefix(o.path, "/api/v1/webhooks/") {
			r.path = strings.Replace(r.path, "/records/webhook/", "/webhooks/", 1)
		}
	}
	m.params(r)
	m.content(r)
	if recipe, ok := recipes[recipeOf(o)]; ok {
		recipe(m, r)
	}
	return r
}

// guessed fills the holes of a path of which nothing is known.
func (m *maker) guessed(o *operation) (string, bool) {
	if strings.Count(o.path, "{") > 1 || strings.Contains(o.path, "/files/") {
		return "", false
	}
	end := strings.LastIndexByte(o.path, '}') + 1
	return hole.ReplaceAllString(o.path[:end], m.id("user")), m.chance(5)
}

// params gives values to what the operation takes beside its body.
func (m *maker) params(r *request) {
	for _, p := range r.op.params {
		name, _ := p["name"].(string)
		in, _ := p["in"].(string)
		required, _ := p["required"].(bool)
		if in == "path" || !required && !m.chance(25) {
			continue
		}
		of, _ := p["schema"].(object)
		value := m.param(r, name, of)
		if in == "header" {
			r.set(name, value)
		} else {
			r.ask(name, value)
		}
	}
}

func (m *maker) param(r *request, name string, of object) string {
	entity := r.op.entity
	switch name {
	case "filter":
		return m.filter(entity)
	case "sort":
		return pick(m, "", "-") + m.field(entity)
	case "fields", "key":
		return m.field(entity) + pick(m, "", ","+m.field(entity))
	case "q":
		return pick(m, m.word(), "张", "1", "an bo")
	case "after", "before":
		if next, ok := m.known.any(m.rng, "next:"+r.op.class()); ok {
			return next
		}
		return fmt.Sprint(m.value(of, name, 0))
	case "from", "Last-Event-ID":
		if at, ok := m.known.any(m.rng, "live"); ok && of["format"] == nil {
			return at
		}
	case "ids":
		return m.id(entity) + pick(m, "", ","+m.id(entity))
	case "entities", "entity":
		return m.entity()
	case "If-Match":
		return `"` + strconv.Itoa(1+m.rng.IntN(4)) + `"`
	case "Idempotency-Key":
		return "key-" + strconv.Itoa(m.rng.IntN(1e9))
	case "X-Mortise-Reason", "reason":
		return url.PathEscape(m.word())
	case "request", "Mortise-Preview", "draft", "approval":
		if !m.chance(10) {
			return m.usual(name)
		}
	case "map":
		return `{"Name":"name"}`
	case "formats":
		return `{}`
	}
	return fmt.Sprint(m.value(of, name, 0))
}

// usual is what a parameter says that changes the meaning of all the rest.
func (m *maker) usual(name string) string {
	if name == "draft" {
		return "own"
	}
	return ""
}

// content makes the body.
func (m *maker) content(r *request) {
	if len(r.op.bodies) == 0 {
		return
	}
	kinds := make([]string, 0, len(r.op.bodies))
	for media := range r.op.bodies {
		kinds = append(kinds, media)
	}
	slices.Sort(kinds)
	media := pick(m, kinds...)
	switch {
	case media == "application/json":
		r.json = m.value(r.op.bodies[media], "", 0)
	case media == "multipart/form-data":
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		part, _ := w.CreateFormFile("file", "a.txt") // a buffer takes all
		_, _ = part.Write(m.file())
		_ = w.Close()
		r.body, media = b.Bytes(), w.FormDataContentType()
	case media == "text/csv":
		r.body = m.csv(r.op.entity)
	default:
		r.body = m.file()
	}
	r.set("Content-Type", media)
}

// file is the content of one.
func (m *maker) file() []byte {
	return pick(m, []byte("text "+m.word()), png, []byte("%PDF-1.4\n"), workbook())
}

// png is a picture of one pixel.
var png, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

// csv is a file of records of an entity.
func (m *maker) csv(entity string) []byte {
	fields := m.told.fields(entity)
	names := []string{}
	for name, f := range fields {
		if f["readOnly"] != true {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString(strings.Join(names, ",") + "\n")
	for range 1 + m.rng.IntN(3) {
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			kind, _ := fields[name]["x-field"].(string)
			text, _ := m.cell(kind, fields[name], 3).(string)
			b.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// filter is one in either form.
func (m *maker) filter(entity string) string {
	if m.chance(50) {
		b, _ := json.Marshal(m.jsonFilter(entity, 0)) // plain values always encode
		return string(b)
	}
	return m.expression(entity, 0)
}

func (m *maker) jsonFilter(entity string, depth int) any {
	name := m.field(entity)
	f := m.told.fields(entity)[name]
	kind, _ := f["x-field"].(string)
	switch {
	case depth < 3 && m.chance(15):
		return object{pick(m, "and", "or"): []any{m.jsonFilter(entity, depth+1), m.jsonFilter(entity, depth+1)}}
	case depth < 3 && m.chance(8):
		return object{"not": m.jsonFilter(entity, depth+1)}
	case m.chance(5):
		return object{"$expr": m.expression(entity, depth+1)}
	}
	if to, _ := f["x-entity"].(string); to != "" && depth < 3 && m.chance(40) {
		if kind == "relation" {
			return object{name + "." + m.field(to): object{pick(m, "empty", "nempty"): true}}
		}
		return object{name: object{pick(m, "some", "every", "none"): m.jsonFilter(to, depth+1)}}
	}
	value := m.cell(kind, f, 3)
	if list, ok := value.([]any); ok && len(list) > 0 {
		value = list[0]
	}
	switch op := pick(m, operators...); op {
	case "empty", "nempty":
		return object{name: object{op: true}}
	case "in", "nin", "between":
		return object{name: object{op: []any{value, value}}}
	case "date":
		return object{name: object{pick(m, "gte", "lt"): pick(m, "today", "last_n_days(30)", "this_week", "next_month")}}
	default:
		return object{name: object{op: value}}
	}
}

var operators = []string{"eq", "neq", "in", "nin", "lt", "lte", "gt", "gte", "between", "contains", "ncontains", "startswith", "endswith", "empty", "nempty", "date"}

func (m *maker) expression(entity string, depth int) string {
	name := m.field(entity)
	f := m.told.fields(entity)[name]
	kind, _ := f["x-field"].(string)
	literal, _ := json.Marshal(m.cell(kind, f, 3)) // plain values always encode
	switch m.rng.IntN(10) {
	case 0, 1:
		if depth < 3 {
			return "(" + m.expression(entity, depth+1) + pick(m, " and ", " or ", " && ") + m.expression(entity, depth+1) + ")"
		}
	case 2:
		return "not (" + m.expression(entity, depth+1) + ")"
	case 3:
		return name + pick(m, " == nil", " != nil")
	case 4:
		return name + " in [" + string(literal) + "]"
	case 5:
		return name + pick(m, " contains ", " startsWith ", " endsWith ") + `"a"`
	case 6:
		if to, _ := f["x-entity"].(string); to != "" && kind != "relation" && depth < 3 {
			return pick(m, "any", "all", "none") + "(" + name + ", ." + m.field(to) + " != nil)"
		}
		return name + pick(m, " >= today()", " < last_n_days(3)", " == me", " >= \"2026-01-31\"")
	}
	return name + pick(m, " == ", " != ", " < ", " >= ") + string(literal)
}
