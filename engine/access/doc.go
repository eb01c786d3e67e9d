// Package access decides, with OPA, who may do what to which records and see
// which of their fields.
//
// Compile makes a Unit of one entity's policies. A Unit plans: for an action,
// a set of roles and a channel it gives typed Predicates, which the store puts
// into SQL, so that a list runs no Rego at all. A Unit also decides about one
// record by evaluating the same policies in full, to explain an answer. A
// differential test keeps the two equal.
//
// Whatever goes wrong, the answer is no. The package knows nothing of SQL or
// HTTP, and OPA is imported nowhere else in the engine.
package access
