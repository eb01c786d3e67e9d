package fuzzing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maker makes values and requests for one caller from what he was told.
type maker struct {
	rng   *rand.Rand
	told  *description
	known *known
	texts []string // awkward ones
	me    *caller
}

func whole(n float64) string { return strconv.FormatInt(int64(n), 10) }

func (m *maker) chance(percent int) bool { return m.rng.IntN(100) < percent }

func pick[T any](m *maker, list ...T) T { return list[m.rng.IntN(len(list))] }

// id is that of a record of an entity, or one that nothing has.
func (m *maker) id(entity string) string {
	if id, ok := m.known.any(m.rng, "id:"+entity); ok {
		return id
	}
	return "01900000-0000-7000-8000-00000000000" + strconv.Itoa(m.rng.IntN(10))
}

// word is a text that nothing is wrong with, or sometimes an awkward one.
func (m *maker) word() string {
	if m.chance(15) {
		return pick(m, m.texts...)
	}
	return pick(m, "Ann", "Bo", "course", "张伟", "Wang Fang", "a", "x1", "Shanghai") + strconv.Itoa(m.rng.IntN(1000))
}

// value makes one that fits a JSON Schema, as far as that can be told.
func (m *maker) value(of object, name string, depth int) any {
	of = m.told.resolve(of)
	if v, ok := of["const"]; ok {
		return v
	}
	if list, ok := of["enum"].([]any); ok && len(list) > 0 {
		return pick(m, list...)
	}
	if kind, ok := of["x-field"].(string); ok {
		return m.cell(kind, of, depth)
	}
	for _, key := range []string{"anyOf", "oneOf"} {
		if list, ok := of[key].([]any); ok && len(list) > 0 {
			one, _ := pick(m, list...).(object)
			return m.value(one, name, depth)
		}
	}
	switch kind := m.kind(of, depth); kind {
	case "object":
		return m.objectOf(of, depth)
	case "array":
		items, _ := of["items"].(object)
		list := []any{}
		for range m.rng.IntN(3) {
			list = append(list, m.value(items, name, depth+1))
		}
		return list
	case "integer", "number":
		return m.number(of)
	case "boolean":
		return m.chance(50)
	case "null":
		return nil
	}
	return m.text(of, name)
}

// kind chooses one of the types of a JSON Schema.
func (m *maker) kind(of object, depth int) string {
	list, ok := of["type"].([]any)
	if !ok {
		kind, _ := of["type"].(string)
		return kind
	}
	kind, _ := pick(m, list...).(string)
	if depth > 4 && (kind == "object" || kind == "array") {
		return "null"
	}
	return kind
}

func (m *maker) objectOf(of object, depth int) any {
	o := object{}
	properties, _ := of["properties"].(object)
	required, _ := of["required"].([]any)
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names) // the same at each run
	for _, name := range names {
		p, _ := properties[name].(object)
		if readOnly, _ := p["readOnly"].(bool); readOnly {
			continue
		}
		if slices.Contains(required, any(name)) || depth < 6 && m.chance(40) {
			o[name] = m.value(p, name, depth+1)
		}
	}
	if more, ok := of["additionalProperties"].(object); ok && len(properties) == 0 {
		for range m.rng.IntN(3) {
			o[m.name()] = m.value(more, "", depth+1)
		}
	}
	return o
}

func (m *maker) number(of object) any {
	low, high := 0.0, 100.0
	if v, ok := of["minimum"].(float64); ok {
		low = v
	}
	if v, ok := of["maximum"].(float64); ok {
		high = v
	}
	n := low + float64(m.rng.IntN(int(min(high-low, 1e6))+1))
	if of["type"] == "integer" {
		return int64(n)
	}
	return n
}

// text is a string for a member of some name.
func (m *maker) text(of object, name string) any {
	switch of["format"] {
	case "uuid":
		return m.idFor(name)
	case "date-time":
		return time.Now().AddDate(0, 0, m.rng.IntN(400)-200).UTC().Format(time.RFC3339)
	case "date":
		return time.Now().AddDate(0, 0, m.rng.IntN(400)-200).UTC().Format(time.DateOnly)
	}
	if v, ok := m.named(name); ok {
		return v
	}
	text := m.word()
	if most, ok := of["maxLength"].(float64); ok && len([]rune(text)) > int(most) {
		text = string([]rune(text)[:int(most)])
	}
	return text
}

// idFor guesses of what a member holds the id.
func (m *maker) idFor(name string) string {
	switch {
	case strings.Contains(name, "file"):
		if id, ok := m.known.any(m.rng, "file"); ok {
			return id
		}
	case strings.Contains(name, "team"):
		return m.id("team")
	case strings.Contains(name, "department"):
		return m.id("department")
	case name == "ids" || name == "id" || name == "with":
		return m.id(m.entity())
	}
	return m.id("user")
}

// named gives a value for members whose names say what they hold.
func (m *maker) named(name string) (string, bool) {
	switch name {
	case "user", "reviewers", "users", "mentions", "actor", "owner":
		return m.id("user"), true
	case "team", "department", "role":
		return m.id(name), true
	case "entity", "entities":
		return m.entity(), true
	case "field", "fields", "key", "sort", "q":
		return m.name(), true
	case "id", "ids", "with", "object":
		return m.id(m.entity()), true
	case "file", "files":
		return m.idFor("file"), true
	case "language":
		return pick(m, "en", "zh-CN"), true
	case "login", "email":
		return "nobody" + strconv.Itoa(m.rng.IntN(100)) + "@example.test", true
	case "url":
		return "https://example.invalid/" + strconv.Itoa(m.rng.IntN(100)), true
	case "format":
		return pick(m, "csv", "xlsx", "pdf"), true
	}
	return "", false
}

// entity is the name of one that the caller knows, most often of those with
// records worth having.
func (m *maker) entity() string {
	list := m.told.entities()
	if len(list) == 0 || m.chance(40) {
		return pick(m, "specimen", "customer")
	}
	return pick(m, list...)
}

// name is that of a field of some entity.
func (m *maker) name() string { return m.field(m.entity()) }

func (m *maker) field(entity string) string {
	fields := m.told.fields(entity)
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	if len(names) == 0 {
		return "name"
	}
	slices.Sort(names)
	return pick(m, names...)
}

// cell makes a value for a field.
func (m *maker) cell(kind string, of object, depth int) any {
	day := time.Now().AddDate(0, 0, m.rng.IntN(4000)-2000).UTC()
	switch kind {
	case "integer", "number", "money", "percent", "rating", "duration":
		return m.number(object{"type": "integer", "minimum": of["minimum"], "maximum": of["maximum"]})
	case "boolean":
		return m.chance(50)
	case "date":
		return day.Format(time.DateOnly)
	case "time":
		return day.Format(time.TimeOnly)
	case "datetime":
		return day.Format(time.RFC3339)
	case "choice":
		return m.option(of)
	case "choices":
		items, _ := of["items"].(object)
		return []any{m.option(items)}
	case "tags":
		return []any{"a", "b" + strconv.Itoa(m.rng.IntN(9))}
	case "phone":
		return fmt.Sprintf("+861%d%09d", pick(m, 3, 5, 8), m.rng.IntN(1e9))
	case "email":
		return fmt.Sprintf("p%d@example.test", m.rng.IntN(1e6))
	case "url":
		return "https://example.invalid/" + strconv.Itoa(m.rng.IntN(100))
	case "idcard":
		return "11010519491231002X"
	case "color":
		return "#1a2b3c"
	case "location":
		return "31.230416,121.473701"
	case "secret":
		return "secret-of-fuzzing-" + strconv.Itoa(m.rng.IntN(100))
	}
	return m.cellOfRecords(kind, of, depth)
}

func (m *maker) cellOfRecords(kind string, of object, depth int) any {
	entity, _ := of["x-entity"].(string)
	switch kind {
	case "relation":
		return m.id(entity)
	case "relations":
		return []any{m.id(entity)}
	case "user", "department":
		return m.id(kind)
	case "users":
		return []any{m.id("user")}
	case "reference":
		entity = pick(m, "customer", "specimen", "course")
		return entity + "/" + m.id(entity)
	case "file", "image", "signature":
		if id, ok := m.known.any(m.rng, "file"); ok && m.chance(50) {
			return id
		}
		return nil
	case "files":
		if id, ok := m.known.any(m.rng, "file"); ok && m.chance(50) {
			return []any{id}
		}
		return []any{}
	case "table":
		items, _ := of["items"].(object)
		if items == nil || depth > 3 {
			return []any{}
		}
		return []any{m.value(items, "", depth+1)}
	case "json":
		return pick[any](m, nil, object{"a": 1, "b": []any{"x"}}, "text", 12.5, []any{})
	}
	plain := object{}
	for k, v := range of {
		if k != "x-field" {
			plain[k] = v
		}
	}
	return m.text(plain, "")
}

// option is one of those of a choice, which may be without any by now.
func (m *maker) option(of object) any {
	for _, key := range []string{"oneOf", "anyOf"} {
		list, _ := of[key].([]any)
		for range list {
			if one, _ := pick(m, list...).(object); one["const"] != nil {
				return one["const"]
			} else if words, ok := one["enum"].([]any); ok && len(words) > 0 {
				return pick(m, words...)
			}
		}
	}
	if list, ok := of["enum"].([]any); ok && len(list) > 0 {
		return pick(m, list...)
	}
	return "new"
}
