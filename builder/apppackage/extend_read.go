package apppackage

import (
	"errors"
	"io/fs"
	"path"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// extension reads the fields that the package adds to an entity of another, and
// tells whether the folder has such a file.
func (r *reader) extension(dir string) bool {
	file := dir + "/" + extendFile
	body, ok := r.load(file)
	if !ok {
		return false
	}
	for _, other := range placesOfEntity() {
		if _, err := fs.Stat(r.files, dir+"/"+other.file); !errors.Is(err, fs.ErrNotExist) {
			r.problems.Add(pointer(dir+"/"+other.file), "extends_only", "file", file)
		}
	}
	if _, err := fs.Stat(r.files, dir+"/"+entityFile); !errors.Is(err, fs.ErrNotExist) {
		r.problems.Add(pointer(file), "extends_own", "entity", path.Base(dir))
		return false
	}
	tree, err := definition.Tree(body)
	if err != nil {
		r.report(pointer(file), problem.As(err).Details)
		return true
	}
	for _, name := range tree.Names() {
		if name != "properties" {
			r.problems.Add(pointer(file)+"/"+escape(name), "unknown_keyword", "name", name)
		}
	}
	fields := properties(body)
	if len(fields.Names()) == 0 {
		r.problems.Add(pointer(file)+"/properties", "required")
		return true
	}
	r.fields(file, path.Base(dir), fields)
	r.extensions = append(r.extensions, extension(path.Base(dir), fields))
	return true
}

// fields reports what is wrong with fields, each by itself, as it would be in an
// entity.
func (r *reader) fields(file, entity string, fields *definition.Object) {
	whole := definition.NewObject()
	for _, member := range [][2]string{{"name", entity}, {"title", entity}, {"type", "object"}, {"x-id", "extension0"}} {
		whole.Set(member[0], member[1])
	}
	whole.Set("properties", fields)
	_, wrong := definition.ParseDocument(definition.KindEntity, whole.Bytes())
	r.report(pointer(file), wrong)
}
