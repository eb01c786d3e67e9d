// Package bulk changes many records as a job: each by the same operation that
// would change it alone, with the same rules, access and hooks, and with a
// note of what became of it.
//
// It decides nothing about access, and knows nothing of HTTP.
package bulk
