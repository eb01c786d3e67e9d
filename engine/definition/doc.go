// Package definition is the design language as plain Go types: what a designer
// writes as JSON documents, parsed and nothing more.
//
// It does no I/O and knows nothing of SQL, HTTP, policies or compiled forms of
// what it holds.
package definition
