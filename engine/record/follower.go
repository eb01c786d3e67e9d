package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/store"
)

// Followed is a write that has been done, in the transaction that goes on.
type Followed struct {
	Action string // create, update, archive, restore …
	Record string
	Fields []string // that were set
}

// Follower completes writes of an entity in their transaction; its error
// undoes them.
type Follower func(ctx context.Context, tx store.Querier, c *Caller, f Followed) error
