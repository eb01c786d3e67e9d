package filter

import (
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/query"
)

// entityUser is the entity of the caller's own record.
const entityUser = "user"

var kinds = map[query.Kind]expression.Kind{
	query.Text: expression.Text, query.Integer: expression.Number, query.Number: expression.Number,
	query.Boolean: expression.Boolean, query.Date: expression.Date, query.Time: expression.Time,
	query.Instant: expression.Instant, query.UUID: expression.Record,
	query.Markup: expression.Markup, query.JSON: expression.Opaque, query.Sealed: expression.Opaque,
}

// TypeOf is what an expression sees of a value of a type; target is the entity
// of the records that it names, "" when that is not known.
func TypeOf(t query.Type, target string) expression.Type {
	seen := expression.Type{Kind: kinds[t.Kind], List: t.Array}
	if seen.Kind == expression.Record {
		seen.Entity = target
	}
	return seen
}

// Environment says what names mean in an expression about a record of an
// entity, for a caller who may know of the fields that visible tells (nil: of
// all). The caller's own attributes are the fields of his user record, and his
// roles.
func Environment(s query.Schema, entity string, visible func(entity, field string) bool) expression.Env {
	typeOf := func(entity, name string) (expression.Type, bool) {
		f, ok := s.Field(entity, name)
		if !ok {
			return expression.Type{}, false
		}
		target := entity
		if name != "id" {
			target, _ = s.Target(entity, name)
		}
		return TypeOf(f.Type, target), true
	}
	return expression.Env{
		Entity: entity,
		Field: func(entity, name string) (expression.Type, bool) {
			if visible != nil && !visible(entity, name) {
				return expression.Type{}, false
			}
			return typeOf(entity, name)
		},
		Attribute: func(name string) (expression.Type, bool) {
			switch name {
			case "roles":
				return expression.Type{Kind: expression.Text, List: true}, true
			case "id":
				return expression.Type{Kind: expression.Record, Entity: entityUser}, true
			}
			if f, _ := s.Field(entityUser, name); f.Computed != nil {
				return expression.Type{}, false // not among what a request carries
			}
			return typeOf(entityUser, name)
		},
		Functions: expression.Functions(),
		Links:     true,
	}
}

// environment is Environment as options want it.
func environment(s query.Schema, entity string, o Options) expression.Env {
	env := Environment(s, entity, o.Visible)
	if o.Impersonal {
		// Who may read a value that is made of several records is known of those
		// alone whose field leads here.
		env.Attribute, env.Links = nil, false
	}
	return env
}
