// Package audit remembers what happened: the audit of sign-ins, exports and
// publications, the log of decisions, and the traffic of each principal, with
// the alerts that are raised from it.
//
// A request only counts in memory; one goroutine writes, many entries at a
// time. Reads are counted and sampled. Refused writes and exports are entered
// one and all: where the memory for them is full, the request waits a while.
package audit
