// Package app is the importable main: it wires every part of the engine and
// the builder into one running server. It decides nothing itself.
package app
