package access

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// maxHops is how many relations a policy may follow in a row.
const maxHops = 4

// userEntity is the entity whose fields are the attributes of the principal.
const userEntity = "user"

// shape is what the input document of a policy may hold: the fields that the
// policies name, as far as the definition has them. A name that is missing here
// is an error when the policy is compiled.
type shape struct {
	record     *recordShape
	attributes map[string]query.Type
}

// recordShape is a record in the document. Relations are objects that hold the
// id and whatever else is named.
type recordShape struct {
	fields    map[string]query.Field
	relations map[string]relationShape
}

type relationShape struct {
	field  query.Field
	entity string
	record *recordShape
}

func newShape(s Source, modules map[string]*ast.Module) shape {
	names := map[string]bool{"id": true}
	for _, m := range modules {
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if name, ok := t.Value.(ast.String); ok && len(name) < 64 {
				names[string(name)] = true
			}
			return false
		})
	}
	sh := shape{record: shapeRecord(s.Schema, s.Entity, names, maxHops), attributes: map[string]query.Type{}}
	for name := range names {
		if t, ok := attribute(s.Schema, name); ok {
			sh.attributes[name] = t
		}
	}
	return sh
}

// names tells whether a policy has the text anywhere.
func names(modules map[string]*ast.Module, text string) bool {
	found := false
	for _, m := range modules {
		ast.WalkTerms(m, func(t *ast.Term) bool {
			found = found || t.Value.Compare(ast.String(text)) == 0
			return found
		})
	}
	return found
}

// attribute gives the type of an attribute that policies may read.
func (s shape) attribute(name string) (query.Type, bool) {
	t, ok := s.attributes[name]
	return t, ok
}

// attribute gives the type of an attribute of the principal.
func attribute(schema query.Schema, name string) (query.Type, bool) {
	switch name {
	case "id":
		return query.Type{Kind: query.UUID}, true
	case "roles":
		return query.Type{Kind: query.Text, Array: true}, true
	}
	f, ok := schema.Field(userEntity, name)
	return f.Type, ok
}

func shapeRecord(schema query.Schema, entity string, names map[string]bool, hops int) *recordShape {
	rec := &recordShape{fields: map[string]query.Field{}, relations: map[string]relationShape{}}
	for name := range names {
		f, ok := schema.Field(entity, name)
		if !ok {
			continue
		}
		target, isRelation := schema.Target(entity, name)
		if !isRelation {
			rec.fields[name] = f
			continue
		}
		far := &recordShape{}
		if hops > 1 {
			far = shapeRecord(schema, target, names, hops-1)
		}
		rec.relations[name] = relationShape{field: f, entity: target, record: far}
	}
	return rec
}

// jsonSchema is the JSON Schema of the input document.
func (s shape) jsonSchema() map[string]any {
	user := map[string]any{}
	for name, t := range s.attributes {
		user[name] = typeSchema(t)
	}
	text := typeSchema(query.Type{Kind: query.Text})
	return objectSchema(map[string]any{
		"action": text, "entity": text, "channel": text, "now": text,
		"roles":  typeSchema(query.Type{Kind: query.Text, Array: true}),
		"user":   objectSchema(user),
		"record": s.record.jsonSchema(false),
	})
}

func (r *recordShape) jsonSchema(far bool) map[string]any {
	properties := map[string]any{}
	if far {
		properties["id"] = typeSchema(query.Type{Kind: query.UUID})
	}
	for name, f := range r.fields {
		properties[name] = typeSchema(f.Type)
	}
	for name, rel := range r.relations {
		properties[name] = rel.record.jsonSchema(true)
	}
	return objectSchema(properties)
}

func objectSchema(properties map[string]any) map[string]any {
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}

func typeSchema(t query.Type) map[string]any {
	name := "string"
	switch t.Kind {
	case query.Integer, query.Number:
		name = "number"
	case query.Boolean:
		name = "boolean"
	}
	if t.Array {
		return map[string]any{"type": "array", "items": map[string]any{"type": name}}
	}
	return map[string]any{"type": name}
}
