// Package warrant decides who may publish which changes of documents that say
// who may do what.
//
// Owners publish all of them. Others who manage roles give nothing that they
// lack: what they publish has to be covered, by a comparison of the documents
// alone, by grants of their own roles; what takes away is free, and what takes
// a restriction away is for owners. Where the comparison cannot tell, the
// answer is no.
package warrant
