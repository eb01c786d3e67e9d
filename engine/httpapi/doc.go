// Package httpapi is the run time's HTTP surface: Fiber routes, the principal
// of a request, and the one place where problems become answers.
//
// A handler decodes, calls and responds; it contains no rule about who may do
// what and no SQL. Strings of a request are copied before they go deeper
// (fiber.Config.Immutable), because Fiber reuses its buffers.
package httpapi
