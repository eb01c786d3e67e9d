package definition

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep a document may nest.
const maxDepth = 32

var (
	errDepth     = errors.New("nested too deep")
	errUTF8      = errors.New("not valid UTF-8")
	errTrailing  = errors.New("text after the document")
	errNotObject = errors.New("not a JSON object")
	errNumber    = errors.New("a number is too long or has an exponent")
	errNUL       = errors.New("a text holds the character NUL")
)

// duplicateError reports a member name that an object holds twice.
type duplicateError struct{ pointer string }

func (e *duplicateError) Error() string { return "member given twice: " + e.pointer }

// object is a JSON object that keeps the order of its members.
type object struct {
	names  []string
	values map[string]any
}

func (o *object) get(name string) any {
	if o == nil {
		return nil
	}
	return o.values[name]
}

func (o *object) text(name string) string {
	s, _ := o.get(name).(string)
	return s
}

func (o *object) object(name string) *object {
	v, _ := o.get(name).(*object)
	return v
}

// insert sets a member, placing a new one behind the member named after, or
// first when there is none.
func (o *object) insert(after, name string, value any) {
	if _, ok := o.values[name]; !ok {
		at := 0
		for i, n := range o.names {
			if n == after {
				at = i + 1
			}
		}
		o.names = append(o.names[:at], append([]string{name}, o.names[at:]...)...)
	}
	o.values[name] = value
}

// remove takes a member out.
func (o *object) remove(name string) {
	delete(o.values, name)
	o.names = slices.DeleteFunc(o.names, func(n string) bool { return n == name })
}

// decode reads one JSON object. Objects become *object, arrays []any, numbers
// json.Number.
func decode(body []byte) (*object, error) {
	if !utf8.Valid(body) {
		return nil, errUTF8
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	v, err := decodeValue(d, "", 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errTrailing
	}
	o, ok := v.(*object)
	if !ok {
		return nil, errNotObject
	}
	return o, nil
}

func decodeValue(d *json.Decoder, pointer string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	t, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("read a value: %w", err)
	}
	switch t {
	case json.Delim('{'):
		return decodeObject(d, pointer, depth)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := decodeValue(d, fmt.Sprintf("%s/%d", pointer, len(list)), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	// Exact arithmetic on 1e999999999 would take all memory.
	if n, ok := t.(json.Number); ok && (len(n) > 40 || strings.ContainsAny(string(n), "eE")) {
		return nil, errNumber
	}
	if s, ok := t.(string); ok && strings.IndexByte(s, 0) >= 0 {
		return nil, errNUL
	}
	return t, nil
}

func decodeObject(d *json.Decoder, pointer string, depth int) (any, error) {
	o := &object{values: map[string]any{}}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, ok := t.(string)
		if !ok {
			return nil, fmt.Errorf("read a member name: %v", t)
		}
		at := pointer + "/" + escapePointer(name)
		if _, twice := o.values[name]; twice {
			return nil, &duplicateError{at}
		}
		v, err := decodeValue(d, at, depth+1)
		if err != nil {
			return nil, err
		}
		o.names = append(o.names, name)
		o.values[name] = v
	}
	_, err := d.Token()
	return o, err
}

// plain turns the ordered tree into what encoding/json would have made of it.
func plain(v any) any {
	switch v := v.(type) {
	case *object:
		m := make(map[string]any, len(v.names))
		for n, x := range v.values {
			m[n] = plain(x)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = plain(x)
		}
		return list
	}
	return v
}

// encode writes a tree as indented JSON, members in their order.
func encode(b *bytes.Buffer, v any, indent string) {
	deeper := indent + "  "
	switch v := v.(type) {
	case *object:
		if len(v.names) == 0 {
			b.WriteString("{}")
			return
		}
		for i, n := range v.names {
			b.WriteString(separator(i, "{", deeper))
			encodeText(b, n)
			b.WriteString(": ")
			encode(b, v.values[n], deeper)
		}
		b.WriteString("\n" + indent + "}")
	case []any:
		if len(v) == 0 {
			b.WriteString("[]")
			return
		}
		for i, x := range v {
			b.WriteString(separator(i, "[", deeper))
			encode(b, x, deeper)
		}
		b.WriteString("\n" + indent + "]")
	case string:
		encodeText(b, v)
	case nil:
		b.WriteString("null")
	default:
		fmt.Fprint(b, v) // json.Number and bool print as they were written
	}
}

func separator(i int, open, indent string) string {
	if i == 0 {
		return open + "\n" + indent
	}
	return ",\n" + indent
}

func encodeText(b *bytes.Buffer, s string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes, and a Buffer never fails
	b.Truncate(b.Len() - 1)
}
