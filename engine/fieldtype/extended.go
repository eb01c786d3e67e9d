package fieldtype

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// registry holds the types of extensions, which a program takes on once, before
// it serves.
type registry struct {
	mu     sync.RWMutex
	byName map[string]Type
}

var extended = registry{byName: map[string]Type{}}

func (r *registry) get(name string) (Type, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	t, ok := r.byName[name]
	return t, ok
}

func (r *registry) all() []Type {
	r.mu.RLock()
	defer r.mu.RUnlock()
	list := make([]Type, 0, len(r.byName))
	for _, t := range r.byName {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b Type) int { return strings.Compare(a.Name(), b.Name()) })
	return list
}

// Register takes on the field types of extensions, all or none, for the whole
// process: what fields of a type hold cannot depend on who looks. A type that is
// known by its name and kind already is replaced.
func Register(list ...hook.FieldType) error {
	made := make([]extension, 0, len(list))
	seen := map[string]bool{}
	for _, d := range list {
		t, err := newExtension(d)
		if err != nil {
			return fmt.Errorf("field type %s: %w", d.Name, err)
		}
		if seen[d.Name] {
			return fmt.Errorf("field type %s is given twice", d.Name)
		}
		seen[d.Name] = true
		made = append(made, t)
	}
	extended.mu.Lock()
	defer extended.mu.Unlock()
	for _, t := range made {
		if was, ok := extended.byName[t.Name()]; ok && was.Kind() != t.Kind() {
			return fmt.Errorf("field type %s is of another kind already", t.Name())
		}
	}
	for _, t := range made {
		extended.byName[t.Name()] = t
		definition.Extend(t.Name(), t.def.Options)
	}
	return nil
}

// newExtension makes a type of what an extension says of it.
func newExtension(d hook.FieldType) (extension, error) {
	t := extension{def: d}
	switch {
	case !definition.OfExtension(d.Name):
		return t, fmt.Errorf("the name must be x_, then lower-case letters, digits and _, at most 40 in all")
	case d.Check == nil:
		return t, fmt.Errorf("it has no Check")
	case d.MaxLength < 0 || d.MaxLength > maxText || d.MaxLength > 0 && d.Kind != hook.Text:
		return t, fmt.Errorf("its MaxLength is not that of a text")
	}
	if t.Type = kindOf(d); t.Type == nil {
		return t, fmt.Errorf("there is no kind %q", d.Kind)
	}
	t.operators = t.Type.Operators()
	if d.Operators != nil {
		t.operators = nil
		for _, o := range d.Operators {
			if !slices.Contains(t.Type.Operators(), Operator(o)) {
				return t, fmt.Errorf("its kind has no operator %q", o)
			}
			t.operators = append(t.operators, Operator(o))
		}
	}
	var err error
	t.fits, err = settingsSchema(d.Options)
	return t, err
}

// settingsSchema compiles the JSON Schema of x-options.
func settingsSchema(options json.RawMessage) (*jsonschema.Schema, error) {
	if options == nil {
		return nil, nil
	}
	if err := dialect(options); err != nil {
		return nil, err
	}
	return CompileSchema(options)
}

// kindOf gives the type of the product whose values those of an extension's are.
func kindOf(d hook.FieldType) Type {
	named := func(kind query.Kind, column string, operators []Operator) base {
		return base{name: d.Name, kind: query.Type{Kind: kind}, column: column, operators: operators, sortable: d.Sortable}
	}
	switch d.Kind {
	case hook.Text:
		longest := d.MaxLength
		if longest == 0 {
			longest = usualLength
		}
		return textType{stringType{base: named(query.Text, "text", textual), longest: longest, prepare: plainText}}
	case hook.Integer:
		return integerType{named(query.Integer, "bigint", ordered)}
	case hook.Number:
		return numeric{named(query.Number, "numeric", ordered)}
	case hook.Boolean:
		return booleanType{named(query.Boolean, "boolean", boolean.Operators())}
	case hook.Date:
		return dateType{stringType{base: named(query.Date, "date", ordered), longest: 40, format: "date", prepare: calendarDate}}
	case hook.Time:
		return timeType{stringType{base: named(query.Time, "time(0)", ordered), longest: 40, format: "time", prepare: clockTime}}
	case hook.Instant:
		return dateTimeType{stringType{base: named(query.Instant, "timestamptz", ordered), longest: 60, format: "date-time", prepare: instant}}
	}
	return nil
}
