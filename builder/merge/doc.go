// Package merge brings two changes of one document together: what a designer
// made of it and what became of it elsewhere meanwhile, both from a common
// base.
//
// It knows JSON and names, not kinds of documents. Members are merged one by
// one. A member or element that carries an x-id is the same thing under
// another name; without one, elements are told apart by name, field, value or
// const, and plain texts by themselves. Any other array is one value. What
// both sides changed differently is a Conflict, and the body says mine there.
package merge
