package check

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

func (c *checker) duties() {
	for _, p := range c.set.Pools {
		d := c.about(definition.KindPool, p.Name)
		d.rolesOf("/members", p.Members)
		d.rolesOf("/admins", p.Admins)
		if e := d.entity("/entity", p.Entity); e != nil {
			d.pool(e, p)
		}
	}
	for _, o := range c.set.Obligations {
		c.about(definition.KindObligation, o.Name).obligation(o)
	}
	for _, a := range c.set.Alerts {
		c.about(definition.KindAlert, a.Name).alert(a)
	}
}

func (d document) pool(e *definition.Entity, p *definition.Pool) {
	for i, m := range p.Masked {
		d.shows(at("/masked", i)+"/field", e, m.Field, m.Show)
	}
	if p.Claim.Holds > 0 && e.Owner == "" {
		d.add("/claim/holds", "action_without_owner", "action", "claim", "entity", e.Name)
	}
	d.filter("/when", e, p.When)
	d.filter("/claim/except", e, p.Claim.Except)
	if p.Return == nil {
		return
	}
	d.filter("/return/protect", e, p.Return.Protect)
	if !d.active(e, p.Return.Activity) {
		d.add("/return/activity", "not_an_activity", "name", p.Return.Activity)
	}
	for i, days := range p.Return.Remind {
		if days >= p.Return.Days {
			d.add(at("/return/remind", i), "maximum", "max", p.Return.Days-1)
		}
	}
}

// active tells whether a path says when somebody last worked on a record: a
// date and time of it, or the records that lead to it.
func (d document) active(e *definition.Entity, path string) bool {
	far, field, reverse := strings.Cut(path, ".")
	if !reverse {
		f := e.Field(path)
		return f != nil && kind(f) == query.Type{Kind: query.Instant}
	}
	other := d.set.Entity(far)
	if other == nil {
		return d.named[definition.Key{Kind: definition.KindEntity, Name: far}] // reported there
	}
	f := other.Field(field)
	return f != nil && f.ToOne() == e.Name
}

// publishAccess is the one action of the system that can have an obligation.
const publishAccess = "publish_access"

func (d document) obligation(o *definition.Obligation) {
	d.unreserved("pool.", "parent.", "default.")
	d.rolesOf("/except", o.Except)
	switch {
	case o.By != "":
		d.role("/by", o.By)
	case o.Needs == "approval" || o.Needs == "report":
		d.add("/by", "required")
	}
	for i, action := range o.Actions {
		if (action == publishAccess) != (o.Entity == "") {
			d.add(at("/actions", i), "action_of_another", "action", action)
		}
	}
	for _, action := range []string{"read", "history"} {
		if slices.Contains(o.Actions, action) {
			d.add("/needs", "cannot_be_asked", "action", action)
		}
	}
	if o.Entity != "" {
		d.entity("/entity", o.Entity)
	} else if o.When != "" {
		d.add("/when", "condition_without_record")
	}
}

func (d document) alert(a *definition.Alert) {
	if a.Entity != "" {
		d.entity("/entity", a.Entity)
	}
	d.rolesOf("/notify", a.Notify)
	if a.Kind == "odd_hours" {
		if a.To == 0 || a.From == a.To {
			d.add("/to", "required")
		}
		return
	}
	if a.Threshold == 0 {
		d.add("/threshold", "required")
	}
	if a.Minutes == 0 {
		d.add("/minutes", "required")
	}
}
