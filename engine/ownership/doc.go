// Package ownership tells users of records that changed hands: him who got
// records from somebody else, and him whose former record was claimed.
//
// It reads the ledger of owners, whoever wrote there and how, and tells of each
// entry once, whoever runs how often. Nobody is told of a record that he
// cannot read by now; of what was claimed he learns no more than that.
package ownership
