// Package explain answers why: may this user do this with this record, by
// which grant or restriction, and what of it holds; who may; what one may.
//
// It decides by the same plans as every request, asked in Go about one loaded
// record, and puts their conditions into words. It changes nothing. Who asks
// learns which rules decided, and of values only those that he may read
// himself: every other value is left out, and with it whether a condition on
// it holds.
package explain
