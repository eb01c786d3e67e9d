// Package approval lets somebody ask for what he may only do once a holder of
// a role agrees: it keeps the requests as records of the core entity approval,
// tells those who decide, and does what was approved in the requester's name.
//
// What is approved is decided anew when it is done: a right that the requester
// has lost meanwhile fails the request. The package writes no record but its
// own; the actions are those of package record.
package approval
