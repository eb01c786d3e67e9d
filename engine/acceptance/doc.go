// Package acceptance holds tests that look at the whole product from outside:
// through HTTP, the Go client and the command line, never through Go calls.
//
// They start a server in the test process, or use the running one that
// ACCEPTANCE_URL, ACCEPTANCE_LOGIN and ACCEPTANCE_PASSWORD name. The tests
// whose names begin with TestAcceptance need the public data files that
// ACCEPTANCE_DATA points to, which are no part of this repository, and are
// skipped without.
package acceptance
