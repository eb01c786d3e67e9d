// Package openapi describes the HTTP API to one caller: an OpenAPI 3.1 document
// of what he may use, a page for people made from it, and JSON Schemas of the
// Go types that go over the wire.
//
// What there is stands in tables of Routes, which the two httpapi packages keep
// beside their handlers; a test compares them with the routes that are served.
// A document is made of those tables and of the caller's own description of the
// entities, so it names nothing that he may not know. The package knows no HTTP
// server.
package openapi
