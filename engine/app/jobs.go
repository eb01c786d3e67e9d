package app

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/ownership"
	"github.com/mortise-crm/mortise/engine/pool"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/reminder"
	"github.com/mortise-crm/mortise/engine/review"
	"github.com/mortise-crm/mortise/engine/webhook"
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
		{Kind: jobs.AccessReview, Every: 24 * time.Hour, Run: a.review},
		{Kind: jobs.Alerts, Every: time.Minute, Run: a.alerts},
		{Kind: jobs.Clean, Every: time.Hour, Run: func(ctx context.Context, workspace string, _ time.Time) error {
			return a.Identity.Clean(ctx, workspace)
		}},
		{Kind: jobs.Files, Every: time.Hour, Run: a.cleanFiles},
		{Kind: jobs.Ownership, Every: time.Minute, Run: a.tellOwners},
		{Kind: jobs.Partitions, Every: 12 * time.Hour, Run: a.DB.EnsurePartitions},
		{Kind: jobs.PoolReturn, Every: time.Hour, Run: a.returnToPools},
		{Kind: jobs.Prune, Every: 24 * time.Hour, Run: a.prune},
		{Kind: jobs.Reminders, Every: time.Minute, Run: a.remind},
		{Kind: jobs.Search, Every: time.Hour, Run: a.ensureSearch},
	}
}

// returnToPools takes records that nobody works on from their owners.
func (a *App) returnToPools(ctx context.Context, workspace string, now time.Time) error {
	s, err := a.snapshot(ctx, workspace)
	if err != nil || s == nil {
		return err
	}
	return pool.Return(ctx, a.DB, workspace, s, now.In(a.zone))
}

// remind tells of records whose date has come.
func (a *App) remind(ctx context.Context, workspace string, now time.Time) error {
	s, err := a.snapshot(ctx, workspace)
	if err != nil || s == nil {
		return err
	}
	return reminder.New(a.DB, a.Records).Run(ctx, workspace, s, now.In(a.zone))
}

// tellOwners tells of records that changed hands.
func (a *App) tellOwners(ctx context.Context, workspace string, _ time.Time) error {
	s, err := a.snapshot(ctx, workspace)
	if err != nil || s == nil {
		return err
	}
	return ownership.New(a.DB, a.Records).Run(ctx, workspace, s)
}

// snapshot gives what a workspace is now; nil when it is gone.
func (a *App) snapshot(ctx context.Context, workspace string) (*catalog.Snapshot, error) {
	w, ok, err := a.Workspaces.Named(ctx, workspace)
	if err != nil || !ok {
		return nil, err
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		return nil, err
	}
	return state.Snapshot, nil
}

func (a *App) prune(ctx context.Context, workspace string, now time.Time) error {
	if err := a.DB.PruneTraffic(ctx, workspace, now.Add(-keepTraffic)); err != nil {
		return err
	}
	if err := a.DB.PruneDeliveries(ctx, workspace, now.Add(-webhook.KeepLog)); err != nil {
		return err
	}
	if a.Files.Bucket != nil {
		if err := a.Jobs.Prune(ctx, workspace, now); err != nil {
			return err
		}
	}
	if err := a.DB.PruneAnswers(ctx, workspace, now.Add(-record.KeptFor)); err != nil {
		return err
	}
	if err := a.DB.PruneDuplicates(ctx, workspace); err != nil {
		return err
	}
	if err := a.DB.PruneDue(ctx, workspace, now); err != nil {
		return err
	}
	return a.DB.PruneDecisions(ctx, workspace, now.AddDate(0, -keepDecisions, 0))
}

// alerts writes first what this process has counted; what others have not
// written yet is seen in a minute.
func (a *App) alerts(ctx context.Context, workspace string, now time.Time) error {
	if err := a.Audit.Flush(ctx); err != nil {
		return err
	}
	state, err := identity.Registered(a.Workspaces).Refresh(ctx, workspace)
	if err != nil {
		return err
	}
	return audit.RaiseAlerts(ctx, a.DB, audit.Watch{Workspace: workspace, State: state, Now: now, Zone: a.zone})
}

func (a *App) review(ctx context.Context, workspace string, now time.Time) error {
	state, err := identity.Registered(a.Workspaces).Refresh(ctx, workspace)
	if err != nil {
		return err
	}
	return review.New(a.DB).Run(ctx, workspace, state, now)
}
