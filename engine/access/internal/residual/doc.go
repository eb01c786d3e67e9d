// Package residual turns what partial evaluation leaves of a policy into typed
// Predicates.
//
// With shallow inlining OPA leaves a small specialised program (support rules)
// whose meaning is exact. The Translator runs that program on symbols instead
// of values: a field of the record, an attribute of the user. What it cannot
// express exactly it refuses with the place in the source; it never guesses,
// because a guess would be a leak.
package residual
