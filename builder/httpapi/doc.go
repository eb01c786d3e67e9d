// Package httpapi serves design time over HTTP: the caller's draft, its check,
// plan and publication, revisions, app packages.
//
// Handlers translate only. Errors are returned as they are; the error handler
// of the app that the routes are registered in maps them to responses.
package httpapi
