package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/mortise-crm/mortise/engine/store"
)

// migrate brings River's tables up to date; of several processes that start
// together one does it.
func migrate(ctx context.Context, db *store.DB, driver *riverpgxv5.Driver) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Schema: databaseSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("read the migrations of jobs: %w", err)
	}
	state, err := m.Validate(ctx, nil)
	if err != nil {
		return fmt.Errorf("ask for the migrations of jobs: %w", err)
	}
	if state.OK {
		return nil
	}
	return db.Exclusive(ctx, "migrate jobs", func() error {
		if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return fmt.Errorf("migrate jobs: %w", err)
		}
		return nil
	})
}
