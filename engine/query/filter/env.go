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
		t := expression.Type{Kind: kinds[f.Type.Kind], List: f.Type.Array}
		if t.Kind == expression.Record {
			t.Entity = entity
			if name != "id" {
				t.Entity, _ = s.Target(entity, name)
			}
		}
		return t, true
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
	}
}

// environment is Environment as options want it.
func environment(s query.Schema, entity string, o Options) expression.Env {
	env := Environment(s, entity, o.Visible)
	if o.Impersonal {
		env.Attribute = nil
	}
	return env
}
