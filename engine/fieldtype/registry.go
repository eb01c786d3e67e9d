package fieldtype

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// types holds every field type, in the order of the published JSON Schema;
// those of system fields come last.
var types = []Type{
	text, longText, integer, number, money, percent, boolean, date, timeOfDay, dateTime,
	choice, choices, tags, phone, email, webAddress, relation, user, autoNumber,
	richText, markdown, duration, rating, color, idCard, location, department, reference, jsonValue, secret,
	relations, users, file, files, image, signature, table, formula, lookup, rollup, identifier,
}

var typesByName = func() map[string]Type {
	m := map[string]Type{}
	for _, t := range types {
		m[t.Name()] = t
	}
	return m
}()

// Get gives the field type with a name (x-field), or false. Those of extensions
// are found in binaries that have them.
func Get(name string) (Type, bool) {
	t, ok := typesByName[name]
	if !ok && definition.OfExtension(name) {
		t, ok = extended.get(name)
	}
	return t, ok
}

// Of gives the type of a field's values: of a computed field, that of what it is
// shown as.
func Of(f *definition.Field) (Type, bool) {
	if f.Shown != nil {
		f = f.Shown
	}
	return Get(f.Type)
}

// All gives every field type, those of extensions last.
func All() []Type { return append(append([]Type(nil), types...), extended.all()...) }

// Coerce brings one value to canonical form. Where many values of one field
// come, compile the field once instead.
func Coerce(f *definition.Field, v any) (any, *problem.Detail) {
	c, detail := Compile(f)
	if detail != nil {
		return nil, detail
	}
	return c(v)
}

// Compile prepares the coercion of values of a field.
func Compile(f *definition.Field) (Coercer, *problem.Detail) {
	t, ok := Get(f.Type)
	switch {
	case ok:
		return t.Compile(f)
	case definition.OfExtension(f.Type):
		return nil, wrongAt("/x-field", "field_type_missing", "type", f.Type)
	}
	return nil, wrongAt("/x-field", "not_an_option")
}

// QueryField gives a field of an entity as filters and policies see it, bound
// to variable 0.
func QueryField(e *definition.Entity, f *definition.Field) query.Field {
	q := query.Field{Entity: e.Name, Name: f.Name, Column: f.Column}
	if f.Links() {
		q.Links = f.LinkTable()
	}
	if f.IsComputed() {
		q.Column = ""
	}
	if t, ok := Of(f); ok {
		q.Type = t.Kind()
	}
	return q
}
