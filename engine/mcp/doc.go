// Package mcp serves the records of a workspace to language models by the Model
// Context Protocol: tools that describe, find, read, create, update and
// aggregate.
//
// Each tool is one operation of record.Service, as whoever sent the request: a
// model reads and changes what that user and the scopes of the token let, and is
// audited like any other program. The package knows nothing of HTTP routes,
// tokens or databases.
package mcp
