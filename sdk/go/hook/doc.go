// Package hook is what an extension of the server implements: code that runs
// before or after writes of records and publications, actions of one's own,
// and what they are given. It holds no behaviour and imports nothing of the
// server, so that an extension compiles against little.
//
// A binary with extensions is a main function:
//
//	func main() { app.Main(app.With(billing.New())) }
package hook
