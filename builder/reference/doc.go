// Package reference knows every place of a set of documents that names
// something of another one: entities, fields, options, roles, lists of choices
// and whatever else has a name, in members that hold names and inside
// expressions, with the characters where each stands.
//
// From that it says what refers to a thing, what refers to nothing, and renames
// a thing with all that refers to it. Policies written by hand are searched for
// words: such a place is shown, and never rewritten.
package reference
