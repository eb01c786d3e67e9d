// Package infer makes the fields of an entity out of a file with rows: a name, a
// type and its keywords for each column, such that the import of that file
// refuses none of the cells that were looked at.
//
// It reads files and cells as the import does, and tells what titles mean by
// package guess. It knows nothing of HTTP or of drafts.
package infer
