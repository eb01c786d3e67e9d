package warrant

import (
	"slices"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
)

// reading and writing are the actions for which a grant's fields count.
var (
	reading = []string{"read", "export", "print", "report", "history"}
	writing = []string{"create", "update", "import", "merge", "bulk_edit", "transfer", "assign", "claim", "release"}
)

// grant asks that each action of a new or changed grant is covered by a grant
// of the publisher's own, or was given to the same by the grant before.
func (c *check) grant(k definition.Key, before, after *definition.Grant) {
	if before != nil && before.Role != "" && owner(c.before, before.Role) {
		c.needsOwner(k) // who is not an owner takes nothing from owners
		return
	}
	if after == nil {
		return
	}
	c.given(k, after, before)
}

// given notes the actions of a grant that nothing covers. before, if any, is
// the same grant as it is published.
func (c *check) given(k definition.Key, g, before *definition.Grant) {
	entity := c.after.Entity(g.Entity)
	if entity == nil || c.before.Entity(g.Entity) == nil {
		return // of a new entity there is nothing yet that could be given away
	}
	keeps := before != nil && before.Entity == g.Entity && before.Role == g.Role && (before.Direct || !g.Direct)
	for _, action := range g.Actions {
		if keeps && c.covers(before, g, action) {
			continue
		}
		if name, exempt := c.exempt(g, action); exempt {
			c.lacks(k, "publish_rule_binds", "action", action, "entity", g.Entity, "name", name)
			continue
		}
		if !slices.ContainsFunc(c.held(g.Entity), func(own *definition.Grant) bool { return c.covers(own, g, action) }) {
			c.lacks(k, "publish_grant_lacked", "action", action, "entity", g.Entity)
		}
	}
}

// held are the published grants of the publisher's own on an entity.
func (c *check) held(entity string) []*definition.Grant {
	var list []*definition.Grant
	for _, g := range c.before.Grants {
		if g.Entity != entity {
			continue
		}
		if g.Role != "" && slices.Contains(c.by.Roles, g.Role) || slices.Contains(c.by.Roles, "grant:"+g.Name) {
			list = append(list, g)
		}
	}
	return list
}

// exempt finds a rule that binds the publisher and lets others off: by what he
// has, nobody can tell what they would have.
func (c *check) exempt(g *definition.Grant, action string) (name string, found bool) {
	binds := func(except []string) bool {
		return len(except) > 0 && !slices.ContainsFunc(except, func(r string) bool { return slices.Contains(c.by.Roles, r) })
	}
	for _, r := range c.before.Restrictions {
		if r.Entity == g.Entity && slices.Contains(r.Actions, action) && binds(r.Except) {
			return r.Name, true
		}
	}
	for _, m := range c.before.Masks {
		if m.Entity == g.Entity && slices.Contains(reading, action) && binds(m.Except) && c.readsAny(g, m.Fields) {
			return m.Name, true
		}
	}
	for _, o := range c.before.Obligations {
		if o.Entity == g.Entity && slices.Contains(o.Actions, action) && binds(o.Except) {
			return o.Name, true
		}
	}
	return "", false
}

func (c *check) readsAny(g *definition.Grant, fields []string) bool {
	e := c.after.Entity(g.Entity)
	return slices.ContainsFunc(fields, func(name string) bool {
		f := e.Field(name)
		return f != nil && policygen.Holds(g.Read, f)
	})
}

// covers tells whether one published grant gives all that another gives for an
// action.
func (c *check) covers(own, g *definition.Grant, action string) bool {
	if own.Entity != g.Entity || !slices.Contains(own.Actions, action) || !scopeCovers(own.Of(action), g.Of(action)) ||
		own.When != "" && own.When != g.When || !channelsCover(own.Channels, g.Channels) || !resultCovers(own, g, action) {
		return false
	}
	if (action == "transfer" || action == "assign" || action == "create" || action == "import") && !scopeCovers(own.To, g.To) {
		return false
	}
	if slices.Contains(reading, action) && (!c.fieldsCover(own.Entity, own.Read, g.Read) || !c.findCovers(own, g)) {
		return false
	}
	return !slices.Contains(writing, action) || c.fieldsCover(own.Entity, own.Write, g.Write) && c.onceCovers(own, g)
}

// resultCovers compares what a record may become. A result that is not given
// is the scope without the condition, and so anything where that is all.
func resultCovers(own, g *definition.Grant, action string) bool {
	if own.Result == g.Result {
		return true
	}
	scope := own.Of(action)
	return own.Result == "" && slices.ContainsFunc(scope, func(p definition.ScopePart) bool { return p.Kind == definition.ScopeAll })
}

// fieldsCover compares sets of fields by what they hold, now and of fields to
// come. Fields are compared by their x-ids: names may have changed.
func (c *check) fieldsCover(entity string, all, some definition.FieldSet) bool {
	open := some.All || some.Except != nil
	if open && !(all.All || all.Except != nil) {
		return false
	}
	if open && grade(some.Grade) > grade(all.Grade) {
		return false
	}
	was := map[string]*definition.Field{}
	for _, f := range fieldsOf(c.before.Entity(entity)) {
		was[f.ID] = f
	}
	for _, f := range fieldsOf(c.after.Entity(entity)) {
		if !policygen.Holds(some, f) {
			continue
		}
		old := was[f.ID]
		if old != nil && !policygen.Holds(all, old) {
			return false
		}
	}
	return true
}

func fieldsOf(e *definition.Entity) []*definition.Field {
	if e == nil {
		return nil
	}
	all := slices.Clone(e.Fields)
	for _, f := range definition.SystemFields() {
		if e.Field(f.Name) == nil {
			all = append(all, f)
		}
	}
	return all
}

// findCovers compares the fields that one may search by; none given stands
// for all that are read.
func (c *check) findCovers(own, g *definition.Grant) bool {
	switch {
	case own.Find == nil:
		return true
	case g.Find == nil:
		return c.fieldsCover(own.Entity, *own.Find, g.Read)
	}
	return c.fieldsCover(own.Entity, *own.Find, *g.Find)
}

// onceCovers asks that what may be written only while empty stays so.
func (c *check) onceCovers(own, g *definition.Grant) bool {
	e := c.after.Entity(own.Entity)
	return !slices.ContainsFunc(own.Once, func(name string) bool {
		f := e.Field(name)
		return f != nil && policygen.Holds(g.Write, f) && !slices.Contains(g.Once, name)
	})
}

// grade orders the grades of fields; internal is what has none.
func grade(g definition.Grade) int {
	return slices.Index([]definition.Grade{definition.GradePublic, "", definition.GradeConfidential, definition.GradeSecret}, plain(g))
}

func plain(g definition.Grade) definition.Grade {
	if g == definition.GradeInternal {
		return ""
	}
	return g
}
