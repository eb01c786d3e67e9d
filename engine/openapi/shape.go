package openapi

import (
	"maps"
	"reflect"
	"slices"
)

// Shape makes the JSON Schema of a value, as part of a document.
type Shape func(d *document) any

// Members are the members of an object.
type Members map[string]Shape

// object is a JSON Schema.
type object = map[string]any

// Of is the JSON Schema of a Go type as encoding/json writes it.
func Of[T any]() Shape {
	t := reflect.TypeFor[T]()
	return func(d *document) any { return d.derive(t) }
}

// Record is a record of the operation's entity, as it is read.
func Record(d *document) any { return d.record("", readPart) }

// Values are the values of a record of the operation's entity to be made.
func Values(d *document) any { return d.record(".create", createPart) }

// Changes are the values of a record of the operation's entity to be changed.
func Changes(d *document) any { return d.record(".update", updatePart) }

// Object is an object with all of the members.
func Object(members Members) Shape { return Partly(members, slices.Sorted(maps.Keys(members))...) }

// Partly is an object of which the named members are always there.
func Partly(members Members, required ...string) Shape {
	return func(d *document) any {
		properties := object{}
		for _, name := range slices.Sorted(maps.Keys(members)) { // in one order: types are known in that of their first use
			properties[name] = members[name](d)
		}
		o := object{"type": "object", "properties": properties, "additionalProperties": false}
		if len(required) > 0 {
			o["required"] = required
		}
		return o
	}
}

// Array is a list.
func Array(of Shape) Shape {
	return func(d *document) any { return object{"type": "array", "items": of(d)} }
}

// Data is an object whose one member data is a list.
func Data(of Shape) Shape { return Object(Members{"data": Array(of)}) }

// Map is an object with members of any name.
func Map(of Shape) Shape {
	return func(d *document) any { return object{"type": "object", "additionalProperties": of(d)} }
}

// Nullable is a value or null.
func Nullable(of Shape) Shape {
	return func(d *document) any { return object{"anyOf": []any{of(d), object{"type": "null"}}} }
}

// Either is one of several.
func Either(shapes ...Shape) Shape {
	return func(d *document) any {
		list := make([]any, len(shapes))
		for i, s := range shapes {
			list[i] = s(d)
		}
		return object{"anyOf": list}
	}
}

// OneWord is one of some texts.
func OneWord(words ...string) Shape {
	return func(*document) any { return object{"type": "string", "enum": words} }
}

// Any is any value, null included, which some tools take an empty JSON Schema
// not to be.
func Any(*document) any {
	return object{"type": anyType, "items": object{}}
}

var anyType = []any{"null", "boolean", "number", "string", "array", "object"}

// AnyObject is an object of any members.
func AnyObject(*document) any { return object{"type": "object"} }

// String is a text.
func String(*document) any { return object{"type": "string"} }

// UUID is the id of a record.
func UUID(*document) any { return object{"type": "string", "format": "uuid"} }

// Instant is a date and time with its offset.
func Instant(*document) any { return object{"type": "string", "format": "date-time"} }

// Integer is a whole number.
func Integer(*document) any { return object{"type": "integer"} }

// Boolean is true or false.
func Boolean(*document) any { return object{"type": "boolean"} }

// Between is a whole number within bounds.
func Between(low, high int) Shape {
	return func(*document) any { return object{"type": "integer", "minimum": low, "maximum": high} }
}

// Longest is a text of at most so many characters.
func Longest(characters int) Shape {
	return func(*document) any { return object{"type": "string", "maxLength": characters} }
}

// Binary is the content of a file, in a part of a form.
func Binary(*document) any {
	return object{"type": "string", "contentMediaType": "application/octet-stream"}
}
