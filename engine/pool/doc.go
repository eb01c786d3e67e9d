// Package pool keeps the rules of pools: which pool a record that nobody owns
// belongs to, who may take how many from it and how soon again, and when a
// record goes back to it by itself.
//
// Who may claim at all is for policies to say; this package only counts. It
// counts in the claim's own transaction, so that claims made at once cannot
// exceed a limit together. All times are the caller's, not the database's.
//
// Rules that hold for assigning: an administrator of a pool may exceed what a
// user may claim in a day and does not wait, but not what a user may own. A
// transfer between owners is not counted: to whom it may go is for grants.
package pool
