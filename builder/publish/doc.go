// Package publish holds the one command that makes a set of definitions the
// published revision, and the two that only try: check and plan.
//
// All three take the same steps: parse and check every document, compile the
// access rules to policies, compile the whole as the run time will, plan the
// database. A set that fails any of them is never published, and what is
// published is written in one transaction.
package publish
