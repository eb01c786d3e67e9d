// Package whatif compares a draft with what is published, on the records that
// there are: what each role and each user would gain and lose by publishing
// it. It decides with the plans of both, counts with one pass per action, and
// changes nothing.
//
// Counts are facts about others' access and need the permission that
// publishing needs; of the records themselves only those are named that who
// asks may read.
package whatif
