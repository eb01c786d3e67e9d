package apppackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// testSuffix ends the names of files that test the policy beside them.
const testSuffix = "_test.rego"

// policies reads policies/<entity>.rego, the policy of an entity, with its
// tests in <entity>_test.rego and, in <entity>.json, what its ids stand for.
func (r *reader) policies() error {
	files, err := fs.Glob(r.files, "policies/*.rego")
	if err != nil {
		return fmt.Errorf("list the policies of an app package: %w", err)
	}
	for _, file := range files {
		if beside, isTest := strings.CutSuffix(file, testSuffix); isTest {
			if _, err := fs.Stat(r.files, beside+".rego"); err != nil {
				r.problems.Add(pointer(file), "file_missing", "file", beside+".rego")
			}
			continue
		}
		r.policy(file)
	}
	return nil
}

// policy makes one document of a policy's files.
func (r *reader) policy(file string) {
	module, ok := r.load(file)
	if !ok || r.manifest == nil {
		return
	}
	base := strings.TrimSuffix(file, ".rego")
	entity := path.Base(base)
	doc := map[string]any{
		"name": "app." + r.manifest.Name + "." + entity, "entities": []string{entity}, "module": string(module),
	}
	if tests, ok := r.load(base + testSuffix); ok {
		doc["tests"] = string(tests)
	}
	at := pointer(file)
	if about, ok := r.load(base + ".json"); ok {
		at = pointer(base + ".json")
		if !r.describe(at, doc, about) {
			return
		}
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if err := e.Encode(doc); err != nil {
		r.problems.Add(at, "malformed_json")
		return
	}
	r.document(at, file, definition.KindRego, body.Bytes())
}

// describe takes over what is said about a policy beside it: its title and what
// its ids stand for.
func (r *reader) describe(at string, doc map[string]any, about []byte) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(about, &members); err != nil {
		r.problems.Add(at, "malformed_json")
		return false
	}
	for name, value := range members {
		if name != "title" && name != "ids" {
			r.problems.Add(at+"/"+escape(name), "unknown_keyword", "name", name)
			return false
		}
		doc[name] = value
	}
	return true
}
