// Package validation compiles what a designer says of values in expressions:
// the validation rules of an entity (x-validations), and where its fields are
// required, locked or shown (x-required, x-read-only, x-visible).
//
// It turns each into a query.Predicate, so that one place enforces it for every
// surface and a description can hand it to a browser. It knows nothing of
// records, callers or SQL.
package validation
