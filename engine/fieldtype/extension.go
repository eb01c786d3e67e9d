package fieldtype

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// extension is a type of an extension over the type of the product that has
// values of its kind. What the extension makes of a value passes that again, so
// that no column gets what it cannot hold.
type extension struct {
	Type
	def       hook.FieldType
	operators []Operator
	fits      *jsonschema.Schema // of x-options; nil when there are none
}

// Base names the type of the product whose values those of a type of an
// extension are; "" for types of the product.
func Base(f *definition.Field) string {
	t, _ := Of(f)
	if x, ok := t.(extension); ok {
		return string(x.def.Kind)
	}
	return ""
}

// Print prints a value of the API's JSON of a field whose type is of an
// extension, and is false for what is no value of its kind.
func Print(f *definition.Field, v any, l Locale) (string, bool) {
	t, _ := Get(f.Type)
	x, ok := t.(extension)
	if !ok || v == nil {
		return "", false
	}
	read, detail := x.Type.Compile(plain(f))
	if detail != nil {
		return "", false
	}
	value, detail := read(v)
	if detail != nil || value == nil {
		return "", false
	}
	return x.FormatText(f, value, l), true
}

// Operators implements Type.
func (x extension) Operators() []Operator { return x.operators }

// plain is the field as the type of its kind knows it.
func plain(f *definition.Field) *definition.Field {
	return &definition.Field{Name: f.Name, Scale: definition.ScaleAny}
}

// settings are the x-options of a field.
func (x extension) settings(f *definition.Field) (map[string]any, *problem.Detail) {
	if len(f.Settings) == 0 && x.fits == nil {
		return nil, nil
	}
	if x.fits == nil {
		return nil, wrongAt("/x-options", "unknown_keyword", "name", "x-options")
	}
	settings := map[string]any{}
	if len(f.Settings) > 0 {
		v, err := decodeJSON(f.Settings)
		given, ok := v.(map[string]any)
		if err != nil || !ok {
			return nil, wrongAt("/x-options", "wrong_type", "want", "object")
		}
		settings = given
	}
	if detail := fit(x.fits, settings); detail != nil {
		detail.Pointer = "/x-options" + detail.Pointer
		return nil, detail
	}
	return settings, nil
}

// Compile implements Type.
func (x extension) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	settings, detail := x.settings(f)
	if detail != nil {
		return nil, detail
	}
	read, detail := x.Type.Compile(plain(f))
	if detail != nil {
		return nil, detail
	}
	return func(v any) (any, *problem.Detail) {
		value, detail := read(v)
		if detail != nil || value == nil {
			return nil, detail
		}
		return x.check(read, value, settings)
	}, nil
}

// check has the extension look at a value of its kind.
func (x extension) check(read Coercer, value any, settings map[string]any) (any, *problem.Detail) {
	var made any
	err := x.guarded(func() (err error) {
		made, err = x.def.Check(given(value), settings)
		return err
	})
	if err != nil {
		return nil, x.refused(err)
	}
	kept, detail := read(JSONValue(made))
	if detail != nil || kept == nil && x.def.Kind != hook.Text {
		return nil, x.refused(fmt.Errorf("it makes %v of %v", made, value))
	}
	return kept, nil
}

// given is a canonical value as hook promises it.
func given(v any) any {
	if d, ok := v.(query.Decimal); ok {
		return json.Number(d)
	}
	return v
}

// guarded calls a function of the extension; a panic is an error of it.
func (x extension) guarded(call func() error) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("panic: %v", e)
		}
	}()
	return call()
}

// refused says that the extension does not take a value, in its own words when
// it has any.
func (x extension) refused(err error) *problem.Detail {
	var refusal *hook.Refusal
	if !errors.As(err, &refusal) {
		slog.Error("a field type failed", "type", x.def.Name, "cause", err)
		return wrong("field_type_failed", "type", x.def.Name)
	}
	texts := refusal.Texts
	if texts == nil {
		texts = map[string]string{"en": refusal.Message}
	}
	return wrong("field_type_refused", "type", x.def.Name, "reason", texts)
}

// JSONSchema implements Type.
func (x extension) JSONSchema(f *definition.Field) map[string]any {
	m := x.Type.JSONSchema(plain(f))
	settings, detail := x.settings(f)
	if x.def.JSONSchema == nil || detail != nil {
		return m
	}
	var more map[string]any
	if err := x.guarded(func() error { more = x.def.JSONSchema(settings); return nil }); err != nil || len(more) == 0 {
		return m
	}
	if m["type"] == "string" { // "" stands for the empty value
		m["anyOf"] = []any{map[string]any{"maxLength": 0}, more}
	} else {
		m["anyOf"] = []any{more}
	}
	return m
}

// Assert implements asserter.
func (x extension) Assert(f *definition.Field) func(v any) bool {
	coerce, detail := x.Compile(f)
	return func(v any) bool {
		if detail != nil {
			return false
		}
		value, wrong := coerce(v)
		return wrong == nil && (value != nil || v == nil || !f.Required)
	}
}

// ParseText implements Type.
func (x extension) ParseText(f *definition.Field, cell string, l Locale) (any, *problem.Detail) {
	if x.def.ParseText == nil {
		return x.Type.ParseText(plain(f), cell, l)
	}
	settings, detail := x.settings(f)
	if detail != nil {
		return nil, detail
	}
	var v any
	err := x.guarded(func() (err error) {
		v, err = x.def.ParseText(cell, settings, l.Language)
		return err
	})
	if err != nil {
		return nil, x.refused(err)
	}
	return JSONValue(v), nil
}

// FormatText implements Type. An extension that fails does not keep a file from
// being written.
func (x extension) FormatText(f *definition.Field, v any, l Locale) string {
	settings, detail := x.settings(f)
	if x.def.FormatText == nil || detail != nil {
		return x.Type.FormatText(plain(f), v, l)
	}
	var text string
	err := x.guarded(func() error { text = x.def.FormatText(given(v), settings, l.Language); return nil })
	if err != nil {
		slog.Error("a field type failed", "type", x.def.Name, "cause", err)
		return x.Type.FormatText(plain(f), v, l)
	}
	return text
}

// filterValue finds part of a text as it is written, and the whole in any form
// that the extension takes.
func (x extension) filterValue(f *definition.Field, v any) (query.Value, *problem.Detail) {
	special, ok := x.Type.(filtered)
	if !ok {
		read, detail := x.Type.Compile(plain(f))
		if detail != nil {
			return query.Value{}, detail
		}
		value, detail := read(v)
		return query.Value{Type: x.Kind(), V: value}, detail
	}
	value, detail := special.filterValue(plain(f), v)
	if detail != nil || x.Kind().Kind != query.Text {
		return value, detail
	}
	if coerce, detail := x.Compile(f); detail == nil {
		if normal, detail := coerce(value.V); detail == nil && normal != nil {
			value.V = normal
		}
	}
	return value, nil
}

// limit is the most characters that a value may have.
func (x extension) limit(f *definition.Field) int {
	t, ok := x.Type.(interface{ limit(*definition.Field) int })
	if !ok {
		return 0
	}
	return t.limit(plain(f))
}
