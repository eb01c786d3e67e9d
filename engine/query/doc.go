// Package query holds the Predicate, the narrow waist between everything that
// asks for records and the one place that renders SQL.
//
// Client filters (Expr and JSON), views and the residual of policy evaluation
// all become a Predicate; engine/store renders it with parameters, Eval gives
// the same answer in memory. The package knows nothing of SQL, OPA or HTTP.
package query
