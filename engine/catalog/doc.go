// Package catalog compiles one revision of a workspace's definitions into an
// immutable Snapshot and swaps it atomically: validators, access units, forms
// and views of one moment travel together.
//
// It knows nothing of HTTP or SQL; what it needs of the database it asks
// through the Source interface.
package catalog
