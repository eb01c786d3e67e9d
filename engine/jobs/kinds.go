package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// The kinds of jobs that exist.
const (
	AccessReview = "access_review" // opens, reminds of and closes access reviews
	Alerts       = "alerts"        // looks for unusual traffic
	Clean        = "clean"         // removes what has expired: sessions, links, throttles
	Files        = "files"         // removes files that no record names
	Ownership    = "ownership"     // tells of records that changed hands
	Partitions   = "partitions"    // makes the months to come of tables kept by month
	PoolReturn   = "pool_return"   // takes records back into their pools
	Prune        = "prune"         // removes traffic and decisions that are old enough
	Reminders    = "reminders"     // tells of records whose date has come
	Search       = "search"        // makes indexes for searching that an older release did not make
	Webhook      = "webhook"       // sends one message of a webhook
)

// Kinds lists all kinds of jobs that exist, sorted.
func Kinds() []string {
	return []string{AccessReview, Alerts, Clean, Files, Ownership, Partitions, PoolReturn, Prune, Reminders, Search, Webhook}
}

// Periodic is work that is done once in each period for every workspace.
type Periodic struct {
	Kind string // one of Kinds
	// Every is the length of a period: from a second to a day. Periods begin
	// at its multiples.
	Every time.Duration
	// Run does the work for one workspace. It may run again for the same
	// period when it failed, or when its process ended.
	Run func(ctx context.Context, workspace string, now time.Time) error
}

// longest is that of a period: River keeps finished jobs, by which it knows
// what was done, for longer than that.
const longest = 24 * time.Hour

func (p Periodic) check() error {
	switch {
	case !slices.Contains(Kinds(), p.Kind):
		return fmt.Errorf("job %q: no such kind", p.Kind)
	case p.Every < time.Second || p.Every > longest:
		return fmt.Errorf("job %s: a period of %s is not between a second and a day", p.Kind, p.Every)
	case p.Run == nil:
		return fmt.Errorf("job %s: has nothing to run", p.Kind)
	}
	return nil
}

// Next is the beginning of the period after a time, as River asks for it.
func (p Periodic) Next(now time.Time) time.Time {
	return now.UTC().Truncate(p.Every).Add(p.Every)
}
