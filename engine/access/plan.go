package access

import (
	"context"

	"github.com/mortise-crm/mortise/engine/query"
)

// Request is what a plan depends on besides the policies. Roles are effective
// (inheritance expanded) and sorted.
type Request struct {
	Action  string
	Roles   []string
	Channel string
}

// Plan is the answer of the policies for one Request, for all records and all
// users with these roles. It is shared and must not be changed.
type Plan struct {
	Action       string
	Grants       map[string]query.Predicate // by id: covers the record as it is; never false
	Results      map[string]query.Predicate // by id: covers the record as it will be (create, update …)
	Restrictions map[string]query.Predicate
	Masks        map[string]query.Predicate // by id: hides on this record
	// Obligations say by id what must happen besides. They are asked about the
	// record as it is; for create and import, as it will be.
	Obligations map[string]query.Predicate
	// Row is true for the records that the action is allowed on: any grant,
	// and no restriction. For create it is asked about the new record, which
	// needs one grant that holds both ways.
	Row query.Predicate
	// Fields says how each field reads on a record that Row holds for; a
	// field that is absent does not exist for the caller.
	Fields map[string]Cell
	// Writable lists, for each field, the grants that include it for writing,
	// sorted. One of them must hold by Grants on the record as it is and by
	// Results on the record as it will be.
	Writable map[string][]string
	// Once lists, for each field, those grants of Writable that count only
	// while the field is empty on the record as it is, sorted.
	Once map[string][]string

	fields map[string]query.Field // those of Once
}

// Cell is one field of the records of a plan.
type Cell struct {
	// Readable is asked only where Row holds; Const(true) when always.
	Readable query.Predicate
	// Masked is true where the value shows in part; Const(false) when never.
	Masked query.Predicate
	// Show is how a masked value shows: a pattern of definition.Mask.
	Show string
	// Findable is asked only where Readable holds: where the cell may be
	// compared, sorted, grouped and searched. Const(true) when wherever it is
	// readable, Const(false) when nowhere.
	Findable query.Predicate
}

// Plan gives the plan of a request. Plans are kept; a kept one costs a look-up.
func (u *Unit) Plan(ctx context.Context, r Request) (*Plan, error) {
	var buffer [256]byte
	t := u.telling(ctx)
	key := r.key(buffer[:0], t)
	if p := u.plans.get(key); p != nil {
		return p, nil
	}
	if err := u.plans.failure(key); err != nil {
		return nil, err
	}
	r.Roles = t.of(r.Roles)
	name := string(key)
	done := u.flight.DoChan(name, func() (any, error) {
		// Who asked first may leave; the others still wait for the plan.
		p, err := u.plan(context.WithoutCancel(ctx), r)
		if err != nil {
			err = failed(err)
			u.plans.fail(name, err)
			return nil, err
		}
		u.plans.put(name, p)
		return p, nil
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-done:
		if result.Err != nil {
			u.failures.note(ctx, u.entity, result.Err)
			return nil, result.Err
		}
		return result.Val.(*Plan), nil
	}
}

// key is what matters of the request as one text; no role or action holds a
// NUL.
func (r Request) key(b []byte, t *telling) []byte {
	b = append(append(b, r.Action...), 0)
	b = append(append(b, r.Channel...), 0)
	for _, role := range r.Roles {
		if t.counts(role) {
			b = append(append(b, role...), 0)
		}
	}
	return b
}

// plan makes a whole plan: computed cells are added to a base plan, which other
// entities' plans may ask for in the meantime.
func (u *Unit) plan(ctx context.Context, r Request) (p *Plan, err error) {
	defer contain(&err)
	if p, err = u.base(ctx, r); err != nil || !u.computes() {
		return p, err
	}
	return u.withComputed(ctx, p, r), nil
}

// base makes a plan as if computed fields were made of nothing.
func (u *Unit) base(ctx context.Context, r Request) (p *Plan, err error) {
	defer contain(&err)
	u.defect.Strike()
	p = &Plan{Action: r.Action}
	for _, part := range []struct {
		set string
		to  *map[string]query.Predicate
	}{{"grant", &p.Grants}, {"result", &p.Results}, {"restriction", &p.Restrictions}, {"mask", &p.Masks}, {"obligation", &p.Obligations}} {
		if *part.to, err = u.conditions(ctx, part.set, r); err != nil {
			return nil, err
		}
	}
	u.compose(p)
	return p, nil
}

// Check says what is wrong with policies that compile, before they are used:
// what does not say what it seems to, and what cannot become a condition. To
// find that, it plans every action for all roles at once and for none.
func (u *Unit) Check(ctx context.Context) error {
	if err := invalid(u.lints); err != nil {
		return err
	}
	channels := []string{""}
	if u.channels {
		channels = Channels()
	}
	for _, action := range Actions() {
		for _, channel := range channels {
			for _, of := range [][]string{u.roles(), nil} {
				if _, err := u.plan(ctx, Request{Action: action, Roles: of, Channel: channel}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
