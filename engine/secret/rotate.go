package secret

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/store"
)

// batch is how many values are encrypted anew at once.
const batch = 500

// Column is a secret field: where its values stand, and what they are bound to.
type Column struct {
	store.SealedColumn
	Entity, Field string // x-ids
}

// Rotated says what a rotation did.
type Rotated struct {
	Values int // encrypted with the new key
	// Unopened are values that could not be opened, and stay as they are.
	Unopened int
}

// Rotate makes a new data key for a workspace, encrypts its older ones with the
// first master key, and the values of the columns with the new data key.
// Writes go on meanwhile. Data keys are kept: fields that were archived hold
// values of theirs. It can be interrupted, and run again.
func (k *Keyring) Rotate(ctx context.Context, workspace string, columns []Column) (done Rotated, err error) {
	if err := k.rewrap(ctx, workspace); err != nil {
		return done, err
	}
	if err := k.db.AddDataKey(ctx, workspace, k.newDataKey(workspace), true); err != nil {
		return done, err
	}
	k.mu.Lock()
	delete(k.active, workspace)
	k.mu.Unlock()
	key, err := k.current(ctx, workspace)
	if err != nil {
		return done, err
	}
	for _, c := range columns {
		if err := k.reseal(ctx, workspace, c, key, &done); err != nil {
			return done, fmt.Errorf("encrypt %s.%s anew: %w", c.Table, c.Column, err)
		}
	}
	return done, nil
}

// rewrap encrypts the data keys with the first master key. It fails, with
// nothing changed that cannot be read, when the master key of one is missing.
func (k *Keyring) rewrap(ctx context.Context, workspace string) error {
	keys, err := k.db.DataKeys(ctx, workspace)
	if err != nil {
		return err
	}
	for _, d := range keys {
		if d.Master == k.masters[0].id {
			continue
		}
		plain, err := k.unwrapped(workspace, d)
		if err != nil {
			return err
		}
		if err := k.db.RewrapDataKey(ctx, workspace, k.wrap(workspace, d.ID, plain)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keyring) reseal(ctx context.Context, workspace string, c Column, key dataKey, done *Rotated) error {
	after := ""
	for {
		values, err := k.db.SealedOtherwise(ctx, workspace, c.SealedColumn, prefix(key.id), after, batch)
		if err != nil || len(values) == 0 {
			return err
		}
		for _, v := range values {
			after = v.Record
			p := Place{Workspace: workspace, Entity: c.Entity, Field: c.Field, Record: v.Record}
			plain, err := k.Open(ctx, p, v.Sealed)
			if err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				done.Unopened++
				continue
			}
			sealed := write(key.id, encrypt(key.aead, []byte(plain), p.bound()))
			if err := k.db.Reseal(ctx, workspace, c.SealedColumn, v, sealed); err != nil {
				return err
			}
			done.Values++
		}
	}
}
