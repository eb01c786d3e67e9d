package fieldtype

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mortise-crm/mortise/engine/definition"
)

// asserter is the capability of types whose values the standard keywords of
// JSON Schema cannot describe: Assert prepares what tells a well-formed value
// of the right JSON type.
type asserter interface {
	Assert(f *definition.Field) func(v any) bool
}

// Assert implements asserter.
func (t stringType) Assert(f *definition.Field) func(v any) bool {
	convert, detail := t.prepare(f)
	return func(v any) bool {
		s, ok := v.(string)
		if !ok || s == "" {
			return true
		}
		if detail != nil || checkString(s, math.MaxInt) != nil {
			return false
		}
		value, wrong := convert(s)
		return wrong == nil && (value != nil || !f.Required)
	}
}

// Assert implements asserter: the options are standard keywords.
func (choiceType) Assert(*definition.Field) func(v any) bool {
	return func(any) bool { return true }
}

// Assert implements asserter.
func (numeric) Assert(*definition.Field) func(v any) bool {
	return func(v any) bool {
		s, ok := numberText(v)
		if !ok {
			return true
		}
		_, ok = ParseDecimal(s)
		return ok
	}
}

// Assert implements asserter.
func (tagsType) Assert(*definition.Field) func(v any) bool {
	return func(v any) bool {
		for _, s := range texts(v) {
			if checkString(s, math.MaxInt) != nil {
				return false
			}
		}
		return true
	}
}

// keyword compiles x-field into the assertion of its type.
type keyword struct{}

// Compile implements jsonschema.ExtCompiler.
func (keyword) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	f := described(m)
	t, ok := Get(f.Type)
	if !ok {
		return nil, nil
	}
	a, ok := t.(asserter)
	if !ok {
		return nil, nil
	}
	return assertion{a.Assert(f)}, nil
}

// described is the field of a published JSON Schema, as far as assertions ask
// for it.
func described(m map[string]any) *definition.Field {
	f := &definition.Field{}
	f.Type, _ = m["x-field"].(string)
	f.Region, _ = m["x-region"].(string)
	entities, _ := m["x-entities"].([]any)
	f.Entities = texts(entities)
	f.Minimum, f.Maximum = numberOf(m["minimum"]), numberOf(m["maximum"])
	if longest, ok := m["maxLength"].(json.Number); ok {
		n, _ := longest.Int64()
		f.MaxLength = int(n)
	}
	if settings, ok := m["x-options"]; ok {
		f.Settings, _ = json.Marshal(settings) // of decoded JSON, which always encodes
	}
	_, f.Required = m["minLength"]
	return f
}

func numberOf(v any) *string {
	n, ok := v.(json.Number)
	if !ok {
		return nil
	}
	s := n.String()
	return &s
}

type assertion struct{ holds func(v any) bool }

// Validate implements jsonschema.ExtSchema.
func (a assertion) Validate(ctx jsonschema.ValidationContext, v any) error {
	if a.holds(v) {
		return nil
	}
	return ctx.Error("x-field", "not well-formed")
}

// CompileSchema makes a payload's JSON Schema ready to validate. It loads
// nothing: a reference to anywhere fails.
func CompileSchema(raw json.RawMessage) (*jsonschema.Schema, error) {
	const url = schemaBase
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.LoadURL = func(u string) (io.ReadCloser, error) { return nil, fmt.Errorf("loading %s is refused", u) }
	c.RegisterExtension("x-field", nil, keyword{})
	if err := c.AddResource(url, bytes.NewReader(raw)); err != nil {
		return nil, fmt.Errorf("read the JSON Schema of a payload: %w", err)
	}
	s, err := c.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("compile the JSON Schema of a payload: %w", err)
	}
	return s, nil
}

var (
	_ jsonschema.ExtCompiler = keyword{}
	_ jsonschema.ExtSchema   = assertion{}
)
