// Package spreadsheet holds what files for spreadsheet programs have in common,
// whether they are written or read: how a text is kept from being run as a
// formula.
package spreadsheet
