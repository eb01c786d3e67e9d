// Package difference says in words how one set of documents differs from
// another: between revisions, and of a draft from what is published. Each
// sentence is a code with parameters, whose texts are those of engine/problem
// in every language.
package difference
