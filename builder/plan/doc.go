// Package plan turns the step from one set of definitions to the next into
// ordered steps of the database: what a publish does, and what an
// administrator sees before it.
//
// Entities and fields are matched by x-id, so a rename is a rename. It does no
// I/O; engine/store executes the steps.
package plan
