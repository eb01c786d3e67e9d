package app

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// ensureSearch makes the indexes for searching that publishing has not made: of
// entities that a former release published.
func (a *App) ensureSearch(ctx context.Context, workspace string, _ time.Time) error {
	w, ok, err := a.Workspaces.Named(ctx, workspace)
	if err != nil || !ok {
		return err
	}
	state, err := w.Refresh(ctx)
	if err != nil {
		return err
	}
	var steps []store.CreateIndex
	for _, e := range state.Snapshot.Set.Entities {
		if step, ok := record.SearchIndex(e); ok {
			steps = append(steps, step)
		}
	}
	return a.DB.EnsureSearch(ctx, workspace, steps)
}
