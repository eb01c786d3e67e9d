package fieldtype

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Validator checks the payloads of one entity and makes their values
// canonical. It accepts exactly what CreateSchema and PatchSchema describe. It
// is immutable and safe for concurrent use.
type Validator struct {
	fields   map[string]validated
	required []string
	filled   []string // required, and given a value where the payload has none
	defaults map[string]any
}

// validated is a field ready to check values.
type validated struct {
	coerce   Coercer // of a new record
	keep     Coercer // of a change, which may keep what cannot be chosen anew
	required bool
	writable bool
}

// NewValidator compiles an entity. Its error, if the definition contradicts
// itself, is a *problem.Error with pointers into the entity's document.
func NewValidator(e *definition.Entity) (*Validator, error) {
	v := &Validator{fields: map[string]validated{}, defaults: map[string]any{}}
	var l problem.List
	for _, f := range e.Fields {
		l = append(l, v.add(f)...)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	slices.Sort(v.required)
	return v, nil
}

func (v *Validator) add(f *definition.Field) problem.List {
	at := "/properties/" + f.Name
	coerce, detail := Compile(f)
	if detail != nil {
		detail.Pointer = at + detail.Pointer
		return problem.List{*detail}
	}
	keep := coerce
	coerce = newly(f, coerce)
	v.fields[f.Name] = validated{coerce: coerce, keep: keep, required: f.Required, writable: writable(f)}
	if len(f.Default) > 0 {
		value, detail := coerceDefault(coerce, f.Default)
		if detail != nil {
			detail.Pointer = at + "/default" + detail.Pointer
			return problem.List{*detail}
		}
		if value == nil {
			return problem.List{*wrongAt(at+"/default", "required")}
		}
		v.defaults[f.Name] = value
	}
	_, has := v.defaults[f.Name]
	switch {
	case !f.Required || has:
	case fills(f):
		v.filled = append(v.filled, f.Name)
	case writable(f):
		v.required = append(v.required, f.Name)
	}
	return nil
}

// fills tells whether a record may come by a value of the field without anybody
// giving one.
func fills(f *definition.Field) bool { return f.DefaultExpr != "" || f.Autofill != "" }

// Filled names the required fields that a payload need not hold because an
// expression may give them their values; whether it did is for others to ask.
func (v *Validator) Filled() []string { return v.filled }

func coerceDefault(coerce Coercer, raw json.RawMessage) (any, *problem.Detail) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, wrong("malformed_json")
	}
	return coerce(v)
}

// ValidateCreate checks the payload of a new record, decoded with UseNumber.
// The values hold what the payload holds, in canonical form (nil where it is
// empty), and the defaults of what it does not hold. All problems are returned
// at once; beside them stand the values that are right by themselves.
func (v *Validator) ValidateCreate(payload map[string]any) (map[string]any, problem.List) {
	values, l := v.coerce(payload, func(f validated) Coercer { return f.coerce })
	for _, name := range v.required {
		if _, given := payload[name]; !given {
			l.Add("/"+name, "required")
		}
	}
	for name, value := range v.defaults {
		if _, given := payload[name]; !given {
			values[name] = value
		}
	}
	return finish(values, l)
}

// ValidatePatch checks the payload of a change: nil clears a field, and what
// is not given stays.
func (v *Validator) ValidatePatch(payload map[string]any) (map[string]any, problem.List) {
	values, l := v.coerce(payload, func(f validated) Coercer { return f.keep })
	return finish(values, l)
}

func (v *Validator) coerce(payload map[string]any, by func(validated) Coercer) (map[string]any, problem.List) {
	var l problem.List
	values := make(map[string]any, len(payload)+len(v.defaults))
	for name, given := range payload {
		f, ok := v.fields[name]
		at := "/" + pointerToken(name)
		switch {
		case !ok:
			l.Add(at, "unknown_field", "name", shorten(name))
			continue
		case !f.writable:
			l.Add(at, "read_only")
			continue
		}
		value, detail := by(f)(given)
		switch {
		case detail != nil:
			d := *detail
			d.Pointer = at + d.Pointer
			l = append(l, d)
		case value == nil && f.required:
			l.Add(at, "required")
		default:
			values[name] = value
		}
	}
	return values, l
}

var tokenEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func pointerToken(name string) string {
	if strings.ContainsAny(name, "~/") {
		return tokenEscapes.Replace(name)
	}
	return name
}

// finish puts the problems in their published order.
func finish(values map[string]any, l problem.List) (map[string]any, problem.List) {
	slices.SortFunc(l, func(a, b problem.Detail) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Code, b.Code))
	})
	return values, l
}
