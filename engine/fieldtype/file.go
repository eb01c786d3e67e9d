package fieldtype

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// fileType holds the id of an uploaded file.
type fileType struct {
	stringType
	// accepts are the media types that the type takes when the field names
	// none; empty for all.
	accepts []string
}

// file holds any file.
var file Type = newFile("file")

func newFile(name string, accepts ...string) fileType {
	return fileType{stringType{
		base:    base{name: name, kind: query.Type{Kind: query.UUID}, column: "uuid", operators: present},
		longest: 100, format: "uuid", prepare: recordID,
	}, accepts}
}

// ParseText implements Type: a file does not come in a cell.
func (fileType) ParseText(*definition.Field, string, Locale) (any, *problem.Detail) {
	return nil, wrong("file_not_imported")
}

func (t fileType) accepted() []string { return t.accepts }

// holder is the capability of types whose values are files.
type holder interface{ accepted() []string }

// HoldsFiles tells whether the values of a field are files.
func HoldsFiles(f *definition.Field) bool {
	_, ok := typesByName[f.Type].(holder)
	return ok
}

// Accepted gives the media types that a field of files takes, such as image/*;
// none for all.
func Accepted(f *definition.Field) []string {
	if len(f.Accept) > 0 {
		return f.Accept
	}
	if t, ok := typesByName[f.Type].(holder); ok {
		return t.accepted()
	}
	return nil
}

// CheckFile tells what keeps a field from holding a file of a media type and a
// size in bytes.
func CheckFile(f *definition.Field, mediaType string, size int64) *problem.Detail {
	own := typesByName[f.Type].(holder).accepted()
	if !matches(own, mediaType) || !matches(f.Accept, mediaType) {
		return wrong("file_not_accepted", "type", mediaType, "types", strings.Join(Accepted(f), ", "))
	}
	if most := MaxFileSize(f); size > most {
		return wrong("file_too_large", "max", most)
	}
	return nil
}

// usualFileSize is the most bytes of a file in a field that does not say.
const usualFileSize = 25 << 20

// MaxFileSize is the most bytes that a file may have in a field of files.
func MaxFileSize(f *definition.Field) int64 {
	if f.MaxSize > 0 {
		return f.MaxSize
	}
	return usualFileSize
}

func matches(accepted []string, mediaType string) bool {
	kind, _, _ := strings.Cut(mediaType, "/")
	return len(accepted) == 0 || slices.Contains(accepted, mediaType) || slices.Contains(accepted, kind+"/*")
}
