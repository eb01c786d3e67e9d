package app

import (
	"context"
	"maps"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/webhook"
)

// sendsAtOnce is how many messages of webhooks a process sends at the same time.
const sendsAtOnce = 4

// webhooks makes what sends messages of webhooks.
func (a *App) webhooks(records *record.Service) *webhook.Service {
	s := webhook.New(a.DB, records)
	s.CallerOf, s.Workspaces = a.CallerOf, a.Workspaces
	s.Enter = func(ctx context.Context, tx store.Querier, workspace string, ids []string) error {
		return a.Jobs.EnterRetried(ctx, tx, jobs.Webhook, workspace, ids)
	}
	a.Jobs.Retry(jobs.Retried{Kind: jobs.Webhook, AtOnce: sendsAtOnce, Run: s.Send})
	maps.Copy(records.Followers, s.Followed())
	return s
}
