package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// kindOfFile says which kind the documents of a file are, by the file's name,
// as in an app package. Files of other names say it in "$schema".
var kindOfFile = map[string]string{
	"app.json": "package", "roles.json": "role", "choices.json": "choices",
	"entity.json": "entity", "form.json": "form", "views.json": "view", "menus.json": "menu", "alerts.json": "alert", "packages.json": "package",
}

// headFile says what format the files of an export have.
const headFile = "export.json"

// accessKinds are the members of an access.json.
var accessKinds = []struct{ member, kind string }{
	{"grants", "grant"}, {"restrictions", "restriction"}, {"masks", "mask"},
	{"sharings", "sharing"}, {"pools", "pool"}, {"obligations", "obligation"},
}

// loader collects documents and where each comes from.
type loader struct {
	docs   []mortise.Document
	from   map[string]string
	format int // of an export; 0 when no file says
	// pkg is the app package whose folder is read: its entities are of it. It
	// is known before them, for files are read by name.
	pkg string
	// extensions are files that add fields to an entity of another package.
	extensions []extension
}

// loadDocuments reads definitions from files and folders, in the order given
// and by name within a folder. Folders named seed and hidden ones are left out.
func loadDocuments(paths []string) (*loader, error) {
	l := &loader{from: map[string]string{}}
	for _, path := range paths {
		l.pkg = ""
		if err := filepath.WalkDir(path, l.visit(path)); err != nil {
			return nil, err
		}
	}
	if err := l.extend(); err != nil {
		return nil, err
	}
	if len(l.docs) == 0 {
		return nil, errors.New("no definitions found: want .json files, or folders with some")
	}
	return l, nil
}

func (l *loader) visit(root string) fs.WalkDirFunc {
	return func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (entry.Name() == "seed" || strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() || beside(path) || path != root && filepath.Ext(path) != ".json" && filepath.Ext(path) != regoSuffix:
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := l.file(path, bytes.TrimPrefix(body, []byte("\ufeff"))); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	}
}

func (l *loader) file(path string, body []byte) error {
	name := filepath.Base(path)
	if name == "access.json" {
		return l.access(path, body)
	}
	if name == extendFile {
		l.extensions = append(l.extensions, extension{path, body})
		return nil
	}
	if name == headFile {
		var head struct {
			Format int `json:"format"`
		}
		err := json.Unmarshal(body, &head)
		l.format = max(l.format, head.Format)
		return err
	}
	if filepath.Ext(path) == regoSuffix {
		return l.policy(path, body)
	}
	list, err := elements(body)
	if err != nil {
		return err
	}
	for _, doc := range list {
		if err := l.add(path, kindOfFile[name], doc); err != nil {
			return err
		}
	}
	return nil
}

// elements gives the documents of a file: those of an array, or the one.
func elements(body []byte) ([]json.RawMessage, error) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || trimmed[0] != '[' {
		return []json.RawMessage{body}, nil
	}
	var list []json.RawMessage
	err := json.Unmarshal(body, &list)
	return list, err
}

func (l *loader) access(path string, body []byte) error {
	var members map[string][]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return err
	}
	known := 0
	for _, k := range accessKinds {
		docs, ok := members[k.member]
		if ok {
			known++
		}
		for _, doc := range docs {
			if err := l.add(path, k.kind, doc); err != nil {
				return err
			}
		}
	}
	if known != len(members) {
		return errors.New("want only grants, restrictions, masks, sharings, pools and obligations")
	}
	return nil
}

func (l *loader) add(path, kind string, body json.RawMessage) error {
	var head struct {
		Schema  string  `json:"$schema"`
		Name    string  `json:"name"`
		Package *string `json:"x-package"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return err
	}
	if said, ok := strings.CutPrefix(head.Schema, "mortise:"); ok {
		kind = said
	}
	if kind == "" {
		return errors.New(`which kind of document? say "$schema": "mortise:<kind>"`)
	}
	if head.Name == "" {
		return fmt.Errorf("a document of kind %s has no name", kind)
	}
	key := kind + " " + head.Name
	if other, ok := l.from[key]; ok {
		return fmt.Errorf("%s is also in %s", key, other)
	}
	l.from[key] = path
	switch {
	case filepath.Base(path) == "app.json":
		l.pkg = head.Name
	case kind == "entity" && l.pkg != "" && head.Package == nil:
		body = withPackage(body, l.pkg)
	}
	l.docs = append(l.docs, mortise.Document{Kind: kind, Name: head.Name, Body: body})
	return nil
}

// withPackage enters the app package that an entity is of.
func withPackage(body []byte, name string) []byte {
	open := bytes.IndexByte(body, '{') + 1
	return slices.Concat(body[:open], fmt.Appendf(nil, `"x-package": %q,`, name), body[open:])
}
