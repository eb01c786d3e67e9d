package check

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/validation"
)

// maxIndexBytes is what one entry of an index can hold, with some to spare.
const maxIndexBytes = 2600

func (c *checker) entities() {
	ids := map[string]bool{}
	compiled := c.compiled()
	for i, e := range c.set.Entities {
		d := c.about(definition.KindEntity, e.Name)
		if i == maxEntities {
			d.add("", "too_many", "max", maxEntities)
		}
		if ids[e.ID] {
			d.add("/x-id", "duplicate_id", "id", e.ID)
		}
		ids[e.ID] = true
		d.checkEntity(e)
		d.addAll(compiled[i])
	}
	for _, list := range c.set.Choices {
		d := c.about(definition.KindChoices, list.Name)
		if ids[list.ID] {
			d.add("/x-id", "duplicate_id", "id", list.ID)
		}
		ids[list.ID] = true
	}
}

func (d document) checkEntity(e *definition.Entity) {
	for _, f := range e.Fields {
		if f.Entity == "" || f.System {
			continue
		}
		pointer := "/properties/" + f.Name + "/x-entity"
		if f.Type == "user" || f.Type == "users" {
			pointer = "/properties/" + f.Name + "/x-field"
		}
		d.entity(pointer, f.Entity)
	}
	if e.Label != "" {
		if f := d.field("/x-label", e, e.Label); f != nil && kind(f) != (query.Type{Kind: query.Text}) {
			d.add("/x-label", "wrong_field_type", "name", e.Label, "want", "text")
		} else if f != nil {
			d.stored("/x-label", f)
		}
	}
	if e.Owner != "" {
		if f := d.field("/x-owner", e, e.Owner); f != nil && (f.Type != "user" || f.System) {
			d.add("/x-owner", "wrong_field_type", "name", e.Owner, "want", "user")
		}
	}
	d.hierarchy(e)
	d.tables(e)
	d.onDelete(e)
	if e.Name == userEntity {
		d.attributes(e)
	}
	for i, u := range e.Unique {
		d.keys(at("/x-unique", i), e, u.Fields)
	}
	d.sameKeys(e)
	for i, x := range e.Indexes {
		d.keys(at("/x-indexes", i), e, x.Fields)
	}
	d.duplicates(e)
	d.reminders(e)
	for _, f := range e.Fields {
		if f.Unique {
			d.width("/properties/"+f.Name+"/x-unique", e, []string{f.Name})
		}
	}
}

// The entities of the package core that others lean on.
const (
	userEntity = "user"
	teamEntity = "team"
)

// hierarchy checks what an entity says about owning teams, parents and trees.
func (d document) hierarchy(e *definition.Entity) {
	d.leads("/x-team", e, e.Team, teamEntity)
	d.leads("/x-tree", e, e.Tree, e.Name)
	if e.Parent == "" {
		return
	}
	f := d.field("/x-parent", e, e.Parent)
	switch {
	case f == nil:
	case f.ToOne() == "" || f.System:
		d.add("/x-parent", "wrong_field_type", "name", e.Parent, "want", "relation")
	case !f.Required:
		d.add("/x-parent", "parent_not_required", "name", e.Parent)
	}
}

// leads checks that a keyword names a relation to an entity.
func (d document) leads(pointer string, e *definition.Entity, name, to string) {
	if name == "" {
		return
	}
	if f := d.field(pointer, e, name); f != nil && (f.ToOne() != to || f.System) {
		d.add(pointer, "wrong_relation", "name", name, "want", to)
	}
}

// attributes refuses fields of users that would hide what policies know of the
// caller by the same name.
func (d document) attributes(e *definition.Entity) {
	for _, f := range e.Fields {
		if _, below := strings.CutSuffix(f.Name, "_below"); below || slices.Contains(attributes, f.Name) {
			d.add("/properties/"+f.Name, "reserved_name", "name", f.Name)
		}
	}
}

// attributes are known of every caller besides the fields of his record.
var attributes = []string{"roles", "teams", "teammates", "subordinates", "principals"}

// compiled tells what is wrong with the values of each entity. Compiling them is
// most of a check, so all processors do it.
func (c *checker) compiled() []error {
	wrong := make([]error, len(c.set.Entities))
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(wrong)); i = next.Add(1) - 1 {
				wrong[i] = c.values(c.set.Entities[i])
			}
		})
	}
	all.Wait()
	return wrong
}

// compiles are the JSON Schemas of payloads that are known to compile.
var compiles definition.Proven

// values checks what the field types say of their keywords, and that the
// published JSON Schema of the entity's payloads compiles.
func (c *checker) values(e *definition.Entity) error {
	if _, err := fieldtype.NewValidator(e); err != nil {
		return err
	}
	_, wrong := validation.Compile(c.schema, e)
	if same := sameIDs(e); len(same) > 0 {
		return append(wrong, same...).Err()
	}
	payload := fieldtype.CreateSchema(e, "en")
	if !compiles.Holds("", payload, func() bool { _, err := fieldtype.CompileSchema(payload); return err == nil }) {
		wrong.Add("", "invalid_document")
	}
	return wrong.Err()
}

// sameIDs refuses JSON Schemas of two fields by one $id.
func sameIDs(e *definition.Entity) (wrong problem.List) {
	taken := map[string]string{}
	for _, f := range e.Fields {
		for _, id := range fieldtype.SchemaIDs(f) {
			if other := taken[id]; other != "" && other != f.Name {
				wrong.Add("/properties/"+f.Name+"/x-schema", "json_schema_id_twice", "name", other, "id", id)
			}
			taken[id] = f.Name
		}
	}
	return wrong
}

// keys checks the fields of an index or a unique rule.
func (d document) keys(pointer string, e *definition.Entity, names []string) {
	seen := map[string]bool{}
	known := true
	for i, name := range names {
		name = strings.TrimPrefix(name, "-")
		p := at(pointer+"/fields", i)
		f := d.field(p, e, name)
		switch {
		case f == nil:
			known = false
		case seen[name]:
			d.add(p, "field_twice", "name", name)
		case kind(f).Array:
			d.add(p, "wrong_field_type", "name", name, "want", "text")
			known = false
		case f.IsComputed():
			d.stored(p, f)
			known = false
		}
		seen[name] = true
	}
	if known {
		d.width(pointer+"/fields", e, names)
	}
}

// sameKeys refuses unique rules of the same fields, where one holds for some
// records only: what a key names would not be one record.
func (d document) sameKeys(e *definition.Entity) {
	sorted := func(u definition.Unique) []string { return slices.Sorted(slices.Values(u.Fields)) }
	for i, u := range e.Unique {
		pointer := at("/x-unique", i)
		if f := e.Field(u.Fields[0]); u.Where != "" && len(u.Fields) == 1 && f != nil && f.Unique {
			d.add(pointer, "unique_rule_twice", "other", u.Fields[0])
		}
		for j, other := range e.Unique[:i] {
			if (u.Where != "" || other.Where != "") && slices.Equal(sorted(u), sorted(other)) {
				d.add(pointer, "unique_rule_twice", "other", strconv.Itoa(j+1))
			}
		}
	}
}

// width refuses what would fail when a long value is written: an entry of an
// index has a greatest size, and a character takes up to four bytes.
func (d document) width(pointer string, e *definition.Entity, names []string) {
	bytes := 0
	for _, name := range names {
		if f := e.Field(strings.TrimPrefix(name, "-")); f != nil {
			bytes += 4 * fieldtype.Longest(f)
		}
	}
	if bytes > maxIndexBytes {
		d.add(pointer, "index_too_wide", "max", maxIndexBytes/4)
	}
}

func kind(f *definition.Field) query.Type {
	t, ok := fieldtype.Of(f)
	if !ok {
		return query.Type{}
	}
	return t.Kind()
}
