// Package store is the only room where SQL lives: connections, migrations,
// the rendering of Predicates, and the statements that read and write records.
//
// Everything a user sends reaches PostgreSQL as a parameter; identifiers are
// made from x-ids alone. The package knows nothing of policies, HTTP or how a
// definition came to be; it is told which rows and cells a caller may have as
// Predicates.
package store
