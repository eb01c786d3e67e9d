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
	s, err := a.snapshot(ctx, workspace)
	if err != nil || s == nil {
		return err
	}
	var steps []store.CreateIndex
	for _, e := range s.Set.Entities {
		if step, ok := record.SearchIndex(e); ok {
			steps = append(steps, step)
		}
	}
	return a.DB.EnsureSearch(ctx, workspace, steps)
}
