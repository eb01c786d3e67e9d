package client

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// extendFile adds fields to the entity whose name its folder has.
const extendFile = "extend.json"

// extension is such a file.
type extension struct {
	path string
	body []byte
}

// extend puts the fields of all extensions into the entities that they are for,
// which have to be among the files: a folder alone says nothing of the rest of
// such an entity.
func (l *loader) extend() error {
	for _, e := range l.extensions {
		name := filepath.Base(filepath.Dir(e.path))
		i := slices.IndexFunc(l.docs, func(d mortise.Document) bool { return d.Kind == "entity" && d.Name == name })
		if i < 0 {
			return fmt.Errorf("%s: the entity %s, to which it adds fields, is not among the files: give the folder of its package, too, or use mortise package install", e.path, name)
		}
		var err error
		if l.docs[i].Body, err = extended(l.docs[i].Body, e.body); err != nil {
			return fmt.Errorf("%s: %w", e.path, err)
		}
	}
	return nil
}

// extended gives the entity with the fields of an extension.
func extended(entity, extension []byte) ([]byte, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(entity, &whole); err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(whole["properties"], &fields); err != nil {
		return nil, err
	}
	var more struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(extension, &more); err != nil {
		return nil, err
	}
	for name, field := range more.Properties {
		if fields[name] != nil {
			return nil, fmt.Errorf("the entity has a field %s already", name)
		}
		fields[name] = field
	}
	var err error
	if whole["properties"], err = json.Marshal(fields); err != nil {
		return nil, err
	}
	return json.Marshal(whole)
}
