package definition

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

//go:embed schemas/*.json
var schemaFiles embed.FS

// JSONSchema gives the published JSON Schema (draft 2020-12) of a kind of
// document, or false. That of entities names the field types of extensions.
func JSONSchema(kind Kind) (json.RawMessage, bool) {
	raw, err := schemaFiles.ReadFile("schemas/" + string(kind) + ".json")
	if err != nil || kind != KindEntity {
		return raw, err == nil
	}
	return withExtensions(raw), true
}

// compiledSchema is a published JSON Schema ready to validate, with its plain
// form, which explains what a failed keyword wanted.
type compiledSchema struct {
	schema *jsonschema.Schema
	source any
	// fields are the parts for each field type, of an entity only; that of all
	// types of extensions is under extensionPrefix.
	fields map[string]*jsonschema.Schema
	types  []any // the names of the product's field types
}

var compiledSchemas = sync.OnceValue(func() map[Kind]*compiledSchema {
	all := map[Kind]*compiledSchema{}
	for _, kind := range Kinds {
		all[kind] = mustCompile(kind)
	}
	return all
})

func mustCompile(kind Kind) *compiledSchema {
	raw, err := schemaFiles.ReadFile("schemas/" + string(kind) + ".json")
	if err != nil {
		panic("definition: no JSON Schema of kind " + string(kind))
	}
	url := "mortise:" + string(kind)
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.LoadURL = func(u string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("loading %s is refused", u)
	}
	if err := c.AddResource(url, strings.NewReader(string(raw))); err != nil {
		panic(fmt.Sprintf("definition: read the JSON Schema of %s: %v", kind, err))
	}
	s, err := c.Compile(url)
	if err != nil {
		panic(fmt.Sprintf("definition: compile the JSON Schema of %s: %v", kind, err))
	}
	var source any
	if err := json.Unmarshal(raw, &source); err != nil {
		panic(fmt.Sprintf("definition: decode the JSON Schema of %s: %v", kind, err))
	}
	compiled := &compiledSchema{schema: s, source: source}
	if kind == KindEntity {
		compiled.splitFields()
	}
	return compiled
}

// splitFields takes the parts for the field types out of the compiled JSON
// Schema. It says if … then … for each of them, and trying all on each field
// takes twenty times as long as going to the right one.
func (c *compiledSchema) splitFields() {
	field, ok := c.schema.Properties["properties"].AdditionalProperties.(*jsonschema.Schema)
	if !ok || field.Ref == nil {
		panic("definition: the JSON Schema of entities has no field")
	}
	c.fields = map[string]*jsonschema.Schema{}
	for _, branch := range field.Ref.AllOf {
		name := extensionPrefix
		if is := branch.If.Properties["x-field"].Constant; len(is) > 0 {
			name, _ = is[0].(string)
		}
		c.fields[name] = branch.Then
	}
	field.Ref.AllOf = nil
	// The names are no closed list: a binary has types of extensions, and another
	// still reads the documents that name them.
	c.types, field.Ref.Properties["x-field"].Enum = field.Ref.Properties["x-field"].Enum, nil
}
