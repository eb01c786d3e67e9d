// Package problem holds the one error type that crosses package borders.
//
// An error has two faces: what the caller of the API may read (kind, code,
// pointer, message) and the hidden cause, which only logs and errors.Is see.
// The package knows nothing of HTTP, SQL or any entity.
package problem
