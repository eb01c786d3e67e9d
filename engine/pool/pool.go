package pool

import (
	"fmt"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Pool is a designed pool, with its conditions compiled for a moment: relative
// dates have become constants.
type Pool struct {
	*definition.Pool
	Covers  query.Predicate // When
	Counts  query.Predicate // what counts for Claim.Holds
	Protect query.Predicate // what is not returned
}

// Of gives the pools of an entity, by name. A pool that cannot be compiled is
// an error: nobody claims past a limit that is not understood.
func Of(s filter.Schema, set *definition.Set, entity string, now time.Time, zone *time.Location) ([]*Pool, error) {
	var pools []*Pool
	for _, d := range set.Pools {
		if d.Entity != entity {
			continue
		}
		p, err := compile(s, d, filter.Options{Now: now, Zone: zone})
		if err != nil {
			return nil, problem.Wrap(problem.Internal, "policy_failed", fmt.Errorf("pool %s: %w", d.Name, err))
		}
		pools = append(pools, p)
	}
	return pools, nil
}

func compile(s filter.Schema, d *definition.Pool, o filter.Options) (*Pool, error) {
	p := &Pool{Pool: d, Protect: query.Const(false)}
	except := query.Predicate(query.Const(false))
	protect := ""
	if d.Return != nil {
		protect = d.Return.Protect
	}
	for _, part := range []struct {
		src   string
		empty query.Predicate
		to    *query.Predicate
	}{{d.When, query.Const(true), &p.Covers}, {d.Claim.Except, query.Const(false), &except}, {protect, query.Const(false), &p.Protect}} {
		if *part.to = part.empty; part.src == "" {
			continue
		}
		compiled, err := filter.Parse(s, d.Entity, part.src, o)
		if err != nil {
			return nil, err
		}
		*part.to = query.Simplify(compiled)
	}
	p.Counts = query.Simplify(query.And{p.Covers, query.Not{P: except}})
	return p, nil
}

// Admits tells whether one of the roles is a member or an administrator.
func (p *Pool) Admits(roles []string) bool {
	in := func(role string) bool { return slices.Contains(roles, role) }
	return slices.ContainsFunc(p.Members, in) || slices.ContainsFunc(p.Admins, in)
}

// covers gives what each pool covers.
func covers(pools []*Pool) []query.Predicate {
	list := make([]query.Predicate, len(pools))
	for i, p := range pools {
		list[i] = p.Covers
	}
	return list
}
