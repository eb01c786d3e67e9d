package apppackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Files are the files of a folder by their path, with "/" between its parts.
type Files map[string][]byte

// Write lays documents out as the files that Read takes: the same documents
// give the same bytes, whatever their order. The manifest of the package own
// becomes app.json; those of others, and all when own is "", packages.json.
func Write(docs []definition.Document, own string) (Files, error) {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b definition.Document) int {
		return strings.Compare(string(a.Kind)+" "+a.Name, string(b.Kind)+" "+b.Name)
	})
	w := &writer{own: own, entities: map[string]bool{}, files: Files{}, lists: map[string][]definition.Document{}}
	for _, d := range docs {
		if d.Kind == definition.KindEntity {
			w.entities[d.Name] = true
		}
	}
	for _, d := range docs {
		if err := w.document(d); err != nil {
			return nil, err
		}
	}
	return w.files, w.finish()
}

// writer collects files; documents of lists are written at the end.
type writer struct {
	own      string
	entities map[string]bool
	files    Files
	lists    map[string][]definition.Document // by file
}

func (w *writer) document(d definition.Document) error {
	switch d.Kind {
	case definition.KindPackage:
		if d.Name == w.own {
			return w.alone(manifestFile, d)
		}
		w.lists[packagesFile] = append(w.lists[packagesFile], d)
		return nil
	case definition.KindEntity:
		return w.alone(entitiesDir+"/"+d.Name+"/"+entityFile, d)
	case KindExtension:
		return w.alone(entitiesDir+"/"+d.Name+"/"+extendFile, d)
	case definition.KindRego:
		return w.policy(d)
	}
	i := slices.IndexFunc(places, func(p place) bool { return p.kind == d.Kind })
	if i < 0 {
		return fmt.Errorf("documents of kind %s have no place in a folder", d.Kind)
	}
	file := places[i].file
	if places[i].entity {
		if entity := entityOf(d.Body); w.entities[entity] {
			file = entitiesDir + "/" + entity + "/" + file
		}
	}
	w.lists[file] = append(w.lists[file], d)
	return nil
}

// entityOf is the entity that a document says it belongs to; "" for none.
func entityOf(body []byte) string {
	var head struct {
		Entity string `json:"entity"`
	}
	if json.Unmarshal(body, &head) != nil {
		return ""
	}
	return head.Entity
}

func (w *writer) alone(file string, d definition.Document) error {
	body, err := definition.Canonical(d.Body)
	w.files[file] = body
	return err
}

// finish writes the lists: arrays, and the members of access.json.
func (w *writer) finish() error {
	for file, docs := range w.lists {
		body, err := w.list(file, docs)
		if err != nil {
			return err
		}
		w.files[file] = body
	}
	return nil
}

func (w *writer) list(file string, docs []definition.Document) ([]byte, error) {
	if !strings.HasSuffix(file, accessFile) {
		return indented(array(docs))
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for _, p := range places {
		members := slices.Clone(docs)
		members = slices.DeleteFunc(members, func(d definition.Document) bool { return d.Kind != p.kind })
		if len(members) == 0 {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%s", p.member, array(members))
	}
	b.WriteByte('}')
	return indented(b.Bytes())
}

func array(docs []definition.Document) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, d := range docs {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(d.Body)
	}
	b.WriteByte(']')
	return b.Bytes()
}

func indented(body []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(body), "", "  "); err != nil {
		return nil, fmt.Errorf("lay out definitions: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
