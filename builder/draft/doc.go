// Package draft keeps what a designer has changed and not yet published: his
// own documents over the published set.
//
// Every user has one draft per workspace. It may be wrong in every way but
// one: its documents are well-formed JSON objects with x-ids.
package draft
