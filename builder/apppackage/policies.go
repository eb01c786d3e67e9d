package apppackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
)

// Suffixes of the files of a policy.
const (
	policySuffix = ".rego"
	testSuffix   = "_test.rego"
)

// customPrefix begins the packages of policies that belong to no app package,
// and the files of those whose names have no dot.
const customPrefix = "custom."

// policies reads policies/<entity>.rego, the policy of an entity, with its
// tests in <entity>_test.rego and, in <entity>.json, what its ids stand for. A
// file with a dot in its name is a policy of that whole name.
func (r *reader) policies() error {
	files, err := fs.Glob(r.files, policiesDir+"/*"+policySuffix)
	if err != nil {
		return fmt.Errorf("list the policies of an app package: %w", err)
	}
	for _, file := range files {
		if beside, isTest := strings.CutSuffix(file, testSuffix); isTest {
			if _, err := fs.Stat(r.files, beside+policySuffix); err != nil {
				r.problems.Add(pointer(file), "file_missing", "file", beside+policySuffix)
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
	base := strings.TrimSuffix(file, policySuffix)
	doc := map[string]any{"name": strings.TrimPrefix(path.Base(base), customPrefix), "module": string(module)}
	said := []string{"title", "ids", "entities", "grants"}
	if entity := path.Base(base); !strings.Contains(entity, ".") {
		said = said[:2] // the rest follows from the place
		doc["name"], doc["entities"] = "app."+r.manifest.Name+"."+entity, []string{entity}
	}
	if tests, ok := r.load(base + testSuffix); ok {
		doc["tests"] = string(tests)
	}
	at := pointer(file)
	if about, ok := r.load(base + ".json"); ok {
		at = pointer(base + ".json")
		if !r.describe(at, doc, about, said) {
			return
		}
	}
	body, err := plainJSON(doc)
	if err != nil {
		r.problems.Add(at, "malformed_json")
		return
	}
	formatted := policygen.FormatRego(definition.Document{Key: definition.Key{Kind: definition.KindRego}, Body: body})
	r.document(at, file, definition.KindRego, formatted.Body)
}

// describe takes over what is said about a policy beside it: its title, what
// its ids stand for, and, where its place does not tell, its entities and
// whether it may grant.
func (r *reader) describe(at string, doc map[string]any, about []byte, said []string) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(about, &members); err != nil {
		r.problems.Add(at, "malformed_json")
		return false
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(said, name) {
			r.problems.Add(at+"/"+escape(name), "unknown_keyword", "name", name)
			return false
		}
		doc[name] = members[name]
	}
	return true
}

// policy writes the files of a policy. What app.<own>.<entity> says of itself
// follows from its place.
func (w *writer) policy(d definition.Document) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(d.Body, &members); err != nil {
		return fmt.Errorf("read policy %s: %w", d.Name, err)
	}
	base := policiesDir + "/" + d.Name
	if entity, ok := strings.CutPrefix(d.Name, "app."+w.own+"."); ok && w.own != "" {
		base = policiesDir + "/" + entity
		delete(members, "entities")
	} else if !strings.Contains(d.Name, ".") {
		base = policiesDir + "/" + customPrefix + d.Name
	}
	for member, suffix := range map[string]string{"module": policySuffix, "tests": testSuffix} {
		if raw, ok := members[member]; ok {
			var text string
			if err := json.Unmarshal(raw, &text); err != nil {
				return fmt.Errorf("read policy %s: %w", d.Name, err)
			}
			w.files[base+suffix] = []byte(text)
		}
		delete(members, member)
	}
	delete(members, "name")
	if len(members) == 0 {
		return nil
	}
	body, err := plainJSON(members)
	if err != nil {
		return fmt.Errorf("lay out policy %s: %w", d.Name, err)
	}
	w.files[base+".json"], err = definition.Canonical(body)
	return err
}

// plainJSON encodes without escaping what HTML would need.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
