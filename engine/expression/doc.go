// Package expression reads expr-lang texts: it parses them within limits,
// resolves their names and checks their types, and leaves a tree that others
// turn into a Predicate or a policy.
//
// It evaluates nothing, and knows nothing of field types, records or who is
// asking: what names mean comes from an Env.
package expression
