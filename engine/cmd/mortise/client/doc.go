// Package client holds the commands of mortise that talk to a running server:
// apply and plan for definitions, import and export for records.
//
// Each command is a struct that kong fills and whose Run does the work through
// sdk/go; none of them knows the database or the engine.
package client
