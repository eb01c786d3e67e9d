// Package enginetest gives tests a real PostgreSQL, isolated per test.
//
// Database is the server: the one that MORTISE_TEST_DATABASE_URL names, or a
// private cluster that this test process starts when the first test asks, and
// that disappears with the process however it ends. Schema is an empty database
// schema for one test. Tests run in parallel and share the server, so whatever
// they write belongs into their own database schema.
//
// Only tests import this package.
package enginetest
