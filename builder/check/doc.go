// Package check validates a whole draft: each document by itself, and all that
// documents say of each other.
//
// It returns every problem at once, with the document, a JSON pointer and a
// code, in a stable order. For scopes and conditions of access rules it asks
// policygen, which has to translate them anyway; the package knows nothing of
// the database.
package check
