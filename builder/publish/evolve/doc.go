// Package evolve shows that a database changes under those who use it: every
// kind of change is published while ten writers write, and none of them waits,
// and no value is lost.
//
// MORTISE_EVOLVE gives the number of records; "make evolve" takes a million.
package evolve
