package pool

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Pool is a designed pool, with its conditions compiled for a moment: relative
// dates have become constants.
type Pool struct {
	*definition.Pool
	// Covers is true of the records in the pool: the very condition under which
	// its members may claim. Asked as if nobody owned the record, it tells
	// whether the record would be in the pool.
	Covers  query.Predicate
	Except  query.Predicate // of Claim.Holds
	Protect query.Predicate // from being returned
}

// Of gives the pools of an entity, by name. A pool that cannot be compiled is
// an error: nobody claims past a limit that is not understood.
func Of(ctx context.Context, s *catalog.Snapshot, entity string, now time.Time, zone *time.Location) ([]*Pool, error) {
	var pools []*Pool
	for _, d := range s.Set.Pools {
		if d.Entity != entity {
			continue
		}
		p, err := compile(ctx, s, d, filter.Options{Now: now, Zone: zone})
		if err != nil {
			return nil, problem.Wrap(problem.Internal, "policy_failed", fmt.Errorf("pool %s: %w", d.Name, err))
		}
		pools = append(pools, p)
	}
	return pools, nil
}

func compile(ctx context.Context, s *catalog.Snapshot, d *definition.Pool, o filter.Options) (*Pool, error) {
	covers, err := covers(ctx, s, d)
	if err != nil {
		return nil, err
	}
	p := &Pool{Pool: d, Covers: covers}
	if p.Except, err = condition(s, d, d.Claim.Except, o); err != nil {
		return nil, err
	}
	p.Protect = query.Const(false)
	if d.Return != nil {
		p.Protect, err = condition(s, d, d.Return.Protect, o)
	}
	return p, err
}

// covers asks the policies of the entity when a member may claim.
func covers(ctx context.Context, s *catalog.Snapshot, d *definition.Pool) (query.Predicate, error) {
	e, ok := s.Entity(d.Entity)
	if !ok {
		return nil, fmt.Errorf("there is no entity %s", d.Entity)
	}
	unit, err := e.Unit(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := unit.Plan(ctx, access.Request{Action: "claim", Roles: slices.Sorted(slices.Values(d.Members)), Channel: "web"})
	if err != nil {
		return nil, err
	}
	if p, ok := plan.Grants["pool."+d.Name+".member"]; ok {
		return p, nil
	}
	return query.Const(false), nil
}

// condition compiles an expression; an empty one is true of no record.
func condition(s *catalog.Snapshot, d *definition.Pool, src string, o filter.Options) (query.Predicate, error) {
	if src == "" {
		return query.Const(false), nil
	}
	p, err := filter.Parse(s, d.Entity, src, o)
	if err != nil {
		return nil, err
	}
	return query.Simplify(p), nil
}

// Admits tells whether one of the roles is a member or an administrator.
func (p *Pool) Admits(roles []string) bool { return Admits(p.Pool, roles) }

// Admits tells whether one of the roles is a member or an administrator of a
// pool.
func Admits(p *definition.Pool, roles []string) bool {
	in := func(role string) bool { return slices.Contains(roles, role) }
	return slices.ContainsFunc(p.Members, in) || slices.ContainsFunc(p.Admins, in)
}
