// Package failtest makes the access to an entity fail in a running server, in
// every way that it can, and looks that no request is answered with a record.
package failtest
