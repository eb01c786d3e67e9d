// Package live tells who listens what changes among the records of a list, or
// of one record.
//
// Each process has one follower for a workspace in which somebody listens; it
// reads the changes below the oldest running transaction, so that one which
// commits late is not passed over. With every look at the changes comes the
// workspace's epoch: once that moves, each stream resolves its caller anew.
//
// A change says only which record to look at. What is told of it is what the
// record service shows the caller of the list at that moment; of records that
// he was not told of before and may not read he hears nothing.
package live
