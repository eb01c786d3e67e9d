// Package scenario runs access scenarios written in YAML against a server:
// those of an app package before it is installed, and in tests.
//
// A scenario gives a principal, a record and an action, and wants a decision.
// The runner knows no entity. It acts through sdk/go, as a client would, and
// reads the raw bytes of each answer: what must not be seen must not be there,
// a record one may not read answers as one that does not exist, and a refused
// change changes nothing. docs/app-packages.md describes the files.
package scenario
