package access

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/query"
)

// maxHops is how many relations a policy may follow in a row.
const maxHops = 4

// userEntity is the entity whose fields are the attributes of the principal.
const userEntity = "user"

// shape is what the input document of a policy may hold: the members that the
// policies name, as far as the definition has them. A name that is missing here
// is an error when the policy is compiled.
type shape struct {
	record     *recordShape
	attributes map[string]query.Type
}

// recordShape is a record in the document. Relations are objects that hold the
// id and whatever else is named; the records that lead here are arrays of such
// objects.
type recordShape struct {
	entity    string
	fields    map[string]query.Field
	relations map[string]relationShape
	arrays    map[string]arrayShape
	readable  bool // whether the caller may read it is asked
}

type relationShape struct {
	field  query.Field
	record *recordShape
}

type arrayShape struct {
	relation query.Relation
	archived query.Field // of records that do not count; no name: all do
	record   *recordShape
}

func newShape(s Source, modules map[string]*ast.Module) shape {
	p := pathsOf(modules)
	for _, g := range s.Grants {
		for _, f := range g.Once {
			p.record.grow(f) // whether it has a value decides who may write it
		}
	}
	sh := shape{record: shapeRecord(s.Schema, s.Entity, p, p.record, maxHops), attributes: map[string]query.Type{}}
	for name := range p.loose {
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

// below ends the attributes that hold what lies below a relation of the user in
// its tree.
const below = "_below"

// attribute gives the type of an attribute of the principal. Besides the fields
// of the user there are lists of ids: whom and what he stands above or beside.
func attribute(schema query.Schema, name string) (query.Type, bool) {
	switch name {
	case "id":
		return query.Type{Kind: query.UUID}, true
	case "roles":
		return query.Type{Kind: query.Text, Array: true}, true
	case "teams", "teammates", "subordinates", "principals":
		return query.Type{Kind: query.UUID, Array: true}, true
	}
	if field, ok := strings.CutSuffix(name, below); ok {
		if f, _ := schema.Field(userEntity, field); f.Links != "" {
			return query.Type{}, false
		}
		if _, ok := schema.Target(userEntity, field); ok {
			return query.Type{Kind: query.UUID, Array: true}, true
		}
	}
	f, ok := schema.Field(userEntity, name)
	return f.Type, ok && f.Links == "" && f.Computed == nil
}

// shapeRecord is the shape of a record of an entity of which at is read by its
// path and the loose names perhaps through a variable.
func shapeRecord(schema query.Schema, entity string, p paths, at *branch, hops int) *recordShape {
	rec := &recordShape{
		entity: entity, fields: map[string]query.Field{},
		relations: map[string]relationShape{}, arrays: map[string]arrayShape{},
	}
	for name := range p.loose {
		rec.add(schema, name, p, at, hops)
	}
	if at != nil {
		for name := range at.next {
			rec.add(schema, name, p, at, hops)
		}
	}
	return rec
}

func (r *recordShape) add(schema query.Schema, name string, p paths, at *branch, hops int) {
	far := func(entity string) *recordShape { return shapeRecord(schema, entity, p, at.then(name), hops-1) }
	if name == residual.Readable {
		r.readable = true
		return
	}
	if rel, ok := residual.Several(schema, r.entity, name); ok {
		if hops > 0 {
			archived, _ := residual.Archived(schema, rel.Entity)
			r.arrays[name] = arrayShape{relation: rel, archived: archived, record: far(rel.Entity)}
		}
		return
	}
	f, ok := schema.Field(r.entity, name)
	if !ok {
		return
	}
	if target, ok := schema.Target(r.entity, name); ok {
		if hops > 0 {
			r.relations[name] = relationShape{field: f, record: far(target)}
		}
		return
	}
	r.fields[name] = f
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
	if far && r.readable {
		properties[residual.Readable] = typeSchema(query.Type{Kind: query.Boolean})
	}
	for name, f := range r.fields {
		properties[name] = typeSchema(f.Type)
	}
	for name, rel := range r.relations {
		properties[name] = rel.record.jsonSchema(true)
	}
	for name, list := range r.arrays {
		properties[name] = map[string]any{"type": "array", "items": list.record.jsonSchema(true)}
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
