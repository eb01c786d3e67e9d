package pool

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Check says what is wrong with the pools of a snapshot before it is
// published, beyond what can be told of a document by itself: a pool that takes
// records back has no caller whose attributes could be asked. Pointers start
// with the kind and name of the document.
func Check(ctx context.Context, s *catalog.Snapshot) (problem.List, error) {
	var wrong problem.List
	for _, d := range s.Set.Pools {
		if d.Return == nil {
			continue
		}
		p, err := compile(ctx, s, d, filter.Options{Now: time.Unix(0, 0)})
		if err != nil {
			return nil, fmt.Errorf("compile pool %s: %w", d.Name, err)
		}
		if asksWho(p.Covers) {
			wrong.Add("/pool/"+d.Name+"/when", "pool_by_user")
		}
		if asksWho(p.Protect) {
			wrong.Add("/pool/"+d.Name+"/return/protect", "pool_by_user")
		}
	}
	return wrong, nil
}

// asksWho tells whether a condition depends on the caller. Nobody calls when
// records are returned.
func asksWho(p query.Predicate) bool {
	asks := false
	query.Walk(p, func(p query.Predicate) bool {
		for _, x := range query.Operands(p) {
			if v, ok := x.(query.Param); ok && strings.HasPrefix(v.Name, "user.") {
				asks = true
			}
		}
		return !asks
	})
	return asks
}

// work is what counts as work on a record: a date field of it or, with far,
// the creation of records of that entity whose field leads here.
type work struct {
	far   string
	field query.Field
}

// activity finds what the definition of a pool calls activity.
func activity(s *catalog.Snapshot, d *definition.Pool) (work, bool) {
	far, relation, leads := strings.Cut(d.Return.Activity, ".")
	if leads {
		f, ok := s.Field(far, relation)
		target, leads := s.Target(far, relation)
		return work{far, f}, ok && leads && target == d.Entity && f.Links == ""
	}
	f, ok := s.Field(d.Entity, d.Return.Activity)
	return work{field: f}, ok && !f.Type.Array && (f.Type.Kind == query.Instant || f.Type.Kind == query.Date)
}
