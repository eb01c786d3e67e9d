// Package computed compiles the fields whose values are made of others:
// formulas, lookups and roll-ups. It finds out what each is made of, in the
// order of their dependence, and refuses those that depend on themselves.
//
// It knows nothing of who may read what: engine/access derives that from what
// a field is made of.
package computed
