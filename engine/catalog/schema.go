package catalog

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// shareEntity stands for the shares of records in policies (the member "shares"
// of any record). It has no definition, no relation leads to or from it by
// name, and what clients send never reaches it.
const shareEntity = "$share"

// shareFields are the columns of a share that policies may read.
var shareFields = map[string]query.Type{
	"record": {Kind: query.UUID}, "principal": {Kind: query.UUID}, "level": {Kind: query.Integer},
	"until": {Kind: query.Instant}, "cause": {Kind: query.Text},
}

// Field implements query.Schema.
func (s *Snapshot) Field(entity, name string) (query.Field, bool) {
	if entity == shareEntity {
		t, ok := shareFields[name]
		return query.Field{Entity: entity, Name: name, Column: name, Type: t}, ok
	}
	e, ok := s.Entity(entity)
	if !ok {
		return query.Field{}, false
	}
	return e.Operand(name)
}

// Definition gives the definition of a field of an entity, or false.
func (s *Snapshot) Definition(entity, name string) (*definition.Field, bool) {
	e, ok := s.Entity(entity)
	if !ok {
		return nil, false
	}
	return e.Field(name)
}

// Target implements query.Schema.
func (s *Snapshot) Target(entity, field string) (string, bool) {
	e, ok := s.Entity(entity)
	if !ok {
		return "", false
	}
	f, ok := e.Field(field)
	if !ok || f.Entity == "" || f.Table() {
		return "", false
	}
	return f.Entity, true
}

// Table implements query.Schema.
func (s *Snapshot) Table(entity string) (string, bool) {
	if entity == shareEntity {
		return "share", true
	}
	if name, before := strings.CutPrefix(entity, publishedPrefix); before && s.published != nil {
		return s.published.Table(name)
	}
	e, ok := s.Entity(entity)
	if !ok {
		return "", false
	}
	return e.Table, true
}

var _ filter.Schema = (*Snapshot)(nil)
