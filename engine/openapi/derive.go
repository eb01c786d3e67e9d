package openapi

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

var (
	instantType   = reflect.TypeFor[time.Time]()
	rawType       = reflect.TypeFor[json.RawMessage]()
	numberType    = reflect.TypeFor[json.Number]()
	marshalerType = reflect.TypeFor[json.Marshaler]()
	textType      = reflect.TypeFor[encoding.TextMarshaler]()
)

// derive gives the JSON Schema of a Go type: of a named struct a reference to a
// component of its name.
func (d *document) derive(t reflect.Type) any {
	switch {
	case t == instantType:
		return object{"type": "string", "format": "date-time"}
	case t == numberType:
		return object{"type": "number"}
	case t == rawType || t.Kind() == reflect.Interface:
		return Any(d)
	case t.Kind() == reflect.Pointer:
		return object{"anyOf": []any{d.derive(t.Elem()), object{"type": "null"}}}
	case t.Implements(marshalerType):
		return Any(d)
	case t.Implements(textType):
		return object{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return object{"type": "string", "contentEncoding": "base64"}
		}
		return object{"type": "array", "items": d.derive(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.derive(t.Elem())}
	case reflect.Struct:
		return d.structure(t)
	}
	return object{"type": "integer"}
}

// structure gives a named struct as a component, and a nameless one in place.
func (d *document) structure(t reflect.Type) any {
	if t.Name() == "" {
		return d.fieldsOf(t)
	}
	ref := object{"$ref": t.PkgPath() + "." + t.Name()} // until all are known
	c, known := d.typed[t]
	if !known {
		c = &component{of: t}
		d.typed[t] = c // should the type lead to itself
		d.derived = append(d.derived, c)
		c.schema = d.fieldsOf(t)
	}
	c.refs = append(c.refs, ref)
	return ref
}

func (d *document) fieldsOf(t reflect.Type) object {
	properties, required := object{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && flat(f.Type) || !f.IsExported() || name == "-" || hidden(t, f) {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		of := f.Type
		if optional && of.Kind() == reflect.Pointer {
			of = of.Elem() // left out rather than null
		}
		if properties[name] = d.derive(of); !optional {
			required = append(required, name)
		}
	}
	o := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// flat tells whether the members of an embedded type are its holder's.
func flat(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && !t.Implements(marshalerType)
}

// hidden tells whether a promoted field belongs to an embedded type that is
// written as one value.
func hidden(t reflect.Type, f reflect.StructField) bool {
	for n := 1; n < len(f.Index); n++ {
		over := t.FieldByIndex(f.Index[:n])
		name, _, _ := strings.Cut(over.Tag.Get("json"), ",")
		if !over.Anonymous || name != "" || !flat(over.Type) {
			return true
		}
	}
	return false
}

// Given is the JSON Schema of a Go type that a request is decoded into: only
// what is named must be there.
func Given[T any](required ...string) Shape {
	t := reflect.TypeFor[T]()
	return func(d *document) any {
		o := d.fieldsOf(t)
		delete(o, "required")
		if len(required) > 0 {
			o["required"] = required
		}
		return o
	}
}
