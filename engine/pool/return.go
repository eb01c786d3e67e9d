package pool

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
)

// Return takes the records that nobody works on from their owners, in every
// pool of a workspace that says so, and tells those whose turn comes soon. A
// pool that fails does not keep the others from being done.
//
// Days begin in the time zone of now.
//
// Former owners are told, and administrators of the pool are not: they look at
// the pool. What is told names the record and says nothing of its fields, for
// the reader may not be allowed to see them any more.
func Return(ctx context.Context, db *store.DB, workspace string, s *catalog.Snapshot, now time.Time) error {
	var failed []string
	var cause error
	for _, d := range s.Set.Pools {
		if d.Return == nil {
			continue
		}
		r, err := newReturning(ctx, db, workspace, s, d.Name, now)
		if err == nil {
			err = r.run(ctx)
		}
		if err != nil {
			failed, cause = append(failed, d.Name), err
		}
	}
	if cause != nil {
		return fmt.Errorf("pools %s: %w", strings.Join(failed, ", "), cause)
	}
	return nil
}

// returning is the work on one pool.
type returning struct {
	db        *store.DB
	workspace string
	pool      *Pool
	idle      *store.Idle
}

func newReturning(ctx context.Context, db *store.DB, workspace string, s *catalog.Snapshot, name string, now time.Time) (*returning, error) {
	for _, d := range s.Set.Pools {
		if d.Name != name {
			continue
		}
		pools, err := Of(ctx, s, d.Entity, now, now.Location())
		if err != nil {
			return nil, err
		}
		p := pools[slices.IndexFunc(pools, func(p *Pool) bool { return p.Name == name })]
		idle, err := idleOf(s, p, now)
		return &returning{db, workspace, p, idle}, err
	}
	return nil, fmt.Errorf("there is no pool %s", name)
}

func idleOf(s *catalog.Snapshot, p *Pool, now time.Time) (*store.Idle, error) {
	e, ok := s.Entity(p.Entity)
	if !ok {
		return nil, fmt.Errorf("there is no entity %s", p.Entity)
	}
	i := &store.Idle{Schema: s, Entity: p.Entity, EntityID: e.Definition.ID, Pool: p.Name, Now: now, Days: p.Pool.Return.Days,
		Owners: OwnersOf(e.Definition), Covers: onDay(p.Covers, now), Protect: onDay(p.Protect, now)}
	work, ok := activity(s, p.Pool)
	if !ok {
		return nil, problem.New(problem.Internal, "not_an_activity").With("name", p.Pool.Return.Activity)
	}
	i.Far, i.Field = work.far, work.field
	return i, nil
}

// onDay gives a condition with the days that computed fields ask for, which are
// those of the time zone that now is in.
func onDay(p query.Predicate, now time.Time) query.Predicate {
	return query.Rewrite(query.Expand(p), func(x query.Operand) query.Operand {
		if param, ok := x.(query.Param); ok {
			if v, ok := filter.Day(param.Name, now, now.Location()); ok {
				return query.Value{Type: param.Type, V: v}
			}
		}
		return x
	}, nil)
}

func (r *returning) run(ctx context.Context) error {
	err := windows(func(after string) (string, error) {
		return r.db.ReturnIdle(ctx, r.workspace, r.idle, after, func(tx store.Querier, list []store.Returned) error {
			var tell []notify.Notification
			for _, one := range list {
				if one.User != nil {
					tell = append(tell, r.notification(*one.User, "record_returned", one.Record, r.pool.Pool.Return.Days))
				}
			}
			return notify.Send(ctx, tx, r.workspace, tell)
		})
	})
	if err != nil || r.idle.Owners.User == "" {
		return err
	}
	for _, days := range slices.Sorted(slices.Values(r.pool.Pool.Return.Remind)) { // the last first: it makes up for the others
		err := windows(func(after string) (string, error) {
			return r.db.RemindIdle(ctx, r.workspace, r.idle, days, after, func(tx store.Querier, list []store.Reminded) error {
				tell := make([]notify.Notification, len(list))
				for i, one := range list {
					tell[i] = r.notification(one.User, "return_soon", one.Record, days)
				}
				return notify.Send(ctx, tx, r.workspace, tell)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// windows calls do until there is no record after the last.
func windows(do func(after string) (last string, err error)) error {
	after := ""
	for {
		last, err := do(after)
		if err != nil || last == "" {
			return err
		}
		after = last
	}
}

func (r *returning) notification(user, kind, record string, days int) notify.Notification {
	return notify.Notification{User: user, Kind: kind, Entity: r.pool.Entity, Subject: record, Params: map[string]any{"pool": r.pool.Title, "days": days}}
}
