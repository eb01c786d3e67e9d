// Package filter turns what a caller or a designer filters by, an expression
// or JSON, into a query.Predicate.
//
// A filter means the same in both forms: a negation holds for empty values
// too, texts are searched without regard to case, and a date stands for the
// whole day of the caller's time zone. The package stands beside query, and
// not in it, because field types speak of query.Type.
package filter
