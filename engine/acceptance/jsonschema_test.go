package acceptance_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// suiteCase is one JSON Schema of the suite with the values that it is asked
// about.
type suiteCase struct {
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"schema"`
	Tests       []struct {
		Description string          `json:"description"`
		Data        json.RawMessage `json:"data"`
		Valid       bool            `json:"valid"`
	} `json:"tests"`
}

// TestAcceptanceJSONSchemaSuite runs the required tests of
// JSON-Schema-Test-Suite, draft 2020-12, through the validator of an entity
// with a field of type json, and through the published JSON Schema of its
// payload. What is refused is listed here, and documented in
// docs/field-types.md.
func TestAcceptanceJSONSchemaSuite(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(dataFolder(t), "jsonschema", "draft2020-12", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	refused, otherwise, asked := []string{}, []string{}, 0
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var cases []suiteCase
		require.NoError(t, json.Unmarshal(raw, &cases))
		for _, c := range cases {
			where := name + ": " + c.Description
			whole, why := suiteEntity(t, c.Schema)
			if why != "" {
				refused = append(refused, where+": "+why)
				continue
			}
			inList, why := suiteEntity(t, listOf(t, c.Schema))
			require.Empty(t, why, where)
			for _, one := range c.Tests {
				asked++
				e, data := whole, one.Data
				if string(data) == "null" { // by itself it is the empty value
					e, data = inList, json.RawMessage("[null]")
				}
				if !e.answers(t, data, one.Valid) {
					otherwise = append(otherwise, where+": "+one.Description)
				}
			}
		}
	}
	t.Logf("%d questions answered as published", asked)
	require.Empty(t, otherwise, "nothing is answered otherwise")
	require.Equal(t, refusedOfSuite, refused)
}

// suiteField is an entity with one field, ready to be asked about values.
type suiteField struct {
	validator *fieldtype.Validator
	published *jsonschema.Schema
}

// suiteEntity makes an entity of a JSON Schema, or says why it is refused.
func suiteEntity(t *testing.T, schema json.RawMessage) (suiteField, string) {
	t.Helper()
	body := `{"name":"case","title":"Case","type":"object","x-id":"aaaaaaaaaa","properties":{"value":{"x-field":"json","x-id":"bbbbbbbbbb","x-schema":` + string(schema) + `}}}`
	doc, problems := definition.ParseDocument(definition.KindEntity, []byte(body))
	if len(problems) > 0 {
		return suiteField{}, problems[0].Code
	}
	e := doc.(*definition.Entity)
	v, err := fieldtype.NewValidator(e)
	if err != nil {
		text, _ := problem.As(err).Details[0].Params["text"].(string)
		if strings.HasSuffix(text, "is refused") {
			text = "refers to another address"
		}
		return suiteField{}, text
	}
	published, err := fieldtype.CompileSchema(fieldtype.CreateSchema(e, "en"))
	require.NoError(t, err)
	return suiteField{v, published}, ""
}

// listOf makes the JSON Schema of lists of what another describes.
func listOf(t *testing.T, schema json.RawMessage) json.RawMessage {
	t.Helper()
	var resource map[string]json.RawMessage
	if json.Unmarshal(schema, &resource) == nil {
		if _, named := resource["$id"]; !named {
			resource["$id"] = json.RawMessage(`"https://json.example/case"`)
		}
		var err error
		schema, err = json.Marshal(resource)
		require.NoError(t, err)
	}
	return json.RawMessage(`{"items":` + string(schema) + `}`)
}

// answers tells whether the validator and the published JSON Schema both say of
// a value what the suite says.
func (f suiteField) answers(t *testing.T, data json.RawMessage, valid bool) bool {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var value any
	require.NoError(t, d.Decode(&value))
	payload := map[string]any{"value": value}
	_, problems := f.validator.ValidateCreate(payload)
	return valid == (len(problems) == 0) && valid == (f.published.Validate(payload) == nil)
}
