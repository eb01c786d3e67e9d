// Package identity knows who is asking: accounts and their passwords, sessions
// and tokens, the limits on guessing, and the principal that a token stands
// for.
//
// A principal is loaded once and then found in memory, without SQL, for as long
// as the workspace's epoch stays where it was: whatever changes what somebody
// may do raises the epoch, and every data statement reads it. The package also
// guards the ways up: who may give roles, move users and change their
// accounts. It knows nothing of policies, HTTP, or any entity beside those of
// package core.
package identity
