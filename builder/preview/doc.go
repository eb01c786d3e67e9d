// Package preview lets a designer use the product as a draft would make it:
// the definitions of the draft, on the records and tables that there are.
//
// A preview shows no more than its designer could see anyway: see
// docs/adr/014-preview.md.
package preview
