package definition

import (
	"bytes"
	"slices"
)

// Object is a JSON object of a document that keeps the order of its members.
// Their values are *Object, []any, string, json.Number, bool or nil.
type Object = object

// NewObject makes an object without members.
func NewObject() *Object { return &object{values: map[string]any{}} }

// Tree reads a document within the limits that hold for every kind.
func Tree(body []byte) (*Object, error) {
	o, details := read(body)
	if err := details.Err(); err != nil {
		return nil, err
	}
	return o, nil
}

// Names gives the names of the members in their order.
func (o *object) Names() []string { return slices.Clone(o.names) }

// Get gives a member and whether there is one.
func (o *object) Get(name string) (any, bool) {
	v, ok := o.values[name]
	return v, ok
}

// Set gives a member a value; a new one comes last.
func (o *object) Set(name string, value any) {
	if _, ok := o.values[name]; !ok {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

// Rename gives a member another name in the same place. It tells whether it
// did: not without the member, nor where the name is taken.
func (o *object) Rename(from, to string) bool {
	v, ok := o.values[from]
	if _, taken := o.values[to]; !ok || taken {
		return false
	}
	o.names[slices.Index(o.names, from)] = to
	delete(o.values, from)
	o.values[to] = v
	return true
}

// Bytes gives the canonical form.
func (o *object) Bytes() []byte { return o.bytes() }

// EncodeValue gives one value of a tree as canonical JSON.
func EncodeValue(v any) []byte {
	var b bytes.Buffer
	encode(&b, v, "")
	return b.Bytes()
}

// PointerToken escapes a member name for a JSON pointer.
func PointerToken(name string) string { return escapePointer(name) }
