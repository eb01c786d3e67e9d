package app

import (
	"context"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// WithIdentity opens a server's database for one task on its accounts, without
// starting a server. Running servers notice at their next statement.
func WithIdentity(ctx context.Context, databaseURL string, task func(*identity.Service) error) error {
	db, err := store.Open(ctx, databaseURL, store.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer db.Close()
	return task(identity.New(db.Pool(), identity.Registered(catalog.NewRegistry(directory(db), db))))
}
