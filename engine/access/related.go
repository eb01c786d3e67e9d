package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// chain is the entities whose read access is being planned, each asked by the
// one before.
type chain struct {
	entity string
	before *chain
}

type chainKey struct{}

func chainOf(ctx context.Context) *chain {
	c, _ := ctx.Value(chainKey{}).(*chain)
	return c
}

// text names the entities, the first asked first.
func (c *chain) text() string {
	var names []string
	for ; c != nil; c = c.before {
		names = append([]string{c.entity}, names...)
	}
	return strings.Join(names, " → ")
}

// readableRow gives the condition under which the caller of a request may read
// a record of another entity. Access that would have to ask itself is refused:
// nobody is allowed anything by it.
func (u *Unit) readableRow(ctx context.Context, entity string, r Request) (query.Predicate, error) {
	if u.related == nil {
		return nil, errors.New("other entities cannot be asked here")
	}
	before := chainOf(ctx)
	if before == nil {
		before = &chain{entity: u.entity}
		if r.Action != "read" {
			before.entity += " (" + r.Action + ")"
		}
	}
	next := &chain{entity, before}
	for c := before; c != nil; c = c.before {
		if c.entity == entity {
			return nil, fmt.Errorf("access depends on itself: %s", next.text())
		}
	}
	other, err := u.related(ctx, entity)
	if err != nil {
		return nil, err
	}
	r.Action = "read"
	p, err := other.nestedPlan(context.WithValue(ctx, chainKey{}, next), r)
	if err != nil {
		return nil, err
	}
	return p.Row, nil
}

// nestedPlan is the base plan for another unit's plan. It does not wait for one
// that somebody else is making: two units that ask each other would wait for
// ever.
func (u *Unit) nestedPlan(ctx context.Context, r Request) (*Plan, error) {
	var buffer [256]byte
	key := r.key(buffer[:0], u.telling(ctx))
	if p := u.bases.get(key); p != nil {
		return p, nil
	}
	p, err := u.base(ctx, r)
	if err == nil {
		u.bases.put(string(key), p)
	}
	return p, err
}
