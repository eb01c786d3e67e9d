// Package record is the one enforcement path: every surface that reads or
// writes records calls it, and it always asks access.
//
// Each operation is a list of named steps on one Snapshot: plan, guard,
// validate, compile, run, and again if the workspace's epoch has moved. The
// package knows nothing of HTTP and writes no SQL.
package record
