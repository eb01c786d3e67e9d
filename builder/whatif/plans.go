package whatif

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// recordless are the actions that concern no record that is in the lists.
var recordless = []string{"create", "import", "template", "restore", "purge"}

// actions are those that the policies of an entity give to anybody on either
// side, reading first.
func (c *comparison) actions(e *entity) []string {
	some := map[string]bool{"read": true, "update": true}
	for _, bodies := range c.policies {
		var policy struct {
			Grants []access.Grant `json:"grants"`
		}
		if body, ok := bodies[e.id]; !ok || json.Unmarshal([]byte(body), &policy) != nil {
			continue
		}
		for _, g := range policy.Grants {
			if len(g.Actions) == 0 {
				return access.Actions() // written by hand: it may give any
			}
			for _, action := range g.Actions {
				some[action] = true
			}
		}
	}
	return slices.DeleteFunc(access.Actions(), func(action string) bool { return !some[action] })
}

// both gives the rules of an entity for roles on either side. They are kept
// while the entity is compared.
func (c *comparison) both(ctx context.Context, e *entity, before, after []string) (was, will rules, err error) {
	if was, err = c.rules(ctx, e, before, false); err != nil {
		return nil, nil, err
	}
	will, err = c.rules(ctx, e, after, true)
	return was, will, err
}

type rulesKey struct {
	entity string
	roles  string
	after  bool
}

func (c *comparison) rules(ctx context.Context, e *entity, roles []string, after bool) (rules, error) {
	key := rulesKey{e.id, strings.Join(roles, "\x00"), after}
	if kept, ok := c.kept[key]; ok {
		return kept, nil
	}
	side := e.before
	if after {
		side = e.after
	}
	r := rules{}
	for _, action := range c.actions(e) {
		p, err := plan(ctx, side, roles, action)
		if err != nil {
			return nil, err
		}
		r[action] = p
	}
	c.kept[key] = r
	return r, nil
}

// binder gives the parameters of a user's conditions at one time.
func binder(p *identity.Principal, now time.Time, zone *time.Location) func(name string) any {
	return func(name string) any {
		if name == "now" {
			return now
		}
		if v, ok := filter.Day(name, now, zone); ok {
			return v
		}
		if attribute, ok := strings.CutPrefix(name, "user."); ok {
			return p.Attributes[attribute]
		}
		return nil
	}
}

// allowed is the condition under which a user may do an action on a record,
// ready to be asked of the tables that there are.
func (c *comparison) allowed(r rules, action string, p *identity.Principal, after bool) query.Predicate {
	of := r[action]
	if !given(of) || !given(r["read"]) {
		return query.Const(false)
	}
	return c.bound(query.And{r["read"].Row, of.Row}, p, after)
}

func (c *comparison) bound(p query.Predicate, of *identity.Principal, after bool) query.Predicate {
	if after {
		p = c.landed(p)
	}
	return query.Bound(p, binder(of, c.r.Asker.Now, c.r.Asker.Zone))
}
