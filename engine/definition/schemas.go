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
// document, or false.
func JSONSchema(kind Kind) (json.RawMessage, bool) {
	raw, err := schemaFiles.ReadFile("schemas/" + string(kind) + ".json")
	return raw, err == nil
}

// compiledSchema is a published JSON Schema ready to validate, with its plain
// form, which explains what a failed keyword wanted.
type compiledSchema struct {
	schema *jsonschema.Schema
	source any
	// fields are the parts for each field type, of an entity only.
	fields map[string]*jsonschema.Schema
}

var compiledSchemas = sync.OnceValue(func() map[Kind]*compiledSchema {
	all := map[Kind]*compiledSchema{}
	for _, kind := range Kinds {
		all[kind] = mustCompile(kind)
	}
	return all
})

func mustCompile(kind Kind) *compiledSchema {
	raw, ok := JSONSchema(kind)
	if !ok {
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
		name, _ := branch.If.Properties["x-field"].Constant[0].(string)
		c.fields[name] = branch.Then
	}
	field.Ref.AllOf = nil
}
