package whatif

import (
	"context"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// sides are the published definitions and those of the draft.
type sides struct {
	before, after *catalog.Snapshot
	policies      [2]map[string]string // bodies by the entity's x-id
	related       map[string]bool      // x-ids of entities whose policies ask what may be read of others
	changed       bool                 // some policy differs
}

func newSides(before, after *catalog.Snapshot, published, proposed []definition.Document) *sides {
	s := &sides{before: before, after: after, related: map[string]bool{}}
	for i, docs := range [][]definition.Document{published, proposed} {
		snapshot := []*catalog.Snapshot{before, after}[i]
		s.policies[i] = map[string]string{}
		for _, d := range docs {
			if e, ok := snapshot.Entity(d.Name); ok && d.Kind == definition.KindPolicy {
				s.policies[i][e.Definition.ID] = string(d.Body)
				s.related[e.Definition.ID] = s.related[e.Definition.ID] || mentions(string(d.Body), "_readable")
			}
		}
	}
	s.changed = !maps.Equal(s.policies[0], s.policies[1])
	return s
}

// entity is one entity on both sides; nil where it does not exist.
type entity struct {
	id            string
	before, after *catalog.Entity
	touched       bool // its plans may differ for the same roles
}

// newest is the entity as it is on the later side that has it.
func (e *entity) newest() *catalog.Entity {
	if e.after != nil {
		return e.after
	}
	return e.before
}

// entities pairs the entities of both sides by x-id, in the order of names.
func (s *sides) entities(only []string) []*entity {
	byID := map[string]*entity{}
	for _, e := range s.before.Entities() {
		byID[e.Definition.ID] = &entity{id: e.Definition.ID, before: e}
	}
	for _, e := range s.after.Entities() {
		if byID[e.Definition.ID] == nil {
			byID[e.Definition.ID] = &entity{id: e.Definition.ID}
		}
		byID[e.Definition.ID].after = e
	}
	list := slices.Collect(maps.Values(byID))
	slices.SortFunc(list, func(x, y *entity) int { return compare(x.newest().Name(), y.newest().Name()) })
	for _, e := range list {
		e.touched = s.policies[0][e.id] != s.policies[1][e.id] || s.changed && s.related[e.id]
	}
	if len(only) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(e *entity) bool { return !slices.Contains(only, e.newest().Name()) })
}

// plan asks one side's policies; nil where the entity does not exist.
func plan(ctx context.Context, e *catalog.Entity, roles []string, action string) (*access.Plan, error) {
	if e == nil {
		return nil, nil
	}
	unit, err := e.Unit(ctx)
	if err != nil {
		return nil, public(err)
	}
	p, err := unit.Plan(ctx, access.Request{Action: action, Roles: roles, Channel: "web"})
	if err != nil {
		return nil, public(err)
	}
	return p, nil
}

// public keeps what is wrong with a policy for its author.
func public(err error) error {
	if problem.Is(err, problem.Invalid) {
		return err
	}
	return problem.Wrap(problem.Internal, "policy_failed", err)
}

// landed is a condition of the draft as it can be asked of the tables that
// there are: fields and entities without a column are empty.
func (s *sides) landed(p query.Predicate) query.Predicate {
	if p == nil {
		return query.Const(false)
	}
	return query.Simplify(query.Rewrite(p, s.operand, s.relation))
}

func (s *sides) operand(x query.Operand) query.Operand {
	f, ok := x.(query.Field)
	switch {
	case !ok:
		return x
	case f.Computed != nil: // of what there is already
		return query.RewriteOperand(query.ExpandOperand(f), s.operand, s.relation)
	case s.there(f):
		return x
	}
	return query.Value{Type: f.Type}
}

// there tells whether a field of the draft has its column already.
func (s *sides) there(f query.Field) bool {
	if len(f.Entity) > 0 && f.Entity[0] == '$' {
		return true
	}
	e, ok := s.published(f.Entity)
	if !ok {
		return false
	}
	for _, d := range e.Definition.Fields {
		if operand, ok := e.Operand(d.Name); ok && operand.Column == f.Column && operand.Type == f.Type {
			return true
		}
	}
	return false
}

// published finds the entity of the draft among those that there are.
func (s *sides) published(name string) (*catalog.Entity, bool) {
	after, ok := s.after.Entity(name)
	if !ok {
		return nil, false
	}
	for _, e := range s.before.Entities() {
		if e.Definition.ID == after.Definition.ID {
			return e, true
		}
	}
	return nil, false
}

func (s *sides) relation(r query.Relation) (query.Relation, bool) {
	if len(r.Entity) > 0 && r.Entity[0] == '$' {
		return r, true
	}
	e, ok := s.published(r.Entity)
	if !ok || !s.there(r.Field) {
		return r, false
	}
	r.Entity = e.Name()
	return r, true
}

// person is a user on both sides.
type person struct {
	before, after *identity.Principal
}

// mixed reads users by the tables that there are, with the roles of the draft.
type mixed struct {
	*catalog.Snapshot
	roles *catalog.Snapshot
}

// EffectiveRoles implements identity.Snapshot.
func (m mixed) EffectiveRoles(roles []string) []string { return m.roles.EffectiveRoles(roles) }

// Permissions implements identity.Snapshot.
func (m mixed) Permissions(roles []string) (map[string]bool, bool) { return m.roles.Permissions(roles) }

// people loads all active users as they act now and would act after.
func (s *sides) people(ctx context.Context, accounts Accounts, workspace string, epoch int64) ([]*person, error) {
	state := identity.State{Epoch: epoch, Revision: s.before.Revision, Set: s.before.Set, Snapshot: s.before}
	before, err := accounts.AllPrincipals(ctx, workspace, state)
	if err != nil {
		return nil, err
	}
	set := *s.before.Set
	set.Roles, set.Grants = s.after.Set.Roles, s.after.Set.Grants
	state.Set, state.Snapshot = &set, mixed{s.before, s.after}
	after, err := accounts.AllPrincipals(ctx, workspace, state)
	if err != nil {
		return nil, err
	}
	later := make(map[string]*identity.Principal, len(after))
	for _, p := range after {
		later[p.UserID] = p
	}
	list := make([]*person, 0, len(before))
	for _, p := range before {
		if q := later[p.UserID]; q != nil {
			list = append(list, &person{before: p, after: q})
		}
	}
	return list, nil
}
