package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Shapes are the entities that a caller may know, each with the JSON Schemas of
// its records for him.
type Shapes struct {
	Revision int64
	Entities []EntityShape
}

// EntityShape is one entity with what its records are in JSON. A brief one has
// no JSON Schemas.
type EntityShape struct {
	EntityDescription
	Read   map[string]any // a record as it is answered; no member must be there
	Create map[string]any // what makes a record; nil for who may make none
	Update map[string]any // what changes one; nil for who may change none
}

// Can tells whether the caller has one of some actions on some record.
func (e *EntityShape) Can(actions ...string) bool {
	for _, has := range e.Actions {
		for _, a := range actions {
			if has == a {
				return true
			}
		}
	}
	return false
}

// Shapes gives the JSON Schemas of the entities that are named, or of all that
// the caller may know. A field that he may not know is in none of them.
func (s *Service) Shapes(ctx context.Context, c *Caller, only ...string) (shapes Shapes, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		shapes = Shapes{Revision: c.State.Snapshot.Revision}
		describe, entities := s.describeEntity, c.State.Snapshot.Entities(only...)
		if len(entities) > MaxWhole {
			describe = s.describeBriefly
		}
		for _, e := range entities {
			d, err := describe(ctx, c, e.Name())
			if problem.Is(err, problem.NotFound) || e.Usable() != nil {
				continue
			}
			if err != nil {
				return c.State.Epoch, err
			}
			shapes.Entities = append(shapes.Entities, shapeOf(e.Definition, d, c.Language))
		}
		epoch, _, err := s.db.State(ctx, c.Workspace.Name)
		return epoch, err
	})
	return shapes, err
}

// Revision is the one that is published now.
func (s *Service) Revision(ctx context.Context, c *Caller) (revision int64, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		revision = c.State.Snapshot.Revision
		epoch, _, err := s.db.State(ctx, c.Workspace.Name)
		return epoch, err
	})
	return revision, err
}

func shapeOf(def *definition.Entity, d EntityDescription, language string) EntityShape {
	shape := EntityShape{EntityDescription: d}
	if d.Brief {
		return shape
	}
	read, create, update, required := map[string]any{}, map[string]any{}, map[string]any{}, []string{}
	for _, told := range d.Fields {
		f := definedField(def, told.Name)
		if f == nil {
			continue
		}
		read[told.Name] = answered(f, told, language)
		if told.ReadOnly {
			continue
		}
		create[told.Name] = fieldtype.ValueSchema(f, language, false)
		update[told.Name] = fieldtype.ValueSchema(f, language, true)
		if fieldtype.Needed(f) && !told.Defaulted {
			required = append(required, told.Name)
		}
	}
	read["_meta"] = map[string]any{"type": "object", "properties": map[string]any{
		"redacted": map[string]any{"type": "array", "items": map[string]any{"type": "string"}}}}
	shape.Read = objectOf(d.Title, read)
	if shape.Can("create", "import") {
		shape.Create = objectOf(d.Title, create)
		if len(required) > 0 {
			shape.Create["required"] = required
		}
	}
	if shape.Can("update") {
		shape.Update = objectOf(d.Title, update)
	}
	return shape
}

// answered is what a cell of a field is in an answer: its value, nothing, what
// is left of it when it is masked, or the record that a relation leads to when
// fields of that were asked for.
func answered(f *definition.Field, told FieldDescription, language string) map[string]any {
	value := fieldtype.AnswerSchema(f, language)
	if len(value) == 0 { // anything, null included, which some tools take an empty one not to be
		value["type"], value["items"] = []any{"null", "boolean", "number", "string", "array", "object"}, map[string]any{}
	}
	either := []any{value, map[string]any{"type": "null"}}
	if told.Masked {
		either = append(either, map[string]any{"type": "string"})
	}
	if f.Entity != "" && !f.Table() && !f.Links() {
		either = append(either, map[string]any{"type": "object", "properties": map[string]any{"id": map[string]any{"type": "string", "format": "uuid"}}})
	}
	m := map[string]any{"anyOf": either, "title": told.Title, "readOnly": told.ReadOnly, "x-field": told.Type}
	if told.Help != "" {
		m["description"] = told.Help
	}
	return m
}

func objectOf(title string, properties map[string]any) map[string]any {
	return map[string]any{"title": title, "type": "object", "properties": properties, "additionalProperties": false}
}

func definedField(def *definition.Entity, name string) *definition.Field {
	for _, f := range def.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}
