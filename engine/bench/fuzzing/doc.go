// Package fuzzing sends a running server requests made from its own API
// document, valid ones and broken ones, as callers with different rights, and
// judges every answer: none fails within the server, each is as described to
// its caller, and none shows what its caller may not see.
package fuzzing
