package app

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/bulk"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/jobs"
)

// offer adds the kinds of work that users start.
func (a *App) offer(ctx context.Context) error {
	a.Jobs.SetFiles(a.Files)
	key, err := a.DB.Secret(ctx, "cursor")
	if err != nil {
		return err
	}
	a.api.Jobs, a.api.Links = a.Jobs, file.NewLinks(key)
	many := bulk.New(a.DB, a.Records, a.Jobs)
	exports := exporter.NewJobs(a.Records, a.Jobs)
	a.api.Bulk, a.api.Exports = many, exports
	a.api.Imports = &importer.Service{DB: a.DB, Records: a.Records, Files: a.Files}
	return a.Jobs.Offer(slices.Concat(many.Kinds(), []jobs.OnDemand{exports.Kind()}, a.api.Imports.Offered())...)
}

// cleanFiles removes contents that nothing needs: of records, and of jobs.
func (a *App) cleanFiles(ctx context.Context, workspace string, now time.Time) error {
	if err := a.Files.Clean(ctx, workspace, now); err != nil || a.Files.Bucket == nil {
		return err
	}
	return a.Jobs.Expire(ctx, workspace, now)
}
