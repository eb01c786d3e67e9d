// Package jobs runs work in the background with River: what has to be done
// from time to time, for every workspace, shared among all processes on a
// database.
//
// Each period of a kind is one job that finds the workspaces, and then one job
// per workspace, so that a workspace in trouble holds no other up and each
// process takes a part. The package knows nothing of what the jobs do.
package jobs
