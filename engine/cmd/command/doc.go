// Package command is the command line of Mortise: the server, the accounts at
// the server, and the client. It is a package so that a binary with extensions
// has all of it.
package command
