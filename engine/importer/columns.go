package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// column is what becomes of the cells below one header.
type column struct {
	header    string
	table     *definition.Field // whose rows the cells are of; nil for the record itself
	field     *definition.Field // nil: passed over
	fieldType fieldtype.Type
	pointer   string
	unnamed   bool // has no header; its cells must be empty

	// Of a relation: the entity of the records, and the fields that may name one.
	entity string
	by     []*definition.Field
	values map[string]string // texts that stand for others
	locale fieldtype.Locale
}

// idField stands for the id of a record, as a key.
var idField = &definition.Field{Name: "id", Type: "text", System: true}

// mapping finds the fields of headers.
type mapping struct {
	ctx    context.Context
	to     Target
	o      *Options
	entity string
	fields []*definition.Field
	rows   map[string][]*definition.Field // of tables, by field
	found  map[string]foundBy             // of relations, by entity
	wrong  problem.List
}

type foundBy struct {
	fields []*definition.Field
	label  string
	err    error
}

// path is a field by its name: of the record, or of the rows of a table, or of
// the record that a relation points to.
type path struct {
	table, field *definition.Field
	by           string // the field of the far record; "" for its own name
}

// columns finds the field of each header: as given by the map, or else the field
// with this name, or with this title in any language, without regard to case.
func (m *mapping) columns(headers []string) ([]column, error) {
	list := make([]column, len(headers))
	taken := map[string]string{}
	for i, header := range headers {
		header = strings.TrimSpace(header)
		list[i] = column{header: header, unnamed: header == "", values: m.o.Values[header], locale: m.o.locale(header)}
		name, given := m.o.Map[header]
		if given && name == "" || header == "" && !given {
			continue // left out on purpose
		}
		p, ok := m.named(name)
		if !given {
			p, ok = m.likely(header)
		}
		if !ok {
			m.wrong.Add("?map", "unknown_column", "column", header, "number", i+1)
			continue
		}
		m.take(&list[i], p, taken)
	}
	for header := range m.o.Formats {
		if !slices.ContainsFunc(list, func(c column) bool { return c.header == header }) {
			m.wrong.Add("?formats", "column_missing", "column", header)
		}
	}
	for header := range m.o.Map {
		if !slices.ContainsFunc(list, func(c column) bool { return c.header == header }) {
			m.wrong.Add("?map", "column_missing", "column", header)
		}
	}
	if len(taken) == 0 && len(m.wrong) == 0 {
		m.wrong.Add("", "no_columns")
	}
	return list, m.wrong.Err()
}

// take gives a column its field.
func (m *mapping) take(c *column, p path, taken map[string]string) {
	f, name := p.field, p.field.Name
	if p.table != nil {
		name = p.table.Name + "." + name
	}
	key := f == idField && slices.Contains(m.o.Key, "id")
	switch {
	case !key && (f.ReadOnly || f.System) && !slices.Contains(m.o.Key, name):
		m.wrong.Add("?map", "column_read_only", "column", c.header, "field", name)
		return
	case taken[name] != "":
		m.wrong.Add("?map", "column_twice", "column", c.header, "field", name, "other", taken[name])
		return
	}
	taken[name] = c.header
	c.table, c.field, c.pointer, c.unnamed = p.table, f, "/"+f.Name, false
	c.fieldType, _ = fieldtype.Of(f)
	if entity := leadsTo(f); entity != "" {
		m.relation(c, entity, p.by)
	}
}

// leadsTo names the entity that a field points to one or several records of.
func leadsTo(f *definition.Field) string {
	if f.Links() {
		return f.Entity
	}
	return f.ToOne()
}

// relation lets a column name records by a field of theirs: the one asked for,
// or else the one that names them; of users by e-mail, too.
func (m *mapping) relation(c *column, entity, by string) {
	far := m.farFields(entity)
	if c.entity = entity; far.err != nil {
		return // he may read none: whatever he names is missing
	}
	if by != "" {
		if f := named(far.fields, by); f != nil {
			c.by = []*definition.Field{f}
			return
		}
		m.wrong.Add("?map", "unknown_column", "column", c.header, "number", 0)
		return
	}
	for _, f := range far.fields {
		if f.Name == far.label || entity == "user" && f.Type == "email" {
			c.by = append(c.by, f)
		}
	}
}

func (m *mapping) farFields(entity string) foundBy {
	if f, ok := m.found[entity]; ok {
		return f
	}
	var f foundBy
	f.fields, f.label, f.err = m.to.FoundBy(m.ctx, entity)
	m.found[entity] = f
	return f
}

func (m *mapping) tableRows(f *definition.Field) []*definition.Field {
	if list, ok := m.rows[f.Name]; ok {
		return list
	}
	list, parent, err := m.to.RowFields(m.ctx, f.Entity)
	if err != nil {
		list = nil // rows that he may not make are unknown
	}
	list = slices.DeleteFunc(slices.Clone(list), func(f *definition.Field) bool { return f.Name == parent })
	m.rows[f.Name] = list
	return list
}

// named reads a path as it is written.
func (m *mapping) named(name string) (path, bool) {
	return m.parts(strings.Split(name, "."), named)
}

// parts finds a field, the rows of a table or the record of a relation by its
// parts, each with find.
func (m *mapping) parts(parts []string, find func([]*definition.Field, string) *definition.Field) (path, bool) {
	var p path
	fields := m.fields
	if len(parts) == 1 && parts[0] == "id" && m.o.mode() != Create {
		return path{field: idField}, true
	}
	if f := find(fields, parts[0]); f != nil && f.Table() && len(parts) > 1 {
		p.table, fields, parts = f, m.tableRows(f), parts[1:]
	}
	f := find(fields, parts[0])
	if f == nil || f.Table() {
		return p, false
	}
	p.field = f
	switch {
	case len(parts) == 1:
		return p, true
	case len(parts) > 2 || leadsTo(f) == "":
		return p, false
	}
	by := find(m.farFields(leadsTo(f)).fields, parts[1])
	if by != nil {
		p.by = by.Name
	}
	return p, by != nil
}

// separators part the names of a header like "Firm / Code" or "lines.amount".
var separators = []string{" / ", "/", ".", "："}

// likely finds what a header means: a field, or a path of names or titles.
func (m *mapping) likely(header string) (path, bool) {
	if p, ok := m.parts([]string{header}, likely); ok {
		return p, true
	}
	for _, separator := range separators {
		parts := strings.Split(header, separator)
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		if len(parts) > 1 {
			if p, ok := m.parts(parts, likely); ok {
				return p, true
			}
		}
	}
	return path{}, false
}
