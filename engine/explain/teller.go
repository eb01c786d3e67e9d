package explain

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// teller puts conditions into words for one caller.
type teller struct {
	language string
	zone     *time.Location
	snapshot *catalog.Snapshot
	sight    *sight
	who      string            // the user asked about
	params   func(string) any  // his
	sees     func(string) bool // whether the caller may see a parameter of his
	readable map[string]string // entity → the text of his read condition
	shares   bool              // the caller may know with whom records are shared

	records map[int]query.Record // bound to variables; empty when no record was named
	paths   map[int][]string     // titles of the relations that lead to a variable
	labels  map[string]string    // by entity and id; "" where the caller may not see it
	wanted  map[string]bool      // labels that were asked for and not known
}

// newTeller makes a teller for a caller that knows of no record yet.
func newTeller(c *record.Caller, see *sight) *teller {
	return &teller{language: language(c), zone: c.Zone, snapshot: c.State.Snapshot, sight: see, records: map[int]query.Record{},
		paths: map[int][]string{}, labels: map[string]string{}, wanted: map[string]bool{}, readable: map[string]string{}}
}

// within gives the teller for what stands within a relation.
func (t *teller) within(variable int, rec query.Record, path []string) *teller {
	inner := *t
	inner.records, inner.paths = maps.Clone(t.records), maps.Clone(t.paths)
	if rec != nil {
		inner.records[variable] = rec
	}
	inner.paths[variable] = path
	return &inner
}

// bound tells whether there is a record to speak about.
func (t *teller) bound() bool { return len(t.records) > 0 }

func labelKey(entity, id string) string { return entity + " " + id }

// label names a record as far as the caller may see it.
func (t *teller) label(entity, id string) string {
	text, known := t.labels[labelKey(entity, id)]
	if !known {
		t.wanted[labelKey(entity, id)] = true
	}
	if text != "" {
		return text
	}
	if entity == "team" {
		return t.say("a_team")
	}
	return t.say("unseen_record")
}

func (t *teller) entityTitle(name string) string {
	if e, ok := t.snapshot.Entity(name); ok {
		if title := e.Definition.Title.In(t.language); title != "" {
			return small(title)
		}
	}
	return name
}

func (t *teller) fieldTitle(entity, name string) string {
	if f, ok := t.snapshot.Definition(entity, name); ok {
		if title := f.Title.In(t.language); title != "" {
			return small(title)
		}
	}
	return name
}

// small begins a title as a word within a sentence; one of capitals stays.
func small(title string) string {
	first, n := utf8.DecodeRuneInString(title)
	second, _ := utf8.DecodeRuneInString(title[n:])
	if unicode.IsUpper(second) {
		return title
	}
	return string(unicode.ToLower(first)) + title[n:]
}

// titleOf gives a definition's title, or its name.
func (t *teller) titleOf(title definition.Text, name string) string {
	if s := title.In(t.language); s != "" {
		return s
	}
	return name
}

func (t *teller) instant(at time.Time) string {
	zone := t.zone
	if zone == nil {
		zone = time.UTC
	}
	return at.In(zone).Format("2006-01-02 15:04")
}

// field names a field of a bound record: the owner, the department of the owner.
func (t *teller) field(f query.Field) string {
	path := t.paths[f.Var]
	if f.Name == "id" {
		if len(path) == 0 {
			return t.say("the_record")
		}
		return t.path(path)
	}
	title := t.fieldTitle(f.Entity, f.Name)
	if len(path) == 0 {
		return t.say("of_field", "field", title)
	}
	return t.say("of_path", "field", title, "path", t.join(path))
}

func (t *teller) path(path []string) string {
	last := len(path) - 1
	if last == 0 {
		return t.say("of_field", "field", path[0])
	}
	return t.say("of_path", "field", path[last], "path", t.join(path[:last]))
}

// join strings a path together, in English from its end.
func (t *teller) join(path []string) string {
	path = slices.Clone(path)
	if t.language == "en" {
		slices.Reverse(path)
	}
	return strings.Join(path, t.say("path_join"))
}

// target is the entity that a field's ids are of, "" for none.
func (t *teller) target(x query.Operand) string {
	f, ok := x.(query.Field)
	if !ok {
		return ""
	}
	if f.Name == "id" {
		return f.Entity
	}
	target, _ := t.snapshot.Target(f.Entity, f.Name)
	return target
}

// value writes a value as people read it. of is the field it belongs to or is
// compared with.
func (t *teller) value(v any, of query.Operand) string {
	switch v := v.(type) {
	case nil:
		return t.say("nothing")
	case bool:
		if v {
			return t.say("yes")
		}
		return t.say("no")
	case time.Time:
		return t.instant(v)
	case []any:
		texts := make([]string, len(v))
		for i, element := range v {
			texts[i] = t.value(element, of)
		}
		return strings.Join(texts, t.say("list"))
	case string:
		return t.text(v, of)
	}
	return plain(v)
}

// text writes a text, an id or an option.
func (t *teller) text(s string, of query.Operand) string {
	if target := t.target(of); target != "" {
		return t.label(target, s)
	}
	f, ok := of.(query.Field)
	if !ok {
		return t.say("quoted", "text", s)
	}
	if d, ok := t.snapshot.Definition(f.Entity, f.Name); ok {
		for _, o := range d.Options {
			if o.Value == s {
				return t.titleOf(o.Title, s)
			}
		}
	}
	if f.Type.Kind != query.Text {
		return s
	}
	return t.say("quoted", "text", s)
}
