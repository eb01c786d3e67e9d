package apppackage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Package is an app package, read: its manifest and its documents, sorted as
// they stand in its folders.
type Package struct {
	Manifest  *definition.Package
	Documents []definition.Document // the manifest among them
	// Extensions are what it adds to entities of packages that it requires, of
	// KindExtension.
	Extensions []definition.Document
	// Guide are the pages for its users, with their pictures.
	Guide []store.GuideFile
	files fs.FS
}

// Seed gives the folder of demo data, or nil when the package has none.
func (p *Package) Seed() fs.FS {
	if info, err := fs.Stat(p.files, seedDir); err != nil || !info.IsDir() {
		return nil
	}
	sub, err := fs.Sub(p.files, seedDir)
	if err != nil {
		return nil
	}
	return sub
}

// Scenarios gives the scenarios.yaml of the entities that have one, by the
// entity's name.
func (p *Package) Scenarios() (map[string][]byte, error) {
	names, err := fs.Glob(p.files, entitiesDir+"/*/"+scenarioFile)
	if err != nil {
		return nil, fmt.Errorf("list the scenarios of an app package: %w", err)
	}
	found := map[string][]byte{}
	for _, name := range names {
		body, err := fs.ReadFile(p.files, name)
		if err != nil {
			return nil, fmt.Errorf("read the scenarios of an app package: %w", err)
		}
		found[path.Base(path.Dir(name))] = body
	}
	return found, nil
}

// HasScenarios tells whether any entity has scenarios.
func (p *Package) HasScenarios() bool {
	names, err := fs.Glob(p.files, entitiesDir+"/*/"+scenarioFile)
	return err == nil && len(names) > 0
}

// Read reads the app package that is the root of files. Its error lists, as
// problems with file names, everything that is wrong with the layout or that
// cannot be parsed; how documents fit together is for check to say.
func Read(files fs.FS) (*Package, error) {
	r := &reader{files: files, from: map[definition.Key]string{}}
	r.read(manifestFile, definition.KindPackage)
	r.places("", places)
	entities, err := fs.Glob(files, entitiesDir+"/*")
	if err != nil {
		return nil, fmt.Errorf("list the entities of an app package: %w", err)
	}
	for _, dir := range entities {
		r.entity(dir)
	}
	if err := errors.Join(r.policies(), r.guide()); err != nil {
		return nil, err
	}
	if r.err != nil {
		return nil, r.err
	}
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	return &Package{Manifest: r.manifest, Documents: r.documents, Extensions: r.extensions, Guide: r.pages, files: files}, nil
}

// reader collects documents and problems of all files.
type reader struct {
	files      fs.FS
	manifest   *definition.Package
	documents  []definition.Document
	extensions []definition.Document
	pages      []store.GuideFile // of the guide, and pictures
	from       map[definition.Key]string
	problems   problem.List
	err        error // of reading files
}

func (r *reader) entity(dir string) {
	if r.extension(dir) {
		return
	}
	r.read(dir+"/"+entityFile, definition.KindEntity)
	r.places(dir+"/", placesOfEntity())
	for key, file := range r.from {
		if key.Kind == definition.KindEntity && path.Dir(file) == dir && key.Name != path.Base(dir) {
			r.problems.Add(pointer(file)+"/name", "name_differs", "want", path.Base(dir))
		}
	}
}

func (r *reader) load(file string) ([]byte, bool) {
	body, err := fs.ReadFile(r.files, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("read an app package: %w", err)
	}
	return bytes.TrimPrefix(body, []byte("\ufeff")), err == nil
}

// places reads the files of a folder, which may all be absent.
func (r *reader) places(dir string, places []place) {
	read := map[string]bool{}
	for _, p := range places {
		file := dir + p.file
		body, ok := r.load(file)
		switch {
		case !ok || read[file]:
		case p.member != "":
			r.access(file, body)
		default:
			r.add(pointer(file), file, p.kind, body)
		}
		read[file] = true
	}
}

func (r *reader) read(file string, kind definition.Kind) {
	body, ok := r.load(file)
	if !ok {
		r.problems.Add(pointer(file), "file_missing", "file", file)
		return
	}
	r.add(pointer(file), file, kind, body)
}

// add takes one document, or an array of them.
func (r *reader) add(at, file string, kind definition.Kind, body []byte) {
	trimmed := bytes.TrimSpace(body)
	if len(trimmed) == 0 || trimmed[0] != '[' {
		r.document(at, file, kind, body)
		return
	}
	var list []json.RawMessage
	if err := json.Unmarshal(body, &list); err != nil {
		r.problems.Add(at, "malformed_json")
		return
	}
	for i, doc := range list {
		r.document(fmt.Sprintf("%s/%d", at, i), file, kind, doc)
	}
}

func (r *reader) access(file string, body []byte) {
	at := pointer(file)
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		r.problems.Add(at, "malformed_json")
		return
	}
	for _, p := range places {
		if list, ok := members[p.member]; ok && p.member != "" {
			r.add(at+"/"+p.member, file, p.kind, list)
			delete(members, p.member)
		}
	}
	for member := range members {
		r.problems.Add(at+"/"+escape(member), "unknown_keyword", "name", member)
	}
}

func (r *reader) document(at, file string, kind definition.Kind, body []byte) {
	if kind == definition.KindEntity && r.manifest != nil {
		body = withPackage(body, r.manifest.Name)
	}
	canonical, err := definition.Canonical(body)
	if err != nil {
		r.report(at, problem.As(err).Details)
		return
	}
	parsed, wrong := definition.ParseDocument(kind, canonical)
	if len(wrong) > 0 {
		r.report(at, wrong)
		return
	}
	if manifest, ok := parsed.(*definition.Package); ok {
		r.manifest = manifest
	}
	var head struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(canonical, &head); err != nil {
		r.problems.Add(at, "malformed_json")
		return
	}
	key := definition.Key{Kind: kind, Name: head.Name}
	if other, twice := r.from[key]; twice {
		r.problems.Add(at+"/name", "duplicate_document", "file", other)
		return
	}
	r.from[key] = file
	r.documents = append(r.documents, definition.Document{Key: key, Body: canonical})
}

func (r *reader) report(at string, details []problem.Detail) {
	for _, d := range details {
		d.Pointer = at + d.Pointer
		r.problems = append(r.problems, d)
	}
}

// pointer makes a file's name the first token of a JSON pointer.
func pointer(file string) string { return "/" + escape(file) }

func escape(token string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
}

// withPackage enters the name of the package into an entity that does not say
// where it comes from. A body that is no JSON object is left to be reported.
func withPackage(body []byte, name string) []byte {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members["x-package"] != nil {
		return body
	}
	open := bytes.IndexByte(body, '{')
	member := fmt.Appendf(nil, `"x-package": %q`, name)
	if len(members) > 0 {
		member = append(member, ',')
	}
	return slices.Concat(body[:open+1], member, body[open+1:])
}
