// Package fieldtype knows what a field of each type holds: how a value of
// decoded JSON or of a CSV cell becomes the canonical value, how it is stored,
// described by JSON Schema, filtered and printed. One file per field type.
//
// It is the only place that tells field types apart. It knows nothing of
// records, SQL statements, HTTP or who is asking.
package fieldtype
