// Package policygen turns the access rules of a set of definitions into Rego:
// one module for each entity, with one rule for each grant, restriction and
// mask, under the name that explanations show.
//
// What it makes is read by administrators, never edited, and stored with the
// revision, so that the engine needs no builder. Conditions are of the language of
// engine/expression, which decides what is right; what has no exact form in Rego
// is a problem with its place in the text.
package policygen
