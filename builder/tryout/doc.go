// Package tryout tries an expression of a draft while it is written: what is
// wrong with it and where, and its value for a record that there is.
//
// Expressions are checked as publishing would; records are read as the caller
// reads them, never otherwise. It writes nothing, and knows nothing of HTTP.
package tryout
