package app

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/jobs"
)

// How long is kept what grows with use. Decisions go by the month, so that at
// least six whole ones stay.
const (
	keepTraffic   = 90 * 24 * time.Hour
	keepDecisions = 7 // months, the one that runs included
)

// periodic is the work that is done from time to time for every workspace.
func (a *App) periodic() []jobs.Periodic {
	return []jobs.Periodic{
		{Kind: jobs.Clean, Every: time.Hour, Run: func(ctx context.Context, workspace string, _ time.Time) error {
			return a.Identity.Clean(ctx, workspace)
		}},
		{Kind: jobs.Partitions, Every: 12 * time.Hour, Run: a.DB.EnsurePartitions},
		{Kind: jobs.Prune, Every: 24 * time.Hour, Run: a.prune},
	}
}

func (a *App) prune(ctx context.Context, workspace string, now time.Time) error {
	if err := a.DB.PruneTraffic(ctx, workspace, now.Add(-keepTraffic)); err != nil {
		return err
	}
	return a.DB.PruneDecisions(ctx, workspace, now.AddDate(0, -keepDecisions, 0))
}
