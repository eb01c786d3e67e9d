package check

import (
	"github.com/mortise-crm/mortise/engine/computed"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// setSchema lets filters be compiled against a draft.
type setSchema struct {
	set    *definition.Set
	fields *computed.Fields // nil until they are compiled
}

// Schema lets expressions be compiled against a draft, parts of which may be
// wrong. It gives its computed fields, too, and what is wrong with those.
func Schema(set *definition.Set) (filter.Schema, *computed.Fields, []computed.Problem) {
	s, problems := schemaOf(set)
	return s, s.fields, problems
}

func schemaOf(set *definition.Set) (setSchema, []computed.Problem) {
	s := setSchema{set: set}
	fields, problems := computed.Compile(set, s)
	s.fields = fields
	return s, problems
}

// Definition implements filter.Schema.
func (s setSchema) Definition(entity, name string) (*definition.Field, bool) {
	e := s.set.Entity(entity)
	if e == nil {
		return nil, false
	}
	f := e.Field(name)
	return f, f != nil
}

// Field implements query.Schema.
func (s setSchema) Field(entity, name string) (query.Field, bool) {
	f, ok := s.Definition(entity, name)
	if !ok || f.Table() {
		return query.Field{}, false
	}
	q := fieldtype.QueryField(s.set.Entity(entity), f)
	if s.fields != nil {
		q.Computed = s.fields.Of(entity, name)
	}
	return q, !f.IsComputed() || q.Computed != nil
}

// Target implements query.Schema.
func (s setSchema) Target(entity, field string) (string, bool) {
	f, ok := s.Definition(entity, field)
	if !ok || f.Entity == "" || f.Table() {
		return "", false
	}
	return f.Entity, true
}

// Table implements query.Schema.
func (s setSchema) Table(entity string) (string, bool) {
	e := s.set.Entity(entity)
	if e == nil {
		return "", false
	}
	return "e_" + e.ID, true
}

var _ filter.Schema = setSchema{}
