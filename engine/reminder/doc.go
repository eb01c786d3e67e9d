// Package reminder tells users of records whose date has come, as the designer
// of their entity says (x-reminders).
//
// Each value of the date is told of once, whoever runs how often: what is told
// is claimed in the transaction that tells. Nobody is told of a record that he
// cannot read, or whose date he does not see.
package reminder
